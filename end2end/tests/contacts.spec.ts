// The contacts of a company: adding, editing in place, the default, status, sign-in, deleting.
import type { Page } from "@playwright/test";
import { expect, test, unique, uniqueEmail } from "../fixtures/test.ts";
import type { Api } from "../fixtures/api.ts";

interface Contact { id: string; name: string; email: string | null; job_title: string | null; status: string; default: boolean; version: number; user_id: string | null }

const password = "a lantern under seven bridges";
const add = (api: Api, customer: { id: string }, fields: Record<string, unknown> = {}) =>
  api.call<Contact>("POST", `/customers/${customer.id}/contacts`, { name: unique("Anna Rossi"), ...fields });
const find = (api: Api, { id }: { id: string }) => api.call<Contact>("GET", `/contacts/${id}`);
const row = (page: Page, contact: { name: string }) => page.getByRole("row").filter({ hasText: contact.name });
const form = (page: Page) => page.locator("form.card");
const tab = (page: Page) => page.locator(".tabs").getByRole("link", { name: /^Contacts/ });
const users = (page: Page) => page.locator(".tabs").getByRole("link", { name: /^Users/ });

/** Opens the menu of a contact's row. */
async function menu(page: Page, contact: { name: string }) {
  await page.getByRole("button", { name: `More for ${contact.name}` }).click();
  return page.locator(".row-choices:popover-open");
}

async function choose(page: Page, contact: { name: string }, choice: RegExp) {
  await (await menu(page, contact)).locator(".menu-item").filter({ hasText: choice }).click();
}

test("a contact is added, becomes the default, and stands in the head", { tag: "@phone" }, async ({ page, api }) => {
  const customer = await api.create();
  const name = unique("Anna Rossi");
  await page.goto(`/customers/${customer.id}`);
  await expect(tab(page)).toHaveAccessibleName("Contacts 0");
  await tab(page).click();
  await expect(page).toHaveURL(`/customers/${customer.id}/contacts`);
  await expect(page.getByRole("heading", { name: "No contacts" })).toBeVisible();
  await page.getByRole("link", { name: "Add contact" }).click();
  // What is wrong is said before anything is sent.
  await form(page).getByRole("textbox", { name: "E-mail" }).fill("nowhere");
  await form(page).getByRole("button", { name: "Add contact" }).click();
  await expect(form(page).getByRole("alert")).toContainText("Fill this in");
  await form(page).getByRole("textbox", { name: "Name" }).fill(name);
  await form(page).getByRole("textbox", { name: "E-mail" }).fill("anna@example.com");
  await form(page).getByRole("textbox", { name: "Job title" }).fill("Buyer");
  await form(page).getByRole("button", { name: "Add contact" }).click();
  await expect(page.getByText(`${name} was added`)).toBeVisible();
  await expect(page).toHaveURL(`/customers/${customer.id}/contacts`);
  await expect(form(page)).toHaveCount(0);
  await expect(row(page, { name })).toContainText("Default");
  await expect(row(page, { name })).toContainText("Buyer");
  await expect(tab(page)).toHaveAccessibleName("Contacts 1");
  await expect(page.locator(".detail-facts").getByRole("link", { name })).toBeVisible();
});

test("an individual has no contacts, and a company with some stays one", async ({ page, api, watch }) => {
  const person = await api.create({ kind: "individual" });
  await page.goto(`/customers/${person.id}`);
  await expect(users(page)).toBeVisible();
  await expect(tab(page)).toHaveCount(0);
  await page.goto(`/customers/${person.id}/contacts`);
  await expect(page.getByText(/^Only companies have contacts/)).toBeVisible();

  const company = await api.create();
  await add(api, company);
  await page.goto(`/customers/${company.id}`);
  watch.expectStatus(422, "edit_customer");
  await page.getByTitle("Edit Kind").click();
  await page.locator(".pane.detail").getByLabel("Kind", { exact: true }).selectOption("individual");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Delete its contacts first: only companies have any.")).toBeVisible();
  expect((await api.customer(company.id)).kind).toBe("company");
});

test("the default is one: another is set first, only then it goes", async ({ page, api }) => {
  const customer = await api.create();
  const [anna, bruno] = [await add(api, customer), await add(api, customer, { name: unique("Bruno Neri") })];
  await page.goto(`/customers/${customer.id}/contacts`);
  // The default can't be deleted or disabled while there are others: both are locked, and it is said what to do.
  for (const locked of [/^Delete.*Why not/, /^Disable.*Why not/]) {
    await choose(page, anna, locked);
    await expect(page.getByRole("dialog")).toContainText("It is the default contact. Another one has to be it first.");
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
  }

  await choose(page, bruno, /^Set as default/);
  await expect(page.getByText(`${bruno.name} is the default contact now`)).toBeVisible();
  await expect(row(page, bruno)).toContainText("Default");
  await expect(row(page, anna)).not.toContainText("Default");
  await expect(page.locator(".detail-facts").getByRole("link", { name: bruno.name })).toBeVisible();
  await expect(page.getByRole("button", { name: `More for ${bruno.name}` })).toBeFocused();

  await choose(page, anna, /^Delete/);
  await expect(page).toHaveURL(`/customers/${customer.id}/contacts?purge=${anna.id}`);
  await page.getByRole("button", { name: "Delete contact" }).click();
  await expect(page.getByText(`${anna.name} was deleted`)).toBeVisible();
  await expect(row(page, anna)).toHaveCount(0);
  await expect(tab(page)).toHaveAccessibleName("Contacts 1");
  // The last one may go, and the default with it.
  await choose(page, bruno, /^Delete/);
  await page.getByRole("button", { name: "Delete contact" }).click();
  await expect(page.getByRole("heading", { name: "No contacts" })).toBeVisible();
  await expect.poll(async () => (await api.customer(customer.id)).default_contact_id).toBeNull();
});

test("a contact's values are edited where they stand", { tag: "@phone" }, async ({ page, api }) => {
  const customer = await api.create();
  const contact = await add(api, customer, { email: "anna@example.com" });
  await page.goto(`/customers/${customer.id}/contacts`);
  await row(page, contact).getByTitle("Edit E-mail").click();
  const email = page.getByRole("textbox", { name: "E-mail" });
  await expect(email).toBeFocused();
  await email.fill("nowhere");
  await email.press("Enter");
  await expect(page.getByText("Enter an e-mail address such as anna@example.com.")).toBeVisible();
  await email.fill("rossi@example.com");
  await email.press("Enter");
  await expect(row(page, contact).getByTitle("Edit E-mail")).toContainText("rossi@example.com");
  await expect.poll(async () => (await find(api, contact)).email).toBe("rossi@example.com");
  // Esc reverts and gives the focus back.
  await row(page, contact).getByTitle("Edit Job title").click();
  await page.getByRole("textbox", { name: "Job title" }).fill("never stored");
  await page.keyboard.press("Escape");
  await expect(row(page, contact).getByTitle("Edit Job title")).toBeFocused();
  expect((await find(api, contact)).job_title).toBeNull();
  // The name of the default stands in the head as well.
  await row(page, contact).getByTitle("Edit Name").click();
  const name = unique("Anna Maria Rossi");
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.keyboard.press("Enter");
  await expect(page.locator(".detail-facts").getByRole("link", { name })).toBeVisible();
});

for (const [button, wins] of [["Keep theirs", "Director"], ["Use mine", "Owner"]] as const) {
  test(`two changes of a contact's job title are told, and one chooses: ${button}`, async ({ page, api, watch }) => {
    const customer = await api.create();
    const contact = await add(api, customer, { job_title: "Buyer" });
    await page.goto(`/customers/${customer.id}/contacts`);
    await row(page, contact).getByTitle("Edit Job title").click();
    await api.call("PATCH", `/contacts/${contact.id}`, { job_title: "Director" }, { "if-match": `"${contact.version}"` });
    watch.expectStatus(409, "edit_contact");
    await page.getByRole("textbox", { name: "Job title" }).fill("Owner");
    await page.keyboard.press("Enter");
    const conflict = page.getByRole("alertdialog", { name: "Two changes of Job title" });
    await expect(conflict.getByRole("definition")).toHaveText(["Director", "Owner"]);
    await conflict.getByRole("button", { name: button }).or(conflict.getByRole("link", { name: button })).click();
    await expect(row(page, contact)).toContainText(wins);
    await expect(conflict).toBeHidden();
    await expect.poll(async () => (await find(api, contact)).job_title).toBe(wins);
  });
}

test("a contact is let in by a link, disabled, enabled, and let out again", async ({ page, api, person }) => {
  const customer = await api.create();
  const email = uniqueEmail();
  await add(api, customer);
  const contact = await add(api, customer, { name: unique("Bruno Neri"), email });
  await page.goto(`/customers/${customer.id}/contacts`);
  await choose(page, contact, /^Let sign in/);
  await expect(form(page).getByRole("textbox", { name: "E-mail" })).toHaveValue(email);
  await expect(form(page).getByLabel("Role", { exact: true })).toHaveValue("viewer");
  await form(page).getByText("Set a password now").click();
  await form(page).getByLabel("Password", { exact: true }).fill(password);
  await form(page).getByLabel("Password again").fill(password);
  await form(page).getByRole("button", { name: "Let sign in" }).click();
  await expect(row(page, contact)).toContainText("Signs in");
  await expect(page).toHaveURL(`/customers/${customer.id}/contacts`);
  await expect(users(page)).toHaveAccessibleName("Users 1");
  const other = await person({ email, password });
  await other.page.goto("/customers");
  await expect(other.page.getByRole("heading", { level: 1 })).toBeVisible();

  // It is said before that it ends the sign-in.
  await expect((await menu(page, contact)).getByText("A disabled contact cannot sign in.")).toBeVisible();
  await page.keyboard.press("Escape");
  await choose(page, contact, /^Disable/);
  await expect(row(page, contact)).toContainText("Disabled");
  await other.page.goto("/customers");
  await expect(other.page).toHaveURL(/\/sign-in/);
  await choose(page, contact, /^Enable/);
  await expect(row(page, contact)).toContainText("Signs in");
  await choose(page, contact, /^Take the sign-in away/);
  await expect(row(page, contact)).not.toContainText("Signs in");
  expect((await find(api, contact)).user_id).toBeNull();
  await expect(users(page)).toHaveAccessibleName("Users 0");
});

test("an editor looks after contacts but not after who signs in; a viewer reads", async ({ person, api }) => {
  const [editor, viewer] = [uniqueEmail(), uniqueEmail()];
  const customer = await api.create({ first_user: { name: "Edo", email: editor, role: "editor", password } });
  await api.call("POST", `/customers/${customer.id}/users`, { name: "Vera", email: viewer, role: "viewer", password });
  const contact = await add(api, customer);
  const other = await add(api, customer, { name: unique("Bruno Neri"), email: uniqueEmail() });
  await api.call("POST", `/contacts/${other.id}/sign-in`, { role: "viewer", activation: "link" });
  const third = await add(api, customer, { name: unique("Carla Blu") });

  const first = await person({ email: editor, password });
  await first.page.goto(`/customers/${customer.id}/contacts`);
  // The default is needed while there are others.
  await expect((await menu(first.page, contact)).locator(".menu-item:not(.locked)")).toHaveText([]);
  await first.page.keyboard.press("Escape");
  await expect((await menu(first.page, third)).locator(".menu-item:not(.locked)")).toHaveText([/^Set as default/, /^Disable/, /^Delete/]);
  await first.page.keyboard.press("Escape");
  await expect((await menu(first.page, other)).locator(".menu-item:not(.locked)")).toHaveText([/^Set as default/]);
  await first.page.keyboard.press("Escape");
  await expect(row(first.page, other).getByTitle("Edit Name")).toBeVisible();

  const second = await person({ email: viewer, password });
  await second.page.goto(`/customers/${customer.id}/contacts`);
  await expect(row(second.page, contact)).toBeVisible();
  await expect(second.page.locator(".row-choices .menu-item:not(.locked)")).toHaveCount(0);
  await expect(second.page.getByTitle(/^Edit /)).toHaveCount(0);
  await expect(second.page.getByRole("link", { name: "Add contact" })).toHaveCount(0);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a contact is added, edited, made the default and deleted", async ({ page, api, watch }) => {
    // What is refused is answered by the page itself.
    watch.expectStatus(422, "/contacts");
    const customer = await api.create();
    const first = await add(api, customer);
    const name = unique("Bruno Neri");
    const address = `/customers/${customer.id}/contacts`;
    await page.goto(`${address}?add=contact`);
    await form(page).getByRole("textbox", { name: "E-mail" }).fill("nowhere");
    await form(page).getByRole("button", { name: "Add contact" }).click();
    await expect(form(page).getByRole("alert")).toBeVisible();
    await form(page).getByRole("textbox", { name: "Name" }).fill(name);
    await form(page).getByRole("textbox", { name: "E-mail" }).fill("bruno@example.com");
    await form(page).getByRole("button", { name: "Add contact" }).click();
    await expect(page).toHaveURL(address);
    await row(page, { name }).getByTitle("Edit E-mail").click();
    const email = page.getByRole("textbox", { name: "E-mail" });
    await email.fill("nowhere");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Enter an e-mail address such as anna@example.com.")).toBeVisible();
    await email.fill("neri@example.com");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page).toHaveURL(address);
    await expect(row(page, { name })).toContainText("neri@example.com");
    await choose(page, { name }, /^Set as default/);
    await expect(row(page, { name })).toContainText("Default");
    await choose(page, { name }, /^Disable.*Why not/);
    await expect(page.getByRole("dialog")).toContainText("It is the default contact. Another one has to be it first.");
    await page.getByRole("dialog").getByRole("link", { name: "Close" }).click();
    await expect(page).toHaveURL(address);
    await choose(page, first, /^Delete/);
    await page.getByRole("button", { name: "Delete contact" }).click();
    await expect(page).toHaveURL(address);
    await expect(row(page, first)).toHaveCount(0);
  });
});
