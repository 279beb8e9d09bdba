// The way from the top to a customer, in its head.
import type { Api } from "../../fixtures/api.ts";
import { expect, test, unique } from "../../fixtures/test.ts";

/** A chain of customers, one below the other. */
async function chain(api: Api, levels: number) {
  const made: { id: string; name: string }[] = [];
  for (let level = 0; level < levels; level += 1) made.push(await api.create({ name: unique("Division"), parent_id: made.at(-1)?.id }));
  return made;
}

test("of a long way the middle is in a menu", { tag: ["@hydrated", "@phone"] }, async ({ page, api }) => {
  const way = await chain(api, 6);
  const [top, second, , , parent, last] = way;
  await page.goto(`/customers/${last?.id}`);
  const path = page.getByRole("navigation", { name: "Managed by" }).filter({ visible: true });
  const shown = path.getByRole("link").filter({ visible: true });
  await expect(shown).toHaveText([top?.name ?? "", parent?.name ?? ""]);
  await path.getByRole("button", { name: "Those between" }).press("Enter");
  const between = path.locator(".menu").getByRole("link");
  await expect(between).toHaveText(way.slice(1, 4).map(({ name }) => name));
  // The menu is on the screen, whole.
  for (const link of await between.all()) await expect(link).toBeInViewport({ ratio: 1 });
  await page.keyboard.press("Escape");
  await expect(between.first()).toBeHidden();
  await path.getByRole("button", { name: "Those between" }).click();
  await between.first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(second?.name ?? "-");
  await expect(page).toHaveURL(`/customers/${second?.id}`);
  await expect(path.getByRole("link")).toHaveText([top?.name ?? ""]);
});

test("a short way stands in a line", async ({ page, api }) => {
  const way = await chain(api, 4);
  await page.goto(`/customers/${way.at(-1)?.id}`);
  const path = page.getByRole("navigation", { name: "Managed by" }).filter({ visible: true });
  await expect(path.getByRole("link")).toHaveText(way.slice(0, 3).map(({ name }) => name));
  await expect(path.getByRole("button")).toHaveCount(0);
});
