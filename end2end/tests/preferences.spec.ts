// Language, theme and density: plain forms, remembered by the browser, rendered by the server.
import { expect, test } from "../fixtures/test.ts";

const both = { tag: ["@hydrated", "@plain"] };

test("Italian is Italian everywhere", both, async ({ page, api }) => {
  const { id } = await api.create({ city: "Bergamo" });
  await page.goto("/customers");
  await page.getByRole("button", { name: "ada" }).click();
  await page.getByRole("group", { name: "Language" }).getByRole("button", { name: "Italiano" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Clienti");
  await expect(page.locator("html")).toHaveAttribute("lang", "it");
  await expect(page).toHaveTitle("Clienti · Canopy");
  await page.goto(`/customers/${id}`);
  await expect(page.getByTitle("Modifica Città")).toHaveText("Bergamo");
  await expect(page.getByRole("navigation", { name: "Principale" }).getByRole("link", { name: "Cestino" })).toBeVisible();
  await page.goto("/customers/new");
  await expect(page.getByLabel(/^Paese/)).toContainText("Germania");
});

test("the server renders the theme and the density that were chosen", both, async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/customers");
  const background = () => page.locator("main").evaluate((main) => getComputedStyle(main).backgroundColor);
  const light = await background();
  await page.getByRole("button", { name: "ada" }).click();
  await page.getByRole("group", { name: "Theme" }).getByRole("button", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  expect(await background()).not.toBe(light);

  const height = () => page.getByRole("row").nth(5).evaluate((row) => row.getBoundingClientRect().height);
  const comfortable = await height();
  await page.getByRole("button", { name: "ada" }).click();
  await expect(page.getByRole("group", { name: "Theme" }).getByRole("button", { name: "Dark" })).toHaveAttribute("aria-pressed", "true");
  await page.getByRole("group", { name: "Rows" }).getByRole("button", { name: "Compact" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-density", "compact");
  expect(await height()).toBeLessThan(comfortable);
});

test("the browser's language is the first choice", async ({ browser, server }) => {
  const italian = await browser.newContext({ baseURL: server.url, storageState: { cookies: [], origins: [] }, locale: "it-IT" });
  const page = await italian.newPage();
  await page.goto("/sign-in");
  await expect(page.getByRole("button", { name: "Accedi" })).toBeVisible();
  await italian.close();
});
