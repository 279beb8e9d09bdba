// A day's work, once by the keyboard alone and once by touch: sign in, find, edit, add, move, delete, restore.
import { expect as expected, type Locator, type Page } from "@playwright/test";
import { ADMIN, expect, test, unique } from "../fixtures/test.ts";

const CUSTOMER = /\/customers\/[0-9a-f-]{36}$/;

const treegrid = (page: Page) => page.getByRole("treegrid", { name: "Customers" });

/** Goes on with Tab until the element has the focus. */
async function reach(page: Page, goal: Locator): Promise<void> {
  await expected(goal).toBeVisible();
  for (let steps = 0; steps < 150; steps += 1) {
    if (await goal.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${goal}`);
}

/** By Tab and Enter. */
async function press(page: Page, goal: Locator): Promise<void> {
  await reach(page, goal);
  await page.keyboard.press("Enter");
}

test("by the keyboard alone", async ({ person, api }) => {
  const { page } = await person("nobody");
  const goal = await api.create({ name: unique("Zeta meta") });
  const [name, renamed] = [unique("Zeta"), unique("Zeta nuova")];

  await page.goto("/sign-in");
  await reach(page, page.getByLabel("E-mail"));
  await page.keyboard.type(ADMIN.email);
  await reach(page, page.getByLabel("Password", { exact: true }));
  await page.keyboard.type(ADMIN.password);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/");
  await page.locator("html[data-live]").waitFor({ state: "attached" });

  await test.step("add", async () => {
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("combobox")).toBeFocused();
    await page.keyboard.type("Add customer");
    await expect(page.getByRole("dialog").getByRole("option")).toHaveCount(1);
    await page.keyboard.press("Enter");
    await reach(page, page.getByRole("textbox", { name: /^Name/ }).first());
    await page.keyboard.type(name);
    await reach(page, page.getByRole("combobox", { name: /^Country/ }));
    await page.keyboard.type("Italy");
    await press(page, page.getByRole("button", { name: "Next" }));
    await expect(page).toHaveURL(/\/customers\/new\/user$/);
    await press(page, page.getByRole("button", { name: "Add customer" }));
    await expect(page).toHaveURL(CUSTOMER);
    await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  });
  const id = new URL(page.url()).pathname.split("/")[2] ?? "";
  await page.keyboard.press("Escape");

  await test.step("find and edit", async () => {
    await page.keyboard.press("/");
    await page.keyboard.type(name);
    const link = page.getByRole("table").getByRole("link", { name, exact: true });
    await reach(page, link);
    await page.keyboard.press("F2");
    await expect(page.getByRole("textbox", { name: "Name", exact: true })).toBeFocused();
    await page.keyboard.type(renamed);
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await api.customer(id)).name).toBe(renamed);
  });

  await test.step("move", async () => {
    await press(page, page.getByRole("link", { name: "Tree" }));
    await page.keyboard.press("/");
    await page.keyboard.type("zeta");
    const line = treegrid(page).locator(`[id="row-${id}"]`);
    // The answer to all of the word: until it comes, lines may still come and go.
    await expect(line.locator("mark")).toHaveText([/^zeta$/i]);
    await reach(page, treegrid(page).locator("tr[tabindex='0']"));
    await page.keyboard.type(renamed.toLowerCase());
    await expect(line).toBeFocused();
    await page.keyboard.press("Control+x");
    await page.keyboard.press("Home");
    await page.keyboard.type(goal.name.toLowerCase());
    await expect(treegrid(page).locator(`[id="row-${goal.id}"]`)).toBeFocused();
    await page.keyboard.press("Control+v");
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText(`It moves under ${goal.name}`);
    await press(page, dialog.getByRole("button", { name: /^Move/ }));
    await expect.poll(async () => (await api.customer(id)).parent_id).toBe(goal.id);
    await expect(dialog).toBeHidden();
  });

  await test.step("delete", async () => {
    await press(page, page.getByRole("link", { name: "Delete", exact: true }));
    const dialog = page.getByRole("dialog");
    await reach(page, dialog.getByRole("textbox", { name: /^Reason/ }));
    await page.keyboard.type("closed");
    await press(page, dialog.getByRole("button", { name: "Delete 1 customer" }));
    await expect.poll(async () => (await api.customer(id)).deletion).toMatchObject({ status: "trashed" });
  });

  await test.step("restore", async () => {
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("combobox", { name: /Find/ }).or(page.getByRole("combobox")).first()).toBeFocused();
    await page.keyboard.type("Trash");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Trash");
    await press(page, page.getByRole("row").filter({ hasText: renamed }).getByRole("button", { name: /^Restore/ }));
    await expect.poll(async () => (await api.customer(id)).deletion).toBeNull();
  });
});

test("by touch, with one thumb", { tag: "@phone" }, async ({ person, browser: _browser, api, server }) => {
  const { page } = await person("nobody");
  const goal = await api.create({ name: unique("Omega meta") });
  const [name, city] = [unique("Omega"), "Bergamo"];

  await page.goto(`${server.url}/sign-in`);
  await page.getByLabel("E-mail").fill(ADMIN.email);
  await page.getByLabel("Password", { exact: true }).fill(ADMIN.password);
  await page.getByRole("button", { name: "Sign in" }).tap();
  await expect(page).toHaveURL("/");
  await page.locator("html[data-live]").waitFor({ state: "attached" });

  await test.step("add", async () => {
    await page.getByRole("link", { name: "Add customer" }).tap();
    await page.getByRole("textbox", { name: /^Name/ }).first().fill(name);
    await page.getByRole("combobox", { name: /^Country/ }).selectOption("Italy");
    await page.getByRole("button", { name: "Next" }).tap();
    await page.getByRole("button", { name: "Add customer" }).tap();
    await expect(page).toHaveURL(CUSTOMER);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  });
  const id = new URL(page.url()).pathname.split("/")[2] ?? "";

  await test.step("find and edit", async () => {
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Customers" }).tap();
    await page.getByRole("searchbox", { name: "Search this list" }).fill(name);
    await page.getByRole("table").getByRole("link", { name, exact: true }).tap();
    await page.getByTitle("Edit City").tap();
    await page.getByRole("textbox", { name: "City", exact: true }).fill(city);
    await page.getByRole("heading", { name: "Address" }).tap();
    await expect.poll(async () => (await api.customer(id)).city).toBe(city);
  });

  await test.step("move", async () => {
    await page.getByRole("button", { name: `More for ${name}` }).filter({ visible: true }).tap();
    await page.getByRole("link", { name: "Move under…" }).filter({ visible: true }).tap();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("combobox").fill(goal.name);
    await dialog.getByRole("option").first().tap();
    await dialog.getByRole("button", { name: "Move 1 customer" }).tap();
    await expect.poll(async () => (await api.customer(id)).parent_id).toBe(goal.id);
    await expect(dialog).toBeHidden();
  });

  await test.step("delete and restore", async () => {
    await page.getByRole("button", { name: `More for ${name}` }).filter({ visible: true }).tap();
    await page.getByRole("link", { name: "Delete", exact: true }).filter({ visible: true }).tap();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: /^Reason/ }).fill("closed");
    await dialog.getByRole("button", { name: "Delete 1 customer" }).tap();
    await expect.poll(async () => (await api.customer(id)).deletion).toMatchObject({ status: "trashed" });
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Trash" }).tap();
    await page.getByRole("button", { name: `Restore ${name}` }).or(page.getByRole("row").filter({ hasText: name }).getByRole("button", { name: /^Restore/ })).first().tap();
    await expect.poll(async () => (await api.customer(id)).deletion).toBeNull();
  });
});
