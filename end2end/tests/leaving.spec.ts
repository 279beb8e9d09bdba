// What is under way or still waits when one goes to another page: it neither brings one back nor breaks anything.
import { expect, test, unique } from "../fixtures/test.ts";

const TRASH = { name: "Trash", exact: true };

test("a deletion that is answered later leaves one where one is", async ({ page, api }) => {
  const customer = await api.create({ name: unique("Addio") });
  await page.goto(`/customers/${customer.id}?dialog=delete`);
  let answer = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route("**/delete_customer*", async (route) => {
    await held;
    await route.continue();
  });
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: /^Reason/ }).fill("closed");
  const sent = page.waitForRequest(/delete_customer/);
  await dialog.getByRole("button", { name: "Delete 1 customer" }).click();
  await sent;
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await page.getByRole("link", TRASH).click();
  await expect(page.getByRole("heading", { level: 1, name: "Trash" })).toBeVisible();
  answer();
  await expect(page.getByRole("status").getByText(`${customer.name} is in the Trash`)).toBeVisible();
  await expect(page).toHaveURL(/\/trash$/);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(async () => (await api.customer(customer.id)).deletion).toBeNull();
});

test("a word typed right before is not looked for", async ({ page }) => {
  await page.clock.install();
  await page.goto("/customers");
  await page.locator("html[data-live]").waitFor({ state: "attached" });
  await page.clock.pauseAt(Date.now() + 60_000);
  await page.getByRole("searchbox", { name: "Search customers" }).fill("bianchi");
  await page.getByRole("link", TRASH).click();
  await expect(page.getByRole("heading", { level: 1, name: "Trash" })).toBeVisible();
  await page.clock.runFor(1_000);
  await expect(page).toHaveURL(/\/trash$/);
  await expect(page.getByRole("heading", { level: 1, name: "Trash" })).toBeVisible();
});

test("a press that waits for a second one opens nothing any more", async ({ page }) => {
  await page.clock.install();
  await page.goto("/customers");
  await page.locator("html[data-live]").waitFor({ state: "attached" });
  await page.clock.pauseAt(Date.now() + 60_000);
  await page.locator("tbody tr").first().locator("td[data-field=ref_id]").click({ force: true });
  await page.getByRole("link", TRASH).click();
  await expect(page.getByRole("heading", { level: 1, name: "Trash" })).toBeVisible();
  await page.clock.runFor(1_000);
  await expect(page).toHaveURL(/\/trash$/);
});
