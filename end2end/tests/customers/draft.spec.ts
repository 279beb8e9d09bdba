// The draft of a new customer: what is typed is kept until it is sent, also without a script.
import { expect, test, unique, uniqueEmail } from "../../fixtures/test.ts";
import { expectWrong, field, section } from "../../fixtures/form.ts";
import { add, expectAdded, expectSecondStep, fillCustomer, next, openWizard, summed, untilKept } from "../../fixtures/wizard.ts";

test("a draft survives a reload, leaving the page, and a new sign-in", async ({ api, person }) => {
  const home = await api.create();
  const user = { name: "Ida", email: uniqueEmail(), role: "admin" as const, password: "slow barge upstream" };
  await api.call("POST", `/customers/${home.id}/users`, user);
  const { page } = await person({ email: user.email, password: user.password });
  await page.goto("/customers/new");
  await expect(page.getByText(/^A draft from/)).toHaveCount(0);
  const name = unique("Molino");
  await fillCustomer(page, name);
  await untilKept(page);
  await page.reload();
  await expect(page.getByText(/^A draft from \d+ \w+ \d{4}, \d\d:\d\d UTC is filled in\.$/)).toBeVisible();
  await expect(field(section(page, "Customer"), "Name")).toHaveValue(name);
  await expect(field(section(page, "Customer"), "Country")).toHaveValue("IT");

  // Left at once: by a link within the page, and by another address.
  const city = field(section(page, "Address"), "City");
  await city.fill("Bergamo");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Customers" }).click();
  await expect(page).toHaveURL("/customers");
  await page.getByRole("link", { name: "Add customer" }).click();
  await expect(city).toHaveValue("Bergamo");
  await city.fill("Lecco");
  await page.goto("/trash");
  await expect(async () => {
    await page.goto("/customers/new");
    await expect(city).toHaveValue("Lecco", { timeout: 500 });
  }).toPass();

  // What is typed in the second step too, but never a password.
  await next(page);
  await expectSecondStep(page);
  const first = section(page, "First user");
  await first.getByText("Set a password now").click();
  await field(first, "Name").fill("Vera");
  await field(first, "Password").fill("a mill beside the river");
  await untilKept(page);

  const again = await person({ email: user.email, password: user.password });
  await again.page.goto("/customers/new/user");
  await expectSecondStep(again.page);
  await expect(summed(again.page, "City")).toHaveText("Lecco");
  const there = section(again.page, "First user");
  await expect(there.getByLabel("Set a password now")).toBeChecked();
  await expect(field(there, "Name")).toHaveValue("Vera");
  await expect(field(there, "Password")).toHaveValue("");

  // Nobody else sees it.
  const other = await person();
  await openWizard(other.page);
  await expect(field(section(other.page, "Customer"), "Name")).toHaveValue("");

  // Adding the customer ends it.
  await field(there, "Name").fill("");
  await add(again.page);
  await expectAdded(again.page, name);
  await again.page.goto("/customers/new");
  await expect(again.page.getByText(/^A draft from/)).toHaveCount(0);
  await expect(field(section(again.page, "Customer"), "Name")).toHaveValue("");
  // And the second step has nothing to go on with.
  await again.page.goto("/customers/new/user");
  await expect(again.page).toHaveURL("/customers/new");
});

test("one may start anew", { tag: ["@hydrated", "@plain"] }, async ({ page, javaScriptEnabled }) => {
  await openWizard(page);
  await fillCustomer(page, unique("Molino"));
  await next(page);
  await expectSecondStep(page);
  await page.goto("/customers/new");
  await page.getByRole("button", { name: "Start anew" }).click();
  await expect(page.getByText(/^A draft from/)).toHaveCount(0);
  await expect(field(section(page, "Customer"), "Name")).toHaveValue("");
  if (javaScriptEnabled !== false) await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await page.goto("/customers/new");
  await expect(page.getByText(/^A draft from/)).toHaveCount(0);
  // What was typed and taken back is no draft either.
  if (javaScriptEnabled === false) return;
  const name = field(section(page, "Customer"), "Name");
  await name.fill("A");
  await untilKept(page);
  const emptied = page.waitForResponse((answer) => answer.url().includes("keep_customer_draft"));
  await name.fill("");
  await emptied;
  await page.reload();
  await expect(page.getByText(/^A draft from/)).toHaveCount(0);
});

test("a manager that is gone meanwhile is told", async ({ page, api, watch }) => {
  const parent = await api.create();
  await openWizard(page, `/customers/new?parent=${parent.id}`);
  await fillCustomer(page, unique("Molino"));
  await next(page);
  await expectSecondStep(page);
  await api.delete(parent.id);
  await page.reload();
  await expect(summed(page, "Managed by")).toHaveText("A customer that is gone");
  watch.expectStatus(422, "create_customer");
  await add(page);
  await page.getByRole("alert").getByRole("link", { name: /^Managed by: / }).click();
  const picker = page.getByRole("combobox", { name: "Managed by" });
  await expect(picker).toBeFocused();
  await picker.fill("");
  await picker.press("Tab");
  await next(page);
  await expectSecondStep(page);
  await expect(summed(page, "Managed by")).not.toHaveText("A customer that is gone");
});

test("without a script both steps keep what was typed and say what is wrong", { tag: "@plain" }, async ({ page, api, watch }) => {
  const name = unique("</textarea><script>alert(1)</script>");
  watch.expectStatus(422, "/customers/new");
  await openWizard(page);
  const customer = await fillCustomer(page, name);
  const phone = field(section(page, "Contact"), "Phone");
  await phone.fill("no phone");
  const notes = field(section(page, "Notes"), "Notes");
  await notes.fill("\n</textarea><script>alert(2)</script>\nsecond line");
  await next(page);
  await expectWrong(page, phone, "Enter the number with + and country code, such as +39 02 1234567.");
  await expect(page.getByRole("alert").getByRole("link")).toHaveText("Phone: Enter the number with + and country code, such as +39 02 1234567.");
  await expect(field(customer, "Name")).toHaveValue(name);
  await expect(field(customer, "Country")).toHaveValue("IT");
  await expect(notes).toHaveValue("\n</textarea><script>alert(2)</script>\nsecond line");

  await phone.fill("+39 035 123456");
  await phone.press("Enter");
  await expectSecondStep(page);
  await expect(page.getByRole("heading", { level: 1, name: `Add ${name}` })).toBeVisible();
  await expect(summed(page, "Notes")).toContainText("</textarea><script>alert(2)</script>");
  const user = section(page, "First user");
  await user.getByText("Activation link to hand over").click();
  await field(user, "Name").fill("Vera");
  await page.getByRole("button", { name: "Back" }).click();
  await expect(page).toHaveURL("/customers/new");
  await expect(field(customer, "Name")).toHaveValue(name);
  await field(section(page, "Address"), "City").fill("Bergamo");
  await next(page);
  await expectSecondStep(page);
  await expect(field(user, "Name")).toHaveValue("Vera");
  await expect(summed(page, "City")).toHaveText("Bergamo");

  await add(page);
  await expect(page.getByRole("alert").getByRole("link")).toHaveText("E-mail: Fill this in.");
  await expect(field(user, "Name")).toHaveValue("Vera");
  await field(user, "E-mail").fill(uniqueEmail());
  await add(page);
  await expect(page.getByRole("heading", { level: 1, name: `${name} is added` })).toBeVisible();
  await expect(page.getByLabel("Activation link", { exact: true })).toHaveValue(/\/activate\/\S{40,}$/);
  await page.getByRole("link", { name: "Open it" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  const id = new URL(page.url()).pathname.split("/")[2] ?? "";
  expect(await api.customer(id)).toMatchObject({ name, city: "Bergamo", phone: "+39035123456", notes: expect.stringContaining("</textarea><script>alert(2)</script>") });
  await page.goto("/customers/new");
  await expect(page.getByText(/^A draft from/)).toHaveCount(0);
});

test("without a script what is wrong in the first step by now leads back to it", { tag: "@plain" }, async ({ page, api, watch }) => {
  const reference = unique("P").replace(" ", "-");
  watch.expectStatus(422, "/customers/new");
  await openWizard(page);
  await fillCustomer(page, unique("Molino"));
  await field(section(page, "Numbers"), "Ref ID").fill(reference);
  await next(page);
  await expectSecondStep(page);
  await api.create({ ref_id: reference });
  const user = section(page, "First user");
  await user.getByText("Activation link to hand over").click();
  await field(user, "Name").fill("Vera");
  await field(user, "E-mail").fill(uniqueEmail());
  await add(page);
  await page.getByRole("alert").getByRole("link", { name: /^Ref ID: / }).click();
  await expect(page).toHaveURL(/\/customers\/new#form-customer--ref-id$/);
  await field(section(page, "Numbers"), "Ref ID").fill("");
  await next(page);
  await expectSecondStep(page);
  await expect(field(user, "Name")).toHaveValue("Vera");
});
