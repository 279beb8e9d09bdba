// A new user gets in by the link that is shown once, and sees their own branch alone.
import { field } from "../fixtures/form.ts";
import { expect, test, unique, uniqueEmail } from "../fixtures/test.ts";

const PASSWORD = "a lantern under seven bridges";

test("a user is added, activates their account and sees their own branch", async ({ page, api, person, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const top = await api.create();
  const below = await api.create({ parent_id: top.id });
  const beside = await api.create();
  const email = uniqueEmail();

  await page.goto(`/customers/${top.id}/users`);
  await expect(page.getByRole("heading", { name: "No users yet" })).toBeVisible();
  await page.getByRole("link", { name: "Add user" }).click();
  const name = unique("Ines");
  await field(page, "Name").fill(name);
  await field(page, "E-mail").fill(email);
  await page.getByLabel("Role").selectOption({ label: "Admin: everything below" });
  await page.getByText("Activation link to hand over").click();
  await page.getByRole("button", { name: "Add user" }).click();
  const shown = page.getByRole("region", { name: `Activation link for ${name}` });
  const link = await shown.getByLabel("Activation link").inputValue();
  await shown.getByRole("button", { name: "Copy" }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
  await expect(page.getByRole("row", { name: new RegExp(email) })).toContainText("Invited");

  const ines = await person("nobody");
  await ines.page.goto(link);
  await expect(ines.page.getByText(`for ${email} at ${top.name}`)).toBeVisible();
  await field(ines.page, "Password").fill("short");
  await ines.page.getByLabel("Password again").fill("other");
  await expect(ines.page.getByText("Use at least 10 characters.")).toBeVisible();
  await field(ines.page, "Password").fill(PASSWORD);
  await ines.page.getByLabel("Password again").fill(PASSWORD);
  await ines.page.getByRole("button", { name: "Activate" }).click();

  await expect(ines.page).toHaveURL("/");
  await expect(ines.page.getByRole("heading", { level: 1 })).toHaveText(top.name);
  await ines.page.goto("/customers");
  const rows = ines.page.getByRole("table", { name: "Customers" }).getByRole("link");
  await expect(rows.filter({ hasText: top.name })).toBeVisible();
  await expect(rows.filter({ hasText: below.name })).toBeVisible();
  await expect(ines.page.getByRole("heading", { level: 1 })).toHaveText("Customers 2");
  ines.watch.expectStatus(404, beside.id);
  expect((await ines.page.goto(`/customers/${beside.id}`))?.status()).toBe(404);

  // The link is used up; signing in works from now on.
  const later = await person({ email, password: PASSWORD });
  later.watch.expectStatus(404, "/activate/");
  await later.context.clearCookies();
  expect((await later.page.goto(link))?.status()).toBe(404);
  await expect(later.page.getByRole("heading", { name: "This link was used already" })).toBeVisible();
});
