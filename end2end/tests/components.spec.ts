// The page of components shows each file of style/ui, in light and dark, on desktop and phone, and axe finds nothing in it.
import { readdirSync } from "node:fs";
import { basename, resolve } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { test as base, expect } from "../fixtures/test.ts";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const FILES = readdirSync(resolve(import.meta.dirname, "../../style/ui")).filter((name) => name.endsWith(".css")).map((name) => basename(name, ".css"));

// It holds no script, so that nothing comes to life that would have to be waited for.
const test = base.extend({ page: async ({ context, watch: _watch }, use) => use(await context.newPage()) });

test("each component has its section", async ({ page }) => {
  await page.goto("/dev/components");
  await expect(page).toHaveTitle("Components · Canopy");
  for (const name of FILES) {
    const section = page.locator(`section[id="${name}"]`);
    await expect(section.getByRole("heading", { name, exact: true })).toBeVisible();
    expect(await section.locator(".dev-state").count(), name).toBeGreaterThan(0);
  }
  await expect(page.locator("script")).toHaveCount(0);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing in ${colorScheme}`, { tag: ["@hydrated", "@phone"] }, async ({ page }) => {
    // All components at once are a lot to look through.
    test.slow();
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.goto("/dev/components");
    // What can't be dropped on fades while a line is dragged.
    const axe = new AxeBuilder({ page }).exclude('[data-drag="held"]').exclude('[data-drag="barred"]');
    if (colorScheme === "light") axe.withTags(RULES);
    else axe.withRules("color-contrast");
    const { violations } = await axe.analyze();
    const told = violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} — ${failureSummary}`));
    expect(told).toEqual([]);
  });
}

test("nothing is wider than the screen", { tag: ["@hydrated", "@phone"] }, async ({ page }) => {
  await page.goto("/dev/components");
  const { wide, screen } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, screen: innerWidth }));
  expect(wide).toBeLessThanOrEqual(screen);
});

test("it looks as one has chosen", async ({ page }) => {
  await page.goto("/dev/components");
  await page.locator(".dev-switches").getByRole("button", { name: "Dark" }).click();
  await expect(page).toHaveURL("/dev/components");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});
