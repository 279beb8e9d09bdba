// axe finds nothing, on every page and open dialog, in both themes, on desktop and phone.
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "../fixtures/test.ts";
import { type Place, PLACES } from "../fixtures/places.ts";

for (const place of PLACES) {
  test(`${place.name} is accessible`, { tag: ["@hydrated", "@phone"] }, async ({ page, api, watch, context }) => {
    if (place.anonymous) await context.clearCookies({ name: "canopy" });
    if (place.status) watch.expectStatus(place.status);
    await page.goto(await place.path(api));
    await (place.prepare as Place["prepare"])?.(page);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      // The rows of a long list are alike.
      const axe = new AxeBuilder({ page }).exclude("tbody > tr:nth-child(n + 6)");
      // Only colours depend on the theme.
      if (colorScheme === "light") axe.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]);
      else axe.withRules("color-contrast");
      const { violations } = await axe.analyze();
      const told = violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} — ${failureSummary}`));
      expect(told, colorScheme).toEqual([]);
    }
  });
}
