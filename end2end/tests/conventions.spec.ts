// How pages behave wherever one is, apart from what the tests of each page hold: list and detail, waiting, notes, going back.
import type { Page } from "@playwright/test";
import { rows } from "../fixtures/list.ts";
import { expect, test, unique, uniqueEmail } from "../fixtures/test.ts";

const heading = (page: Page) => page.getByRole("heading", { level: 1 });
const pane = (page: Page) => page.locator(".pane.list > .pane-scroll");

test("list and detail stand side by side, and the line between them moves", async ({ page }) => {
  await page.goto("/customers");
  const row = rows(page).nth(3).getByRole("link").first();
  const name = (await row.textContent()) ?? "";
  await row.click();
  await expect(heading(page)).toContainText(name);
  await expect(heading(page)).toBeFocused();
  await expect(page).toHaveTitle(new RegExp(`^${name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}`));
  const line = page.getByRole("separator", { name: "Width of the list" });
  const before = await pane(page).evaluate((list) => list.clientWidth);
  await line.press("ArrowRight");
  await expect.poll(() => pane(page).evaluate((list) => list.clientWidth)).toBe(before + 24);
  const box = await line.boundingBox();
  await page.mouse.move((box?.x ?? 0) + 1, 400);
  await page.mouse.down();
  await page.mouse.move((box?.x ?? 0) - 59, 400, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => pane(page).evaluate((list) => list.clientWidth)).toBe(before - 36);
  await page.reload();
  await expect.poll(() => pane(page).evaluate((list) => list.clientWidth)).toBe(before - 36);
  // Esc closes the detail; the focus is back on its row.
  await heading(page).focus();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL("/customers");
  await expect(row).toBeFocused();
});

test("on a tablet the detail is a page of its own", async ({ page }) => {
  await page.setViewportSize({ width: 900, height: 700 });
  await page.goto("/customers");
  await rows(page).first().getByRole("link").first().click();
  await expect(heading(page)).toBeFocused();
  await expect(pane(page)).toBeHidden();
  await page.goBack();
  await expect(pane(page)).toBeVisible();
});

test("the rail folds to icons, and stays so; its search opens by /", async ({ page }) => {
  await page.goto("/trash");
  const rail = page.getByRole("navigation", { name: "Main" });
  const width = () => rail.evaluate((element) => element.clientWidth);
  const wide = await width();
  await rail.getByRole("button", { name: "Collapse" }).click();
  await expect.poll(width).toBeLessThan(64);
  await expect(rail.getByRole("button", { name: "Collapse" })).toHaveAttribute("aria-pressed", "true");
  await page.goto("/customers/new");
  expect(await width()).toBeLessThan(64);
  await heading(page).focus();
  await page.keyboard.press("/");
  const search = rail.getByRole("searchbox", { name: "Search customers" });
  await expect(search).toBeFocused();
  expect((await search.boundingBox())?.width).toBeGreaterThan(200);
  await page.keyboard.type("bianchi");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/customers?q=bianchi");
  await rail.getByRole("button", { name: "Collapse" }).press("Enter");
  await expect.poll(width).toBe(wide);
});

for (const tag of ["@hydrated", "@phone"]) {
  test(`Back leads to the place one left ${tag}`, { tag }, async ({ page }) => {
    await page.goto("/customers");
    // Further than the first page of rows.
    await expect(async () => {
      await rows(page).last().scrollIntoViewIfNeeded();
      await expect(page.getByText("200 of")).toBeVisible({ timeout: 500 });
    }).toPass();
    // Rows around what is in sight may still be coming: one in the middle of it is there to stay.
    const middle = () => page.evaluate(() => document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.closest(".row")?.querySelector("[id^=row-]")?.id);
    await expect.poll(middle).toBeTruthy();
    const id = await middle();
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Trash" }).click();
    await expect(heading(page)).toContainText("Trash");
    await expect(heading(page)).toBeFocused();
    await expect(page).toHaveTitle(/^Trash/);
    await page.goBack();
    await expect(page).toHaveTitle(/^Customers/);
    await expect(page.locator(`[id="${id}"]`)).toBeInViewport();
    await page.goForward();
    await expect(page).toHaveTitle(/^Trash/);
  });
}

test("what is long in coming shows its shape, what comes at once doesn't", async ({ page, api }) => {
  const { id } = await api.create();
  await page.goto(`/customers?q=${id}`);
  await page.goto("/customers");
  let answer: (() => void) | undefined;
  await page.route("**/open_customer*", async (route) => {
    await new Promise<void>((go) => { answer = go; });
    await route.continue();
  });
  await rows(page).first().getByRole("link").first().click();
  const bars = page.locator(".pane.detail .skeleton").first();
  await expect(bars).toBeAttached();
  // For 300 ms it is there, but not to be seen.
  expect(await bars.evaluate((bar) => getComputedStyle(bar).animationDelay)).toMatch(/^0\.3s/);
  await expect.poll(() => bars.evaluate((bar) => Number(getComputedStyle(bar).opacity))).toBeGreaterThan(0.4);
  await expect.poll(() => answer !== undefined).toBe(true);
  answer?.();
  await expect(heading(page)).toBeFocused();
  await expect(bars).toHaveCount(0);
});

test("a note stays eight seconds, longer while one points at it, and never takes the focus", async ({ page, api }) => {
  const customer = await api.create({ name: unique("Nota") });
  await page.clock.install();
  await page.goto(`/customers/${customer.id}`);
  const notes = page.locator(".toasts[role=status]");
  await expect(notes).toBeAttached();
  await page.getByRole("button", { name: "Disable" }).click();
  const note = notes.getByText(`${customer.name} is disabled`);
  await expect(note).toBeVisible();
  expect(await note.evaluate((element) => element.closest(".toast")?.contains(document.activeElement))).toBe(false);
  await note.hover();
  await page.clock.runFor(9_000);
  await expect(note).toBeVisible();
  await page.mouse.move(5, 5);
  await page.clock.runFor(12_000);
  await expect(note).toBeHidden();
});

test("offline is said, and gone when the network is back", async ({ page, context }) => {
  await page.goto("/customers");
  await context.setOffline(true);
  await expect(page.getByRole("main").getByRole("status").filter({ hasText: "offline" })).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByRole("main").getByRole("status").filter({ hasText: "offline" })).toBeHidden();
});

test("a server that is gone is told, with a way to try again", async ({ page, watch }) => {
  await page.goto("/trash");
  await page.route("**/list_customers*", (route) => route.abort("connectionrefused"));
  watch.expectFailure("list_customers");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Customers" }).click();
  await expect(page.getByText("The server can’t be reached")).toBeVisible();
  await page.unroute("**/list_customers*");
  await page.getByRole("link", { name: "Try again" }).click();
  await expect(rows(page).first()).toBeVisible();
});

test("no match and no permission are two different things, each with its way on", async ({ person, api }) => {
  const [email, password] = [uniqueEmail(), "a lantern under seven bridges"];
  const customer = await api.create({ first_user: { name: "Vera", email, role: "viewer", password } });
  const { page, watch } = await person({ email, password });
  await page.goto("/customers?q=zzzzzz");
  await expect(page.getByRole("heading", { name: /^Nothing matches/ })).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: /^Clear/ }).last().click();
  await expect(rows(page)).toHaveCount(1);
  // A viewer reads: nothing on the page changes anything, and an address that would says why not.
  await expect(page.getByRole("link", { name: "Add customer" })).toHaveCount(0);
  watch.expectStatus(403);
  await page.goto(`/customers/${customer.id}/edit`);
  await expect(page.getByText("Your role doesn’t include this")).toBeVisible();
});
