// Adding a customer in two steps, alone or with its first user.
import { ADMIN, expect, test, unique, uniqueEmail } from "../../fixtures/test.ts";
import { expectWrong, field, section } from "../../fixtures/form.ts";
import { add, expectAdded, expectSecondStep, fillCustomer, next, openWizard, summed } from "../../fixtures/wizard.ts";

const BY_LINK = "Activation link to hand over";
const BY_PASSWORD = "Set a password now";

test("a customer and its first user are added in one go, below another", async ({ page, api, person }) => {
  const parent = await api.create({ name: unique("Consorzio") });
  await openWizard(page);
  await page.goto("/customers");
  await page.getByRole("link", { name: "Add customer" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Add customer" })).toBeFocused();
  const steps = page.getByRole("list", { name: "Steps" });
  await expect(steps.locator("[aria-current=step]")).toContainText("Customer");
  const name = unique("Molino Verde");
  const customer = await fillCustomer(page, name);
  await customer.getByText("Individual").click();

  const picker = customer.getByRole("combobox", { name: "Managed by" });
  await picker.fill(parent.name);
  await expect(page.getByRole("listbox").getByRole("option")).toHaveCount(1);
  await picker.press("Enter");
  await expect(picker).toHaveValue(parent.name);

  // Checked while typing, by what the server checks too.
  const vat = field(section(page, "Numbers"), "VAT number");
  await vat.fill("00743110158");
  await vat.press("Tab");
  await expectWrong(page, vat, "The check digit doesn't fit; IT00743110157 would be right.");
  await vat.fill("00743110157");
  await expect(vat).not.toHaveAttribute("aria-invalid");
  // Enter is Next.
  await vat.press("Enter");

  await expectSecondStep(page);
  await expect(page.getByRole("heading", { level: 1, name: `Add ${name}` })).toBeFocused();
  await expect(summed(page, "Kind")).toHaveText("Individual");
  await expect(summed(page, "Country")).toHaveText("Italy");
  await expect(summed(page, "Managed by")).toHaveText(parent.name);
  await expect(summed(page, "City")).toHaveCount(0);

  const user = section(page, "First user");
  await expect(user.getByLabel("Invitation by e-mail")).toBeChecked();
  await expect(field(user, "Password")).toBeHidden();
  const email = uniqueEmail();
  await user.getByText(BY_PASSWORD).click();
  await field(user, "Name").fill("Vera");
  await field(user, "E-mail").fill(email);
  await field(user, "Password").fill("a mill beside the river");
  await field(user, "Password again").fill("a mill beside the river");
  await add(page);

  await expectAdded(page, name);
  await expect(page.getByRole("status").filter({ hasText: `${name} is added` })).toBeVisible();
  const id = new URL(page.url()).pathname.split("/")[2] ?? "";
  expect(await api.customer(id)).toMatchObject({ name, kind: "individual", parent_id: parent.id, vat_number: "IT00743110157" });
  // Its users are there, and the list has it.
  await page.goto(`/customers/${id}/users`);
  await expect(page.getByRole("row").filter({ hasText: email })).toBeVisible();
  await page.goto(`/customers?q=${encodeURIComponent(name)}`);
  await expect(page.locator(`[id="row-${id}"]`)).toHaveText(name);
  const vera = await person({ email, password: "a mill beside the river" });
  await vera.page.goto(`/customers/${id}`);
  await expect(vera.page.getByRole("heading", { level: 1 })).toContainText(name);
});

test("the list shows the new customer without being loaded anew", async ({ page }) => {
  await openWizard(page);
  await page.goto("/customers?sort=-created_at");
  await page.getByRole("link", { name: "Add customer" }).click();
  const name = unique("Molino Nuovo");
  await fillCustomer(page, name);
  await next(page);
  await expectSecondStep(page);
  await add(page);
  await expectAdded(page, name);
  await page.goBack();
  await page.goBack();
  await page.goBack();
  await expect(page).toHaveURL("/customers?sort=-created_at");
  await expect(page.getByRole("row").filter({ hasText: name })).toBeVisible();
});

test("who types nobody adds the customer alone", { tag: ["@hydrated", "@plain", "@phone"] }, async ({ page, api }) => {
  const name = unique("Molino");
  await openWizard(page);
  await fillCustomer(page, name);
  await next(page);
  await expectSecondStep(page);
  await add(page);
  await expectAdded(page, name);
  const id = new URL(page.url()).pathname.split("/")[2] ?? "";
  expect((await api.call<{ items: unknown[] }>("GET", `/customers/${id}/users`)).items).toEqual([]);
});

test("a customer below the one that the address names", async ({ page, api }) => {
  const [parent, other] = [await api.create(), await api.create()];
  await openWizard(page, `/customers/new?parent=${parent.id}`);
  const picker = page.getByRole("combobox", { name: "Managed by" });
  await expect(picker).toHaveValue(parent.name);
  await fillCustomer(page, unique("Molino"));
  await picker.fill(other.name);
  await page.getByRole("listbox").getByRole("option").first().waitFor();
  await picker.press("Enter");
  await next(page);
  await expectSecondStep(page);
  await expect(summed(page, "Managed by")).toHaveText(other.name);
  // Back to the same address: what was chosen since stands.
  await page.goto(`/customers/new?parent=${parent.id}`);
  await expect(picker).toHaveValue(other.name);
  // Another address counts more than what was chosen under the first.
  const third = await api.create();
  await page.goto(`/customers/new?parent=${third.id}`);
  await expect(picker).toHaveValue(third.name);
});

test("a step is checked before the next, and nothing is lost on the way back", async ({ page, api, watch }) => {
  const taken = await api.create({ ref_id: unique("T").replace(" ", "-") });
  await openWizard(page);
  await next(page);
  await expect(page).toHaveURL("/customers/new");
  await expect(page.getByRole("alert")).toBeFocused();
  await expect(page.getByRole("alert").getByRole("link")).toHaveText(["Name: Fill this in.", "Country: Fill this in."]);
  const name = unique("Molino");
  await fillCustomer(page, name);
  const reference = field(section(page, "Numbers"), "Ref ID");
  await reference.fill(String(taken.ref_id));
  watch.expectStatus(422, "check_customer_draft");
  await next(page);
  await expectWrong(page, reference);
  await reference.fill(unique("F").replace(" ", "-"));
  await next(page);
  await expectSecondStep(page);
  await expect(page.getByRole("alert")).toHaveCount(0);

  const user = section(page, "First user");
  await user.getByText(BY_PASSWORD).click();
  await field(user, "Name").fill("Vera");
  await field(user, "Password").fill("a mill beside");
  await page.getByRole("button", { name: "Back" }).click();
  await expect(page).toHaveURL("/customers/new");
  await expect(page.getByRole("heading", { level: 1, name: "Add customer" })).toBeFocused();
  await expect(field(section(page, "Customer"), "Name")).toHaveValue(name);
  await field(section(page, "Address"), "City").fill("Bergamo");
  await next(page);
  await expectSecondStep(page);
  await expect(summed(page, "City")).toHaveText("Bergamo");
  await expect(field(user, "Name")).toHaveValue("Vera");
  await expect(field(user, "Password")).toHaveValue("a mill beside");
  // By the browser's own Back, by the link of the summary, by that of the steps.
  await page.goBack();
  await expect(page).toHaveURL("/customers/new");
  await expect(field(section(page, "Address"), "City")).toHaveValue("Bergamo");
  await page.goForward();
  await expectSecondStep(page);
  await page.locator(".summary").getByRole("link", { name: "Change" }).click();
  await expect(page).toHaveURL("/customers/new");
  await next(page);
  await expectSecondStep(page);
  await page.getByRole("list", { name: "Steps" }).getByRole("link", { name: "Customer" }).click();
  await expect(page).toHaveURL("/customers/new");
  await expect(page.getByRole("list", { name: "Steps" }).getByRole("link")).toHaveCount(0);
});

test("nothing is kept when the first user is refused", async ({ page, api, watch }) => {
  const before = await api.total();
  await openWizard(page);
  await fillCustomer(page, unique("Molino"));
  await next(page);
  await expectSecondStep(page);
  const user = section(page, "First user");
  await user.getByText(BY_PASSWORD).click();
  await field(user, "Password").fill("a mill beside the river");
  await add(page);
  // Who chooses a password means somebody.
  await expect(page.getByRole("alert").getByRole("link")).toHaveText(["Name: Fill this in.", "E-mail: Fill this in.", /^Password again: /]);
  await user.getByText(BY_LINK).click();
  await field(user, "Name").fill("Ada");
  await add(page);
  await expect(page.getByRole("alert").getByRole("link")).toHaveText(["E-mail: Fill this in."]);
  await field(user, "E-mail").fill(ADMIN.email);
  watch.expectStatus(422, "create_customer");
  await add(page);
  await expect(page.getByRole("alert")).toBeFocused();
  await page.getByRole("alert").getByRole("link", { name: "E-mail: Another one already has this value." }).click();
  await expect(field(user, "E-mail")).toBeFocused();
  await expectWrong(page, field(user, "E-mail"), "Another one already has this value.");
  expect(await api.total()).toBe(before);
});

test("what is wrong in the first step by now is told in the second, with the way to its field", async ({ page, api, watch }) => {
  const reference = unique("L").replace(" ", "-");
  await openWizard(page);
  await fillCustomer(page, unique("Molino"));
  const input = field(section(page, "Numbers"), "Ref ID");
  await input.fill(reference);
  await next(page);
  await expectSecondStep(page);
  await api.create({ ref_id: reference });
  watch.expectStatus(422, "create_customer");
  await add(page);
  await expect(page).toHaveURL("/customers/new/user");
  await page.getByRole("alert").getByRole("link", { name: /^Ref ID: / }).click();
  await expect(page).toHaveURL("/customers/new");
  await expect(input).toBeFocused();
  await expectWrong(page, input);
  await input.fill(`${reference}-2`);
  await next(page);
  await expectSecondStep(page);
  await add(page);
  await expect(page).toHaveURL(/\/customers\/[0-9a-f-]{36}$/);
});

test("the link for the first user is shown once", async ({ page }) => {
  const name = unique("Molino");
  await openWizard(page);
  await fillCustomer(page, name, "Germany");
  await next(page);
  await expectSecondStep(page);
  const user = section(page, "First user");
  await user.getByText(BY_LINK).click();
  await field(user, "Name").fill("Vera");
  await field(user, "E-mail").fill(uniqueEmail());
  await add(page);
  await expect(page.getByRole("heading", { level: 1, name: `${name} is added` })).toBeVisible();
  await expect(page.getByLabel("Activation link", { exact: true })).toHaveValue(/\/activate\/\S{40,}$/);
  // Who goes back finds an empty form.
  await page.goBack();
  await expect(page).toHaveURL("/customers/new");
  await expect(field(section(page, "Customer"), "Name")).toHaveValue("");
  await page.goForward();
  await expect(page.getByLabel("Activation link", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Open it" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
});

test("editors add a customer without a first user", async ({ api, server: _server, person }) => {
  const home = await api.create();
  const user = { name: "Edo", email: uniqueEmail(), role: "editor" as const, password: "slow barge upstream" };
  await api.call("POST", `/customers/${home.id}/users`, user);
  const { page } = await person({ email: user.email, password: user.password });
  await page.goto("/customers/new");
  const name = unique("Molino");
  await fillCustomer(page, name);
  await next(page);
  await expectSecondStep(page, "Summary");
  await expect(summed(page, "Managed by")).toHaveText(home.name);
  await expect(page.getByRole("heading", { name: "First user" })).toHaveCount(0);
  await add(page);
  await expectAdded(page, name);
});

test("on a phone the steps are a bar, and all of it fits", { tag: "@phone" }, async ({ page }) => {
  await openWizard(page);
  const name = unique("Molino");
  await fillCustomer(page, name);
  const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
  const [first, second] = await page.getByRole("list", { name: "Steps" }).getByRole("listitem").all();
  const tops = [(await first?.boundingBox())?.y, (await second?.boundingBox())?.y];
  expect(tops[0]).toBe(tops[1]);
  expect(await fits()).toBe(true);
  await next(page);
  await expectSecondStep(page);
  expect(await fits()).toBe(true);
  const button = page.getByRole("button", { name: "Add customer" });
  await expect(button).toBeInViewport();
  await button.click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
});

test("a customer that is there already is told of at the field", { tag: ["@hydrated", "@plain"] }, async ({ page, api, javaScriptEnabled }) => {
  const word = unique("zwielicht").replace(" ", "");
  const known = await api.create({ name: `${word} molino S.r.l.`, ref_id: word, email: uniqueEmail() });
  await openWizard(page);
  await fillCustomer(page, `Molino ${word}`);
  const email = field(section(page, "Contact"), "E-mail");
  await email.fill(String(known.email));
  await email.press("Tab");
  const said = (heading: string) => section(page, heading).getByText("Already there:").getByRole("link", { name: known.name });
  if (javaScriptEnabled !== false) {
    await expect(said("Customer")).toHaveAttribute("href", `/customers/${known.id}`);
    await expect(said("Contact")).toBeVisible();
    await expect(said("Numbers")).toHaveCount(0);
  }
  await next(page);
  await expectSecondStep(page);
  await expect(page.locator(".summary").getByText(/^Name: Already there:/).getByRole("link", { name: known.name })).toBeVisible();
  await expect(page.locator(".summary").getByText(/^E-mail: Already there:/)).toBeVisible();
  // Another name is another customer.
  await page.getByRole("button", { name: "Back" }).click();
  await field(section(page, "Customer"), "Name").fill(unique("Segheria"));
  await email.fill("");
  await email.press("Tab");
  if (javaScriptEnabled !== false) await expect(page.getByText("Already there:")).toHaveCount(0);
  await next(page);
  await expectSecondStep(page);
  await expect(page.getByText("Already there:")).toHaveCount(0);
});
