// What the keyboard leads to from every page.
import { expect, test } from "../fixtures/test.ts";

test("Ctrl-K finds a customer as one types, and Enter opens it", async ({ page, api }) => {
  const customer = await api.create({ name: "Zirconia Ponteggi" });
  await page.goto("/trash");
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Find or do" });
  const field = palette.getByRole("combobox", { name: "Find or do" });
  await expect(field).toBeFocused();
  await expect(palette.getByRole("option")).toContainText(["Customers", "Add customer", "Trash"]);
  await page.keyboard.type("zirconia");
  await expect(palette.getByRole("option")).toHaveCount(1);
  await expect(palette.getByRole("option")).toContainText("Zirconia Ponteggi");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`/customers/${customer.id}`);
  await expect(palette).toBeHidden();
  await expect(page.getByRole("heading", { level: 1 })).toHaveAccessibleName("Zirconia Ponteggi");
});

test("arrows choose among pages, Esc gives the focus back", async ({ page }) => {
  await page.goto("/customers");
  const palette = page.getByRole("dialog", { name: "Find or do" });
  const field = palette.getByRole("combobox");
  await page.keyboard.press("/");
  const search = page.locator(".search-field input");
  await expect(search).toBeFocused();
  await page.keyboard.press("Control+k");
  await expect(field).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(field).toBeHidden();
  await expect(search).toBeFocused();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("tra");
  await expect(palette.getByRole("option", { selected: true })).toContainText("Trash");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/trash");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("nothing is called so");
  await expect(page.getByText("Nothing fits. Fewer or other words may find it.")).toBeVisible();
});

test("what is typed before the palette is there stands in it", async ({ page }) => {
  let go: (() => void) | undefined;
  await page.route(/split_home/, async (route) => {
    await new Promise<void>((done) => { go = done; });
    await route.continue();
  });
  await page.goto("/customers");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("theme: d");
  await expect.poll(() => go !== undefined).toBe(true);
  go?.();
  const palette = page.getByRole("dialog", { name: "Find or do" });
  await expect(palette.getByRole("combobox")).toHaveValue("theme: d");
  await page.keyboard.type("ark");
  await expect(palette.getByRole("option")).toHaveCount(1);
});

test("actions: the theme changes, and stays", async ({ page }) => {
  await page.goto("/customers");
  const palette = page.getByRole("dialog", { name: "Find or do" });
  await page.keyboard.press("Control+k");
  await page.keyboard.type("theme: dark");
  await expect(palette.getByRole("option")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});

test("? tells the keys, but not while one types", async ({ page }) => {
  await page.goto("/customers");
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(keys).toContainText("Find customers, pages and actions");
  await page.keyboard.press("Escape");
  await expect(keys).toBeHidden();
  await page.keyboard.press("/");
  await expect(page.locator(".search-field input")).toBeFocused();
  await page.keyboard.type("?");
  await expect(page.locator(".search-field input")).toHaveValue("?");
  await expect(keys).toBeHidden();
});
