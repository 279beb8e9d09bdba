// Fields that are edited where they stand.
import { expect, test, unique, uniqueEmail } from "../../fixtures/test.ts";
import { edit, expectWrong } from "../../fixtures/form.ts";

test("a city that is edited survives a reload and is seen by others", async ({ page, api, person }) => {
  const { id } = await api.create({ city: "Bergamo" });
  await page.goto(`/customers/${id}`);
  const input = await edit(page, "City");
  await expect(input).toBeFocused();
  await expect(input).toHaveValue("Bergamo");
  const city = unique("Città Alta");
  await input.fill(city);
  await input.press("Enter");
  await expect(page.getByTitle("Edit City")).toHaveText(city);
  await expect(page.getByTitle("Edit City")).toBeFocused();
  await expect(page.getByRole("img", { name: "Saved" })).toBeVisible();
  expect((await api.customer(id)).city).toBe(city);
  // The row of the list shows it too.
  await page.goto(`/customers/${id}?q=${encodeURIComponent(city)}`);
  await expect(page.getByRole("row").filter({ hasText: city })).toHaveCount(1);

  const other = await person();
  await other.page.goto(`/customers/${id}`);
  await expect(other.page.getByTitle("Edit City")).toHaveText(city);
});

test("Esc reverts, leaving the field saves, F2 opens it", async ({ page, api }) => {
  const { id } = await api.create({ city: "Bergamo", street: "Via Roma 1" });
  await page.goto(`/customers/${id}`);
  const city = await edit(page, "City");
  await city.fill("Torino");
  await city.press("Escape");
  await expect(page.getByTitle("Edit City")).toHaveText("Bergamo");
  await expect(page.getByTitle("Edit City")).toBeFocused();

  await page.getByTitle("Edit Street").focus();
  await page.keyboard.press("F2");
  await expect(page.getByLabel("Street", { exact: true })).toBeFocused();
  await page.keyboard.type("Via Milano 2");
  await page.keyboard.press("Tab");
  await expect(page.getByTitle("Edit Street")).toHaveText("Via Milano 2");
  await expect(page.getByRole("img", { name: "Saved" })).toBeVisible();
  expect(await api.customer(id)).toMatchObject({ city: "Bergamo", street: "Via Milano 2", version: 2 });
});

test("an address opens the name, also of the customer that is open, and another's name follows", async ({ page, api }) => {
  const [first, second] = [await api.create({ name: unique("Pontida") }), await api.create({ name: unique("Pontida") })];
  const input = page.getByRole("heading", { level: 1 }).getByLabel("Name", { exact: true });
  await page.goto(`/customers/${first.id}?q=pontida&edit=name`);
  await expect(input).toHaveValue(first.name);
  await input.press("Escape");
  await expect(page).toHaveURL(`/customers/${first.id}?q=pontida`);
  await page.getByTitle("Edit Name").press("F2");
  await expect(input).toBeFocused();
  await input.fill(`${first.name} S.p.A.`);
  await input.press("Enter");
  await expect(page.getByTitle("Edit Name")).toHaveText(`${first.name} S.p.A.`);
  await expect(page.locator(`[id="row-${first.id}"]`)).toHaveText(`${first.name} S.p.A.`);

  await page.locator(`[id="row-${second.id}"]`).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveAccessibleName(second.name);
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
});

test("a wrong check digit is told while typing, with what would mend it, and isn't saved", async ({ page, api }) => {
  const { id } = await api.create({ vat_number: "IT00743110157" });
  await page.goto(`/customers/${id}`);
  const input = await edit(page, "VAT number");
  await input.fill("IT00743110158");
  await expectWrong(page, input, "The check digit doesn't fit; IT00743110157 would be right.");
  await page.getByTitle("Edit Street").focus();
  await expectWrong(page, input, /would be right/);
  expect(await api.customer(id)).toMatchObject({ vat_number: "IT00743110157", version: 1 });
  await input.fill("IT 00743 11015-7");
  await input.press("Enter");
  await expect(page.getByTitle("Edit VAT number")).toHaveText("IT00743110157");
});

test("what only the server knows is said at the field, and the value stays typed", async ({ page, api, watch }) => {
  const taken = unique("REF").replace(" ", "-");
  await api.create({ ref_id: taken });
  const { id } = await api.create();
  await page.goto(`/customers/${id}`);
  watch.expectStatus(422, "edit_customer");
  const input = await edit(page, "Ref ID");
  await input.fill(taken);
  await input.press("Enter");
  await expectWrong(page, input, "Another one already has this value.");
  await expect(input).toHaveValue(taken);
});

for (const [way, button, wins] of [["theirs", "Keep theirs", "Genova"], ["mine", "Use mine", "Torino"]] as const) {
  test(`two changes of one field are told, and one chooses: ${way}`, async ({ page, api, watch }) => {
    const { id } = await api.create({ city: "Bergamo" });
    await page.goto(`/customers/${id}`);
    const input = await edit(page, "City");
    await api.patch(id, { city: "Genova" });
    watch.expectStatus(409, "edit_customer");
    await input.fill("Torino");
    await input.press("Enter");
    const conflict = page.getByRole("alertdialog", { name: "Two changes of City" });
    await expect(conflict).toContainText("Someone changed this while you did.");
    await expect(conflict.getByRole("definition")).toHaveText(["Genova", "Torino"]);
    await conflict.getByRole("button", { name: button }).or(conflict.getByRole("link", { name: button })).click();
    await expect(page.getByTitle("Edit City")).toHaveText(wins);
    await expect(conflict).toBeHidden();
    // What one chooses is shown before it is saved.
    await expect.poll(async () => (await api.customer(id)).city).toBe(wins);
  });
}

test("changes of different fields merge", async ({ page, api }) => {
  const { id } = await api.create({ city: "Bergamo" });
  await page.goto(`/customers/${id}`);
  const input = await edit(page, "Street");
  await api.patch(id, { city: "Genova" });
  await input.fill("Via Milano 2");
  await input.press("Enter");
  await expect(page.getByRole("img", { name: "Saved" })).toBeVisible();
  expect(await api.customer(id)).toMatchObject({ city: "Genova", street: "Via Milano 2" });
});

test("a customer's own admin sees what is governed from above, but can't change it", async ({ person, api }) => {
  const login = { email: uniqueEmail(), password: "a lantern under seven bridges" };
  const { id } = await api.create({ city: "Bergamo", notes: "pays late", first_user: { name: "Ugo", role: "admin", ...login } });
  const { page } = await person(login);
  await page.goto(`/customers/${id}`);
  for (const field of ["Kind", "Ref ID", "VAT number", "Fiscal code", "Ranking"]) {
    const lock = page.getByRole("button", { name: `${field}: set from above` });
    await lock.focus();
    await expect(lock).toHaveAccessibleDescription("Managed by your provider");
    await expect(page.locator(`[id="${await lock.getAttribute("aria-describedby")}"]`)).toHaveCSS("opacity", "1");
    await expect(page.getByTitle(`Edit ${field}`)).toHaveCount(0);
  }
  await expect(page.getByText("pays late")).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Delete", exact: true })).toHaveCount(0);
  const input = await edit(page, "City");
  await input.fill("Lecco");
  await input.press("Enter");
  await expect(page.getByRole("img", { name: "Saved" })).toBeVisible();
  expect((await api.customer(id)).city).toBe("Lecco");
});

test("a connection that is gone reverts the value and says so", async ({ page, api, watch }) => {
  const { id } = await api.create({ city: "Bergamo" });
  await page.goto(`/customers/${id}`);
  const input = await edit(page, "City");
  await page.route("**/edit_customer*", (route) => route.abort("connectionrefused"));
  watch.expectFailure("edit_customer");
  await input.fill("Torino");
  await input.press("Enter");
  await expectWrong(page, input, "The server can’t be reached. Nothing was changed.");
  await expect(input).toHaveValue("Torino");
  await page.unroute("**/edit_customer*");
  await input.press("Enter");
  await expect(page.getByTitle("Edit City")).toHaveText("Torino");
});

test("without a script a field opens by its button and saves by its form", { tag: "@plain" }, async ({ page, api, watch }) => {
  const { id } = await api.create({ city: "Bergamo", email: "info@example.com" });
  await page.goto(`/customers/${id}`);
  await page.getByTitle("Edit City").click();
  await page.getByLabel("City", { exact: true }).fill("Torino");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(`/customers/${id}`);
  await expect(page.getByTitle("Edit City")).toHaveText("Torino");

  watch.expectStatus(422, id);
  await page.getByTitle("Edit E-mail").click();
  await page.getByLabel("E-mail", { exact: true }).fill("nonsense");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByLabel("E-mail", { exact: true })).toHaveValue("nonsense");
  await expectWrong(page, page.getByLabel("E-mail", { exact: true }), "Enter an e-mail address such as anna@example.com.");
});

test("the edit page changes all of a customer at once, opened by the row's pencil", async ({ page, api }) => {
  const customer = await api.create({ name: unique("Valtesse"), city: "Bergamo", notes: "one\ntwo" });
  await page.goto("/customers?q=valtesse");
  await page.getByRole("row").filter({ hasText: customer.name }).hover();
  await page.getByRole("link", { name: `Edit ${customer.name}` }).click();
  await expect(page).toHaveURL(`/customers/${customer.id}/edit`);
  await expect(page.getByRole("heading", { level: 1, name: `Edit ${customer.name}` })).toBeFocused();
  await page.getByLabel("City").fill("Seriate");
  await page.getByLabel("VAT number").fill("IT00743110158");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert").getByRole("link", { name: /^VAT number:/ })).toBeVisible();
  await page.getByLabel("VAT number").fill("IT00743110157");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(`${customer.name} is saved`)).toBeVisible();
  await expect(page).toHaveURL(`/customers/${customer.id}`);
  expect(await api.customer(customer.id)).toMatchObject({ city: "Seriate", vat_number: "IT00743110157", notes: "one\ntwo", version: 2 });
});

test("on the edit page others' changes of other fields stay, and of the same are told", async ({ page, api, watch }) => {
  const customer = await api.create({ name: unique("Ranica"), city: "Bergamo", street: "Via Roma 1" });
  await page.goto(`/customers/${customer.id}/edit`);
  await api.patch(customer.id, { street: "Via Milano 2", city: "Alzano" });
  await page.getByLabel("City").fill("Nembro");
  watch.expectStatus(409, "update_customer");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Someone saved these meanwhile.")).toBeVisible();
  await expect(page.getByRole("definition").filter({ hasText: "Alzano" })).toBeVisible();
  await expect(page.getByLabel("City")).toHaveValue("Nembro");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(`${customer.name} is saved`)).toBeVisible();
  expect(await api.customer(customer.id)).toMatchObject({ city: "Nembro", street: "Via Milano 2" });
});

test("without a script the edit page is a form", { tag: "@plain" }, async ({ page, api, watch }) => {
  const customer = await api.create({ name: unique("Torre Boldone"), notes: "one\ntwo" });
  await page.goto(`/customers/${customer.id}/edit`);
  await page.getByLabel("Name").fill("");
  await page.getByLabel("City").fill("Gorle");
  watch.expectStatus(422, "/edit");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert")).toContainText("Name: Fill this in.");
  await expect(page.getByLabel("City")).toHaveValue("Gorle");
  await page.getByLabel("Name").fill(customer.name);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(`/customers/${customer.id}`);
  expect(await api.customer(customer.id)).toMatchObject({ name: customer.name, city: "Gorle", notes: "one\ntwo", version: 2 });
});
