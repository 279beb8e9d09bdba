// Invitations by e-mail: sent when a user is added, sent again, and replaced by a link to hand over; and a link for a new password
// that an admin sends.
import type { Page } from "@playwright/test";
import { field, section } from "../fixtures/form.ts";
import { Server } from "../fixtures/server.ts";
import { template } from "../fixtures/template.ts";
import { ADMIN, expect, test, unique, uniqueEmail } from "../fixtures/test.ts";
import { add, expectSecondStep, fillCustomer, next, openWizard } from "../fixtures/wizard.ts";

const everywhere = { tag: ["@hydrated", "@plain", "@phone"] };
const PASSWORD = "seven grey herons over the river";

async function addUser(page: Page, id: string, name: string, email: string) {
  await page.goto(`/customers/${id}/users`);
  await page.getByRole("link", { name: "Add user" }).click();
  await field(page, "Name").fill(name);
  await field(page, "E-mail").fill(email);
  await expect(page.getByLabel("Invitation by e-mail")).toBeChecked();
  await page.getByRole("button", { name: "Add user" }).click();
}

async function choose(page: Page, verb: string) {
  await field(page, "Password").fill(PASSWORD);
  await field(page, "Password again").fill(PASSWORD);
  await page.getByRole("button", { name: verb }).click();
  await expect(page).toHaveURL("/");
}

const row = (page: Page, email: string) => page.getByRole("row").filter({ hasText: email });

test("a user is invited by e-mail unless it is said otherwise, and the link of the mail lets them in", everywhere, async ({ page, context, api, mailbox, javaScriptEnabled }) => {
  const { id, name: customer } = await api.create();
  const [name, email] = [unique("Ines"), uniqueEmail()];
  await addUser(page, id, name, email);
  await expect(row(page, email)).toContainText(/Invited\s*until \d/);
  if (javaScriptEnabled !== false) await expect(page.getByText(`Invitation sent to ${email}`)).toBeVisible();
  await expect(page.getByRole("region", { name: /^Activation link/ })).toHaveCount(0);

  const { link, text } = await mailbox.next(email);
  expect(text).toContain(customer);
  await context.clearCookies({ name: "canopy" });
  for (const _ of [1, 2]) await page.goto(link);
  await expect(page.getByText(`for ${email} at ${customer}`)).toBeVisible();
  await choose(page, "Activate");
});

test("a customer's first user is invited by e-mail", { tag: ["@hydrated", "@phone"] }, async ({ page, mailbox }) => {
  const name = unique("Molino");
  await openWizard(page);
  await fillCustomer(page, name);
  await next(page);
  await expectSecondStep(page);
  const user = section(page, "First user");
  await expect(user.getByLabel("Invitation by e-mail")).toBeChecked();
  await expect(user.getByLabel("Password", { exact: true })).toBeHidden();
  const email = uniqueEmail();
  await field(user, "Name").fill("Ugo Ferri");
  await field(user, "E-mail").fill(email);
  await add(page);
  await expect(page.getByText(`Invitation sent to ${email}`)).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  expect((await mailbox.next(email)).link).toMatch(/\/activate\/\S{40,}$/);
});

test("an invitation is sent again, then replaced by a link to hand over; each ends the one before", everywhere, async ({ page, context, api, mailbox, watch, javaScriptEnabled }) => {
  const { id } = await api.create();
  const [name, email] = [unique("Ines"), uniqueEmail()];
  await addUser(page, id, name, email);
  await expect(row(page, email)).toContainText("Invited");
  const first = await mailbox.next(email);
  await page.getByRole("button", { name: `Send the invitation to ${name} again` }).click();
  await expect(page.getByText(`Invitation sent to ${email}`).first()).toBeVisible();
  const second = await mailbox.next(email);
  // The row was read anew around the button.
  if (javaScriptEnabled !== false) await expect(page.getByRole("button", { name: `Send the invitation to ${name} again` })).toBeFocused();
  await page.getByRole("button", { name: `New activation link for ${name}` }).click();
  const shown = page.getByRole("region", { name: `Activation link for ${name}` });
  await expect(shown).toContainText("An earlier link, mailed or shown, no longer works.");
  const third = await shown.getByLabel("Activation link").inputValue();
  expect(new Set([first.link, second.link, third]).size).toBe(3);

  await context.clearCookies({ name: "canopy" });
  watch.expectStatus(404, "/activate/");
  for (const link of [first.link, second.link]) {
    await page.goto(link);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("This link no longer works");
  }
  await page.goto(third);
  await choose(page, "Activate");
});

test("an admin sends an active user a link for a new password", everywhere, async ({ page, context, api, mailbox }) => {
  const [name, email] = [unique("Ugo"), uniqueEmail()];
  const { id } = await api.create({ first_user: { name, email, password: "a quiet forest of tall words" } });
  await page.goto(`/customers/${id}/users`);
  await page.getByRole("button", { name: `Send ${name} a link for a new password` }).click();
  await expect(page.getByText(`Link for a new password sent to ${email}`).first()).toBeVisible();
  const { link } = await mailbox.next(email);
  await context.clearCookies({ name: "canopy" });
  await page.goto(link);
  await choose(page, "Save and sign in");
});

test("without a mail server the form says that the invitation waits", async ({ page, context, api }) => {
  const { id } = await api.create();
  await page.goto(`/customers/${id}/users?add=user`);
  await expect(page.getByText("They get a link by e-mail and set their own password.")).toBeVisible();
  const server = await Server.start(template().database);
  try {
    await context.clearCookies({ name: "canopy" });
    await page.goto(`${server.url}/sign-in?next=/customers/new`);
    await page.getByLabel("E-mail").fill(ADMIN.email);
    await page.getByLabel("Password", { exact: true }).fill(ADMIN.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL(`${server.url}/customers/new`);
    await page.goto(`${server.url}/customers/new`);
    await fillCustomer(page, unique("Molino"));
    await next(page);
    await expect(page.getByText("No mail server is set up yet: the invitation waits in the outbox")).toBeVisible();
  } finally {
    await page.close();
    await server.stop();
  }
});
