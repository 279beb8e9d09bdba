// A page comes to life a few parts at a time. What one does before the last of them is alive isn't lost.
import type { BrowserContext, Page } from "@playwright/test";
import { expect, test, unique } from "../fixtures/test.ts";

declare global {
  var held: (() => void)[];
}

/** The page at `path`, of which nothing comes to life that may come later: those tasks are held. */
async function asleep(context: BrowserContext, path: string): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript(() => {
    const later = globalThis.setTimeout;
    globalThis.held = [];
    const hold = (run: () => void, delay?: number, ...given: unknown[]) => (delay === 0 ? globalThis.held.push(run) : later(run, delay, ...given));
    globalThis.setTimeout = hold as typeof setTimeout;
  });
  await page.goto(path);
  await page.waitForFunction(() => globalThis.held.length > 0);
  await expect(page.locator("html")).not.toHaveAttribute("data-live");
  return page;
}

test("a row that is pressed twice opens its cell, also as the first thing that is done", async ({ context, page: _page, api }) => {
  const customer = await api.create({ name: unique("Presto"), city: "Bergamo" });
  const page = await asleep(context, `/customers?q=${encodeURIComponent(customer.name)}`);
  await page.locator(`tr:has([id="row-${customer.id}"]) [data-field=city]`).first().dblclick({ force: true });
  await expect(page.locator(`[id="cell-city-${customer.id}"]`)).toBeFocused();
  await expect(page.locator("html")).toHaveAttribute("data-live");
});

test("a key opens the name of the row that has the focus", async ({ context, page: _page, api }) => {
  const customer = await api.create({ name: unique("Presto") });
  const page = await asleep(context, `/customers?q=${encodeURIComponent(customer.name)}`);
  await page.locator(`[id="row-${customer.id}"]`).focus();
  await page.keyboard.press("F2");
  await expect(page.locator(`[id="cell-name-${customer.id}"]`)).toBeFocused();
});

test("a field of a customer's page opens in place", async ({ context, page: _page, api }) => {
  const customer = await api.create({ name: unique("Presto"), city: "Bergamo" });
  const page = await asleep(context, `/customers/${customer.id}`);
  await page.getByTitle("Edit City").click();
  await page.getByLabel("City", { exact: true }).fill("Dalmine");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await api.customer(customer.id)).city).toBe("Dalmine");
  expect(await page.evaluate(() => performance.getEntriesByType("navigation").length)).toBe(1);
});

test("a line of the tree opens by its key", async ({ context, page: _page, api }) => {
  const parent = await api.create({ name: unique("Presto") });
  const child = await api.create({ name: unique("Sotto"), parent_id: parent.id });
  const page = await asleep(context, `/customers?view=tree&under=${parent.id}`);
  await expect(page.locator(`[id="row-${child.id}"]`)).toHaveAttribute("tabindex");
  await page.locator(`[id="row-${child.id}"]`).focus();
  await page.keyboard.press("F2");
  await expect(page).toHaveURL(new RegExp(`/customers/${child.id}\\?.*edit=name`));
});

test("all of it comes to life by itself", async ({ context, page: _page }) => {
  const page = await asleep(context, "/customers");
  await page.evaluate(() => {
    while (globalThis.held.length > 0) globalThis.held.shift()?.();
  });
  await expect(page.locator("html")).toHaveAttribute("data-live");
});
