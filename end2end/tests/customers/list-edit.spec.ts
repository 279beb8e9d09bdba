// Cells of the list that are edited where they stand.
import type { Page } from "@playwright/test";
import { expect, test, unique, uniqueEmail } from "../../fixtures/test.ts";
import { expectWrong } from "../../fixtures/form.ts";
import type { Customer } from "../../fixtures/api.ts";

const row = (page: Page, { id }: { id: string }) => page.getByRole("row").filter({ has: page.locator(`[id="row-${id}"]`) });
// While the name is edited the row has no link.
const cell = (page: Page, customer: Customer, field: string) => page.locator(`[id="cell-${field}-${customer.id}"]`);
const part = (page: Page, customer: Customer, field: string) => row(page, customer).locator(`[data-field=${field}]`).first();

const listed = async (page: Page, customer: Customer) => {
  await page.goto(`/customers?q=${encodeURIComponent(customer.name)}`);
  await expect(row(page, customer)).toHaveCount(1);
};

test("F2 edits the name of the row that has the focus; Enter saves and stays; the detail beside it follows", async ({ page, api }) => {
  const customer = await api.create({ name: unique("Curno") });
  await listed(page, customer);
  await page.locator(`[id="row-${customer.id}"]`).press("F2");
  const input = cell(page, customer, "name");
  await expect(input).toBeFocused();
  await expect(input).toHaveValue(customer.name);
  const name = unique("Mozzo");
  await input.fill(name);
  await input.press("Enter");
  await expect(page.locator(`[id="row-${customer.id}"]`)).toHaveText(name);
  await expect(page.locator(`[id="row-${customer.id}"]`)).toBeFocused();
  await expect(row(page, customer).getByRole("img", { name: "Saved" })).toBeVisible();
  expect(await api.customer(customer.id)).toMatchObject({ name, version: 2 });

  // With the detail open each shows what the other changes.
  await page.locator(`[id="row-${customer.id}"]`).press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveAccessibleName(name);
  await page.locator(`[id="row-${customer.id}"]`).focus();
  await page.keyboard.press("F2");
  await input.fill(`${name} S.p.A.`);
  await input.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveAccessibleName(`${name} S.p.A.`);
  await page.getByTitle("Edit City").click();
  await page.getByLabel("City", { exact: true }).fill("Stezzano");
  await page.keyboard.press("Enter");
  await expect(row(page, customer)).toContainText("Stezzano, IT");
});

for (const refused of [false, true]) {
  test(`a cell that is opened again before its answer came stays open${refused ? ", also when that is a refusal" : ""}`, async ({ page, api, watch }) => {
    const customer = await api.create({ name: unique("Treviolo"), city: "Bergamo" });
    await listed(page, customer);
    let answer = () => {};
    const held = new Promise<void>((free) => (answer = free));
    if (refused) watch.expectFailure("edit_customer");
    await page.route("**/edit_customer*", async (route) => {
      await held;
      await (refused ? route.abort("connectionrefused") : route.continue());
    }, { times: 1 });
    await part(page, customer, "city").dblclick({ force: true });
    const city = cell(page, customer, "city");
    await city.fill("Dalmine");
    await city.press("Enter");
    await expect(row(page, customer)).toContainText("Dalmine");
    await part(page, customer, "city").dblclick({ force: true });
    await expect(city).toBeFocused();
    await city.fill("Stezzano");
    const answered = refused ? page.waitForEvent("requestfailed") : page.waitForResponse("**/edit_customer*");
    answer();
    await answered;
    if (refused) await expect(row(page, customer)).toContainText("The server can’t be reached.");
    await expect(city).toBeFocused();
    await expect(city).toHaveValue("Stezzano");
    await city.press("Enter");
    await expect.poll(async () => (await api.customer(customer.id)).city).toBe("Stezzano");
  });
}

test("a double press opens a cell and not the customer, Tab saves and goes on, Esc reverts", async ({ page, api }) => {
  const customer = await api.create({ name: unique("Osio"), city: "Bergamo" });
  await listed(page, customer);
  await part(page, customer, "city").dblclick({ force: true });
  const city = cell(page, customer, "city");
  await expect(city).toBeFocused();
  await city.fill("Dalmine");
  await city.press("Tab");
  const country = cell(page, customer, "country");
  await expect(country).toBeFocused();
  await country.selectOption("DE");
  await country.press("Shift+Tab");
  await expect(city).toBeFocused();
  await expect(city).toHaveValue("Dalmine");
  await city.press("Shift+Tab");
  const reference = cell(page, customer, "ref_id");
  await expect(reference).toBeFocused();
  await reference.fill("never-stored");
  await reference.press("Escape");
  await expect(page.locator(`[id="row-${customer.id}"]`)).toBeFocused();
  await expect(row(page, customer)).toContainText("Dalmine, DE");
  await expect(page).toHaveURL(/\/customers\?q=/);
  await expect.poll(() => api.customer(customer.id)).toMatchObject({ city: "Dalmine", country: "DE", ref_id: null, version: 3 });

  // From the last one Tab comes back to the row; leaving a cell saves it too.
  await part(page, customer, "country").dblclick({ force: true });
  await country.press("Tab");
  await expect(page.locator(`[id="row-${customer.id}"]`)).toBeFocused();
  await part(page, customer, "ref_id").dblclick({ force: true });
  const own = unique("REF").replace(" ", "-");
  await reference.fill(own);
  await page.getByRole("searchbox", { name: "Search this list" }).focus();
  await expect(row(page, customer)).toContainText(own);
  await expect.poll(async () => (await api.customer(customer.id)).ref_id).toBe(own);
});

test("a single press still opens the customer", async ({ page, api }) => {
  const customer = await api.create({ name: unique("Treviolo"), city: "Bergamo" });
  await listed(page, customer);
  await part(page, customer, "city").click({ force: true });
  await expect(page).toHaveURL(new RegExp(`/customers/${customer.id}\\?q=`));
  await expect(page.getByRole("heading", { level: 1 })).toHaveAccessibleName(customer.name);
});

test("what is refused stays typed, with what is wrong, and the row goes back", async ({ page, api, watch }) => {
  const taken = unique("REF").replace(" ", "-");
  await api.create({ ref_id: taken });
  const customer = await api.create({ name: unique("Lallio"), city: "Bergamo" });
  await listed(page, customer);
  watch.expectStatus(422, "edit_customer");
  await part(page, customer, "ref_id").dblclick({ force: true });
  const reference = cell(page, customer, "ref_id");
  await reference.fill(taken);
  await reference.press("Enter");
  await expectWrong(page, reference, "Another one already has this value.");
  await expect(reference).toHaveValue(taken);
  expect(await api.customer(customer.id)).toMatchObject({ ref_id: null, version: 1 });
  await reference.press("Escape");

  // What the browser knows by itself is told at once, and Tab stays.
  await page.locator(`[id="row-${customer.id}"]`).press("F2");
  const name = cell(page, customer, "name");
  await name.fill("");
  await name.press("Tab");
  await expectWrong(page, name, "Fill this in.");
  await expect(name).toBeFocused();
  await name.press("Escape");
  await expect(page.locator(`[id="row-${customer.id}"]`)).toHaveText(customer.name);
});

for (const [way, button, wins] of [["theirs", "Keep theirs", "Genova"], ["mine", "Use mine", "Torino"]] as const) {
  test(`two changes of one cell are told, and one chooses: ${way}`, async ({ page, api, watch }) => {
    const customer = await api.create({ name: unique("Brembate"), city: "Bergamo" });
    await listed(page, customer);
    await part(page, customer, "city").dblclick({ force: true });
    await api.patch(customer.id, { city: "Genova" });
    watch.expectStatus(409, "edit_customer");
    await cell(page, customer, "city").fill("Torino");
    await page.keyboard.press("Enter");
    const conflict = page.getByRole("alertdialog", { name: "Two changes of City" });
    await expect(conflict.getByRole("definition")).toHaveText(["Genova", "Torino"]);
    await conflict.getByRole("button", { name: button }).or(conflict.getByRole("link", { name: button })).click();
    await expect(row(page, customer)).toContainText(`${wins}, IT`);
    await expect(conflict).toBeHidden();
    await expect(page).toHaveURL(/\/customers\?q=/);
    await expect.poll(async () => (await api.customer(customer.id)).city).toBe(wins);
  });
}

test("a connection that is gone reverts the cell and says so", async ({ page, api, watch }) => {
  const customer = await api.create({ name: unique("Filago"), city: "Bergamo" });
  await listed(page, customer);
  await page.route("**/edit_customer*", (route) => route.abort("connectionrefused"));
  watch.expectFailure("edit_customer");
  await part(page, customer, "city").dblclick({ force: true });
  const city = cell(page, customer, "city");
  await city.fill("Torino");
  await city.press("Enter");
  await expectWrong(page, city, "The server can’t be reached. Nothing was changed.");
  await page.unroute("**/edit_customer*");
  await city.press("Enter");
  await expect(row(page, customer)).toContainText("Torino, IT");
});

test("governed cells of one's own customer don't open, the others do; a viewer edits none", async ({ person, api }) => {
  const password = "a lantern under seven bridges";
  const [admin, viewer] = [uniqueEmail(), uniqueEmail()];
  const customer = await api.create({ city: "Bergamo", ref_id: unique("OWN").replace(" ", "-"), first_user: { name: "Ugo", email: admin, role: "admin", password } });
  await api.call("POST", `/customers/${customer.id}/users`, { name: "Vera", email: viewer, role: "viewer", password });
  const below = await api.create({ parent_id: customer.id, ref_id: unique("SUB").replace(" ", "-") });

  const { page } = await person({ email: admin, password });
  await page.goto("/customers");
  await part(page, customer, "city").dblclick({ force: true });
  await expect(cell(page, customer, "city")).toBeFocused();
  // From the name Tab passes over what is governed.
  await page.keyboard.press("Escape");
  await page.locator(`[id="row-${customer.id}"]`).press("F2");
  await expect(cell(page, customer, "name")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(cell(page, customer, "city")).toBeFocused();
  await page.keyboard.press("Escape");
  await part(page, below, "ref_id").dblclick({ force: true });
  await expect(cell(page, below, "ref_id")).toBeFocused();
  await page.keyboard.press("Escape");
  await part(page, customer, "ref_id").click({ force: true });
  await expect(page).toHaveURL(`/customers/${customer.id}`);
  await expect(cell(page, customer, "ref_id")).toHaveCount(0);

  const other = await person({ email: viewer, password });
  await other.page.goto("/customers");
  await other.page.locator(`[id="row-${below.id}"]`).press("F2");
  await expect(other.page.getByRole("table").getByRole("textbox")).toHaveCount(0);
});

test("a finger edits in the detail", { tag: "@phone" }, async ({ page, api }) => {
  const customer = await api.create({ name: unique("Solza"), city: "Bergamo" });
  await listed(page, customer);
  await part(page, customer, "city").tap({ force: true });
  await expect(page.getByRole("heading", { level: 1 })).toHaveAccessibleName(customer.name);
});
