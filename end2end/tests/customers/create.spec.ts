// Adding a customer, alone or with its first user.
import { ADMIN, expect, test, unique, uniqueEmail } from "../../fixtures/test.ts";
import { expectWrong, field, section } from "../../fixtures/form.ts";

test("a customer and its first user are added in one go, below another", async ({ page, api, person }) => {
  const parent = await api.create();
  await page.goto("/customers");
  await page.getByRole("link", { name: "Add customer" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Add customer" })).toBeFocused();
  const customer = section(page, "Customer");
  const name = unique("Molino Verde");
  await field(customer, "Name").fill(name);
  await customer.getByText("Individual").click();
  await field(customer, "Country").selectOption("Italy");

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

  const user = section(page, "First user");
  const email = uniqueEmail();
  await field(user, "Name").fill("Vera");
  await field(user, "E-mail").fill(email);
  await user.getByText("Set a password now").click();
  await field(user, "Password").fill("a mill beside the river");
  await field(user, "Password again").fill("a mill beside the river");
  await page.getByRole("button", { name: "Add customer" }).click();

  await expect(page).toHaveURL(/\/customers\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  await expect(page.getByRole("status").filter({ hasText: `${name} is added` })).toBeVisible();
  const id = new URL(page.url()).pathname.split("/")[2] ?? "";
  expect(await api.customer(id)).toMatchObject({ name, kind: "individual", parent_id: parent.id, vat_number: "IT00743110157" });
  const vera = await person({ email, password: "a mill beside the river" });
  await vera.page.goto(`/customers/${id}`);
  await expect(vera.page.getByRole("heading", { level: 1 })).toContainText(name);
});

test("nothing is kept when the first user is refused", async ({ page, api, watch }) => {
  const before = await api.total();
  await page.goto("/customers/new");
  await field(section(page, "Customer"), "Name").fill(unique("Molino"));
  await field(section(page, "Customer"), "Country").selectOption("Italy");
  const user = section(page, "First user");
  await field(user, "Name").fill("Ada");
  await field(user, "E-mail").fill(ADMIN.email);
  watch.expectStatus(422, "create_customer");
  await page.getByRole("button", { name: "Add customer" }).click();
  await expect(page.getByRole("alert")).toBeFocused();
  await page.getByRole("alert").getByRole("link", { name: "E-mail: Another one already has this value." }).click();
  await expect(field(user, "E-mail")).toBeFocused();
  await expectWrong(page, field(user, "E-mail"), "Another one already has this value.");
  expect(await api.total()).toBe(before);
});

test("the link for the first user is shown once", async ({ page }) => {
  const name = unique("Molino");
  await page.goto("/customers/new");
  await field(section(page, "Customer"), "Name").fill(name);
  await field(section(page, "Customer"), "Country").selectOption("Germany");
  const user = section(page, "First user");
  await field(user, "Name").fill("Vera");
  await field(user, "E-mail").fill(uniqueEmail());
  await page.getByRole("button", { name: "Add customer" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `${name} is added` })).toBeVisible();
  await expect(page.getByLabel("Activation link", { exact: true })).toHaveValue(/\/activate\/\S{40,}$/);
  await page.getByRole("link", { name: "Open it" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
});

test("without a script the form keeps what was typed and says what is wrong", { tag: "@plain" }, async ({ page, api, watch }) => {
  const name = unique("</textarea><script>alert(1)</script>");
  watch.expectStatus(422, "/customers/new");
  await page.goto("/customers/new");
  const customer = section(page, "Customer");
  await field(customer, "Name").fill(name);
  await field(customer, "Country").selectOption("Italy");
  const phone = field(section(page, "Contact"), "Phone");
  await phone.fill("no phone");
  const notes = field(section(page, "Notes"), "Notes");
  await notes.fill("\n</textarea><script>alert(2)</script>\nsecond line");
  await page.getByRole("button", { name: "Add customer" }).click();
  await expectWrong(page, phone, "Enter the number with + and country code, such as +39 02 1234567.");
  await expect(page.getByRole("alert").getByRole("link")).toHaveText("Phone: Enter the number with + and country code, such as +39 02 1234567.");
  await expect(field(customer, "Name")).toHaveValue(name);
  await expect(field(customer, "Country")).toHaveValue("IT");
  await expect(notes).toHaveValue("\n</textarea><script>alert(2)</script>\nsecond line");

  await phone.fill("+39 035 123456");
  await page.getByRole("button", { name: "Add customer" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  const id = new URL(page.url()).pathname.split("/")[2] ?? "";
  expect(await api.customer(id)).toMatchObject({ name, phone: "+39035123456", notes: expect.stringContaining("</textarea><script>alert(2)</script>") });
});
