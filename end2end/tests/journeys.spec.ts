// What a customer's own people do from the first letter on: whole ways through the pages, on a desktop and on a phone.
import type { Page } from "@playwright/test";
import { edit, field } from "../fixtures/form.ts";
import { expect, test, unique, uniqueEmail, untilAlive } from "../fixtures/test.ts";

const both = { tag: ["@hydrated", "@phone"] };
const FIRST = "a lantern under seven bridges";
const SECOND = "seven grey herons over the river";

const card = (page: Page, name: string) => page.getByRole("main").getByRole("region", { name, exact: true });
const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });
const goHome = (page: Page) => page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Home" }).click();

async function typeCredentials(page: Page, email: string, password: string) {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

async function signIn(page: Page, email: string, password: string) {
  await typeCredentials(page, email, password);
  await arrive(page);
}

/** At home, after a form that loads the page anew. */
async function arrive(page: Page) {
  await expect(page).toHaveURL("/");
  await untilAlive(page);
}

async function signOut(page: Page, name: string) {
  await page.getByRole("button", { name }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/sign-in");
}

async function choosePassword(page: Page, password: string, verb: string) {
  await field(page, "Password").fill(password);
  await field(page, "Password again").fill(password);
  await page.getByRole("button", { name: verb }).click();
  await arrive(page);
}

async function chooseInRow(page: Page, name: string, choice: RegExp) {
  await page.getByRole("button", { name: `More for ${name}` }).click();
  await page.locator(".row-choices:popover-open .menu-item").filter({ hasText: choice }).click();
}

test("invited by mail, one gets in, enters the address, and signs out", both, async ({ page, person, api, mailbox }) => {
  const { id, name: customer } = await api.create();
  const [name, email] = [unique("Ines"), uniqueEmail()];
  await page.goto(`/customers/${id}/users?add=user`);
  await field(page, "Name").fill(name);
  await field(page, "E-mail").fill(email);
  await page.getByLabel("Role").selectOption("admin");
  await page.getByRole("button", { name: "Add user" }).click();
  await expect(page.getByText(`Invitation sent to ${email}`)).toBeVisible();

  const { page: ines } = await person("nobody");
  await ines.goto((await mailbox.next(email)).link);
  await expect(ines.getByText(`for ${email} at ${customer}`)).toBeVisible();
  await choosePassword(ines, FIRST, "Activate");
  await signOut(ines, name);

  await signIn(ines, email, FIRST);
  await expect(ines.getByRole("heading", { level: 1 })).toHaveText(customer);
  await card(ines, "Profile").getByRole("link", { name: "Add the address" }).click();
  await expect(ines).toHaveURL(`/customers/${id}?edit=street`);
  await ines.getByRole("textbox", { name: "Street" }).fill("Via Roma 1");
  await ines.getByRole("textbox", { name: "Street" }).press("Enter");
  await expect(ines.getByRole("img", { name: "Saved" })).toBeVisible();
  const city = await edit(ines, "City");
  await city.fill("Lodi");
  await city.press("Enter");
  await expect(ines.getByTitle("Edit City")).toContainText("Lodi");
  await expect.poll(async () => (await api.customer(id)).city).toBe("Lodi");
  await goHome(ines);
  await expect(card(ines, "Profile")).toContainText(/Via Roma 1\s*Lodi\s*Italy/);
  await signOut(ines, name);
  await ines.goto("/");
  await expect(ines).toHaveURL("/sign-in");
});

test("a forgotten password is replaced by mail", both, async ({ person, api, mailbox }) => {
  const [name, email] = [unique("Ugo"), uniqueEmail()];
  const { name: customer } = await api.create({ first_user: { name, email, password: FIRST } });
  const { page, watch } = await person("nobody");
  watch.expectStatus(401, "/sign-in");
  await typeCredentials(page, email, SECOND);
  await expect(page.getByRole("alert")).toHaveText("That e-mail and password don’t match.");
  await page.getByRole("link", { name: "Forgotten your password?" }).click();
  await expect(page).toHaveURL("/reset");
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Look into your mail");
  await page.goto((await mailbox.next(email)).link);
  await choosePassword(page, SECOND, "Save and sign in");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(customer);
  await signOut(page, name);
  await signIn(page, email, SECOND);
});

test("a contact is added, becomes the default, signs in, and no longer can", both, async ({ person, api }) => {
  const [admin, email] = [uniqueEmail(), uniqueEmail()];
  const { id, name: customer } = await api.create({ first_user: { name: "Rosa", email: admin, role: "admin", password: FIRST } });
  await api.call("POST", `/customers/${id}/contacts`, { name: "Anna Rossi" });
  const name = unique("Bruno Neri");
  const { page } = await person({ email: admin, password: FIRST });
  await page.goto("/");
  await card(page, "People").getByRole("link", { name: "Add contact" }).click();
  await expect(page).toHaveURL(`/customers/${id}/contacts?add=contact`);
  const form = page.locator("form.card");
  await form.getByRole("textbox", { name: "Name" }).fill(name);
  await form.getByRole("textbox", { name: "E-mail" }).fill(email);
  await form.getByRole("button", { name: "Add contact" }).click();
  await expect(page.getByText(`${name} was added`)).toBeVisible();
  await chooseInRow(page, name, /^Set as default/);
  await expect(row(page, name)).toContainText("Default");

  await chooseInRow(page, name, /^Let sign in/);
  await expect(form.getByRole("textbox", { name: "E-mail" })).toHaveValue(email);
  await form.getByText("Set a password now").click();
  await form.getByLabel("Password", { exact: true }).fill(SECOND);
  await form.getByLabel("Password again").fill(SECOND);
  await form.getByRole("button", { name: "Let sign in" }).click();
  await expect(row(page, name)).toContainText("Signs in");
  const { page: contact, watch } = await person("nobody");
  await signIn(contact, email, SECOND);
  await expect(contact.getByRole("heading", { level: 1 })).toHaveText(customer);

  await goHome(page);
  await expect(card(page, "Profile").getByRole("link", { name })).toBeVisible();
  await card(page, "Profile").getByRole("link", { name }).click();
  // The default stays one who can be reached: another takes its place first.
  await chooseInRow(page, "Anna Rossi", /^Set as default/);
  await expect(row(page, "Anna Rossi")).toContainText("Default");
  await chooseInRow(page, name, /^Disable/);
  await expect(row(page, name)).toContainText("Disabled");
  await contact.goto("/");
  await expect(contact).toHaveURL("/sign-in");
  watch.expectStatus(401, "/sign-in");
  await typeCredentials(contact, email, SECOND);
  await expect(contact.getByRole("alert")).toHaveText("That e-mail and password don’t match.");
});

test("a customer's own admin adds a colleague, changes the role, and ends the sessions", both, async ({ person, api }) => {
  const [admin, email] = [uniqueEmail(), uniqueEmail()];
  const { id } = await api.create({ first_user: { name: "Rosa", email: admin, role: "admin", password: FIRST } });
  const name = unique("Edo");
  const { page } = await person({ email: admin, password: FIRST });
  await page.goto("/");
  await expect(card(page, "People")).toContainText("You are the only one who can sign in here");
  await card(page, "People").getByRole("link", { name: "Add user" }).click();
  await expect(page).toHaveURL(`/customers/${id}/users?add=user`);
  await field(page, "Name").fill(name);
  await field(page, "E-mail").fill(email);
  await page.getByLabel("Role").selectOption("editor");
  await page.getByText("Set a password now").click();
  await field(page, "Password").fill(SECOND);
  await field(page, "Password again").fill(SECOND);
  await page.getByRole("button", { name: "Add user" }).click();
  await expect(page.getByText(`${name} is added`)).toBeVisible();
  const { page: edo } = await person({ email, password: SECOND });
  await edo.goto("/");
  await expect(card(edo, "Profile").getByRole("link", { name: "Edit" })).toBeVisible();

  // Another role holds from the next sign-in on, and the one before it is over.
  await row(page, name).getByTitle("Edit Role").click();
  await page.getByRole("combobox", { name: "Role" }).selectOption("viewer");
  await page.keyboard.press("Enter");
  await expect(row(page, name).getByTitle("Edit Role")).toContainText("Viewer");
  await expect.poll(async () => (await api.call<{ items: { role: string }[] }>("GET", `/users?q=${email}`)).items[0]?.role).toBe("viewer");
  await edo.goto("/");
  await expect(edo).toHaveURL("/sign-in");
  await signIn(edo, email, SECOND);
  await expect(card(edo, "Profile").getByRole("link", { name: "Open profile" })).toBeVisible();
  await expect(card(edo, "Profile").getByRole("link", { name: "Edit" })).toHaveCount(0);

  await chooseInRow(page, name, /^End sessions/);
  await expect(page.getByText(`${name} is signed out everywhere`)).toBeVisible();
  await edo.goto("/");
  await expect(edo).toHaveURL("/sign-in");
});

test("an editor is offered neither users nor what is set from above", both, async ({ person, api }) => {
  const email = uniqueEmail();
  const { id } = await api.create({ first_user: { name: "Edo", email, role: "editor", password: FIRST } });
  const { page, watch } = await person({ email, password: FIRST });
  await page.goto("/");
  await expect(card(page, "Profile").getByRole("link", { name: "Edit" })).toBeVisible();
  await expect(card(page, "People").getByRole("link", { name: "Add contact" })).toBeVisible();
  await expect(card(page, "People").getByRole("link", { name: "Add user" })).toHaveCount(0);
  await page.goto(`/customers/${id}/users`);
  await expect(row(page, email)).toBeVisible();
  await expect(page.getByRole("link", { name: "Add user", exact: true })).toHaveCount(0);
  await expect(page.getByRole("table", { name: "Users" }).locator("form, .menu-item:not(.locked)")).toHaveCount(0);
  await page.goto(`/customers/${id}/edit`);
  const managed = page.locator("form section").filter({ has: page.getByRole("heading", { name: "Managed by your provider" }) });
  await expect(managed).toContainText("Company");
  await expect(managed.getByRole("textbox")).toHaveCount(0);
  await expect(page.getByLabel("VAT number")).toHaveCount(0);
  watch.expectStatus(403);
  await page.goto("/settings/mail");
  await expect(page.getByText("This isn’t open to you")).toBeVisible();
});

test("a viewer reads, and nothing invites to press what does nothing", both, async ({ person, api, isMobile }) => {
  const email = uniqueEmail();
  const { id } = await api.create({ city: "Lodi", first_user: { name: "Vera", email, role: "viewer", password: FIRST } });
  await api.call("POST", `/customers/${id}/contacts`, { name: "Anna Rossi" });
  const { page, watch } = await person({ email, password: FIRST });
  await page.goto("/");
  await expect(card(page, "Profile")).toContainText("Managed by your provider");
  await expect(page.getByRole("main").getByRole("link", { name: /^(Add|Edit)/ })).toHaveCount(0);
  await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Trash" })).toHaveCount(0);
  for (const tab of ["", "/users", "/contacts"]) {
    await page.goto(`/customers/${id}${tab}`);
    await expect(page.getByRole("heading", { level: 1 }).filter({ visible: true }).first()).toBeVisible();
    await expect(page.getByTitle(/^Edit /)).toHaveCount(0);
    await expect(page.getByRole("main").locator(".row-choices form, .menu-item:not(.locked)").filter({ visible: true })).toHaveCount(0);
    if (isMobile) await expect(page.getByRole("main").getByRole("link", { name: /^Add/ })).toHaveCount(0);
  }
  await page.goto(`/customers/${id}`);
  await expect(page.getByRole("button", { name: "VAT number: set from above" })).toHaveAccessibleDescription("Managed by your provider");
  watch.expectStatus(403);
  await page.goto(`/customers/${id}/edit`);
  await expect(page.getByText("This isn’t open to you")).toBeVisible();
});
