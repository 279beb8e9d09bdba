// The list narrows as one types.
import { expect, test } from "../../fixtures/test.ts";
import { expectTotal, names, rows, searchField } from "../../fixtures/list.ts";

test("typing narrows the list at once", async ({ page, api }) => {
  const [all, found] = [await api.total(), await api.total("q=bianchi")];
  await page.goto("/customers");
  await page.keyboard.press("/");
  await expect(searchField(page)).toBeFocused();
  await page.keyboard.type("bianchi");
  await expect(page).toHaveURL("/customers?q=bianchi");
  await expectTotal(page, found);
  await expect(searchField(page)).toBeFocused();
  for (const row of await rows(page).all()) await expect(row.locator("mark").first()).toHaveText(/^bianchi$/i);

  // Back leads to before the typing, Forward to after it, and a reload changes nothing.
  await page.goBack();
  await expect(searchField(page)).toHaveValue("");
  await expectTotal(page, all);
  await page.goForward();
  await expect(searchField(page)).toHaveValue("bianchi");
  await expectTotal(page, found);
  await page.reload();
  await expectTotal(page, found);
  await page.getByRole("link", { name: "Clear the search" }).click();
  await expect(page).toHaveURL("/customers");
  await expectTotal(page, all);
});

test("accents don't matter, and what matched elsewhere is said", async ({ page, api }) => {
  await page.goto("/customers");
  await searchField(page).fill("istanbul");
  await expectTotal(page, await api.total("q=istanbul"));
  await expect(rows(page).first().locator("mark")).toHaveText(["İstanbul"]);
  await searchField(page).fill("R11-006877");
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText("Ref ID R11-006877");
  await searchField(page).fill("admin5245@customer5245");
  await expect(rows(page)).toContainText("E-mail of a user admin5245@customer5245.example.com");
});

test("an answer to what was typed before never overwrites a later one", async ({ page, api }) => {
  await page.goto("/customers");
  let late: (() => Promise<void>) | undefined;
  await page.route("**/list_customers*", async (route) => {
    if (late) return route.continue();
    const answer = await route.fetch();
    late = () => route.fulfill({ response: answer }).catch(() => undefined);
  });
  await searchField(page).fill("rossi");
  await expect.poll(() => late !== undefined).toBe(true);
  await searchField(page).fill("bianchi");
  await expectTotal(page, await api.total("q=bianchi"));
  const found = await api.names("q=bianchi");
  await expect.poll(() => names(page)).toEqual(found);
  await late?.();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  expect(await names(page)).toEqual(found);
  await expect(page).toHaveURL("/customers?q=bianchi");
});

test("a search keeps its place while one looks at a customer", async ({ page }) => {
  await page.goto("/customers?q=bianchi");
  const name = (await names(page))[2] ?? "";
  const link = page.getByRole("link", { name, exact: true }).first();
  await link.click();
  await expect(page).toHaveURL(/\/customers\/[0-9a-f-]{36}\?q=bianchi$/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await expect(page).toHaveTitle(`${name} · Canopy`);
  await expect(rows(page)).toHaveCount(50);
  await expect(page.locator("tr[aria-current]")).toHaveCount(1);

  // The arrow keys walk through the rows, Esc closes the detail and gives the focus back.
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL("/customers?q=bianchi");
  await expect(link).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText((await names(page))[3] ?? "?");
});

test("the rail's search opens the list from any page", async ({ page, api }) => {
  await page.goto("/customers/new");
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Search customers" })).toBeFocused();
  await page.keyboard.type("bianchi");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/customers?q=bianchi");
  await expectTotal(page, await api.total("q=bianchi"));
});

test("/ marks what stands in the search, and no key after it is lost", async ({ page }) => {
  await page.goto("/customers?q=klein");
  await page.keyboard.press("/");
  await page.keyboard.type("bauer");
  await expect(searchField(page)).toHaveValue("bauer");
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("/");
  await page.keyboard.type("schneider");
  await expect(searchField(page)).toHaveValue("schneider");
  await expect(page).toHaveURL("/customers?q=schneider");
});
