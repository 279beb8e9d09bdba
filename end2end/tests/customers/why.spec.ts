// "Why?": where a control is missing it is told which rule stands in the way, and admins ask it of their users.
import { type Api, unique, uniqueEmail } from "../../fixtures/api.ts";
import { expect, test } from "../../fixtures/test.ts";
import { PASSWORD, signIn } from "../../fixtures/viewing.ts";

const everywhere = { tag: ["@hydrated", "@plain", "@phone"] };

async function withEditor(api: Api) {
  const [name, email] = [unique("Ines"), uniqueEmail()];
  const customer = await api.create({ first_user: { name, email, role: "editor", password: PASSWORD } });
  return { ...customer, user: name, email };
}

test("an editor learns why their own customer's governed data can't be edited, and who adds users", everywhere, async ({ page, api }) => {
  const { id, name, user, email } = await withEditor(api);
  await signIn(page, email);
  await page.goto(`/customers/${id}`);
  await page.getByRole("link", { name: "Why can’t I edit what is managed from above?" }).click();
  const dialog = page.getByRole("dialog", { name: "Why can’t I edit what is managed from above?" });
  await expect(dialog).toContainText("No, this is not allowed.");
  await expect(dialog).toContainText(`only editors and admins above ${name} change it`);
  await expect(dialog.getByRole("listitem").filter({ hasText: "Not met:" })).toHaveCount(1);
  await dialog.getByRole("link", { name: "Close" }).click();
  await expect(page).toHaveURL(`/customers/${id}`);

  await page.goto(`/customers/${id}/users`);
  await page.getByRole("link", { name: "Why can’t I add users?" }).click();
  await expect(page.getByRole("dialog")).toContainText(`It takes the role admin; ${user} is editor.`);
});

test("an admin asks what a user may do", everywhere, async ({ page, api }) => {
  const { id, user } = await withEditor(api);
  await page.goto(`/customers/${id}/users`);
  await page.getByRole("button", { name: `More for ${user}` }).click();
  await page.getByRole("link", { name: "What may they do?" }).filter({ visible: true }).click();
  const dialog = page.getByRole("dialog", { name: `What may ${user} do?` });
  await expect(dialog).toContainText("Yes, this is allowed.");
  await dialog.getByLabel("What", { exact: true }).selectOption("move the customer");
  await dialog.getByRole("button", { name: "Explain" }).click();
  await expect(dialog).toContainText("No, this is not allowed.");
  await expect(page).toHaveURL(/action=customer\.move/);
});

test("another customer is chosen by typing", { tag: ["@hydrated", "@phone"] }, async ({ page, api }) => {
  const { id, user } = await withEditor(api);
  const beside = await api.create();
  await page.goto(`/customers/${id}/users`);
  await page.getByRole("button", { name: `More for ${user}` }).click();
  await page.getByRole("link", { name: "What may they do?" }).filter({ visible: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "With which customer" }).fill(beside.name);
  await dialog.getByRole("option", { name: beside.name }).click();
  await dialog.getByRole("button", { name: "Explain" }).click();
  await expect(dialog).toContainText(`${beside.name}: edit the customer’s own data`);
  await expect(dialog).toContainText("It lies neither in");
});

test("verbs that one's own customer isn't offered lead to why, and so do the fields that its form leaves out", everywhere, async ({ page, api, isMobile }) => {
  const { id, name, email } = await withEditor(api);
  await signIn(page, email);
  await page.goto(`/customers/${id}`);
  if (isMobile) await page.getByRole("button", { name: `More for ${name}` }).click();
  await page.getByRole("link", { name: "Delete: Why not?" }).click();
  const dialog = page.getByRole("dialog", { name: "Why can’t I delete the customer?" });
  await expect(dialog).toContainText(`only editors and admins above ${name} change it`);
  await page.goto(`/customers/${id}/edit`);
  await expect(page.locator(".form-section").filter({ hasText: "Managed by your provider" })).toContainText("Kind");
  await page.getByRole("link", { name: "Why can’t I edit what is managed from above?" }).click();
  await expect(page.getByRole("dialog")).toContainText("No, this is not allowed.");
});

test("a user's menu says why a verb is missing", everywhere, async ({ page, api }) => {
  const [name, email] = [unique("Ugo"), uniqueEmail()];
  const { id } = await api.create({ first_user: { name, email, activation: "link" } });
  await page.goto(`/customers/${id}/users`);
  await page.getByRole("button", { name: `More for ${name}` }).click();
  await page.getByRole("link", { name: "View as this user: Why not?" }).filter({ visible: true }).click();
  const dialog = page.getByRole("dialog", { name: "Why can’t I view the pages as the user?" });
  await expect(dialog).toContainText(`${name}: view the pages as the user`);
  await expect(dialog.getByRole("listitem").filter({ hasText: "Not met:" })).toHaveText(/The user has not set a password yet\.$/);
  await dialog.getByRole("link", { name: "Close" }).click();
  await expect(page).toHaveURL(`/customers/${id}/users`);
});

test("who only reads users learns who changes them, here and in the list of all", everywhere, async ({ page, api }) => {
  const { id, user, email } = await withEditor(api);
  const other = unique("Bea");
  await api.call("POST", `/customers/${id}/users`, { name: other, email: uniqueEmail(), role: "viewer", activation: "link" });
  await signIn(page, email);
  for (const place of [`/customers/${id}/users`, "/users"]) {
    await page.goto(place);
    await page.getByRole("button", { name: `More for ${other}` }).click();
    await page.locator(".row-choices").getByRole("link", { name: "Disable: Why not?" }).filter({ visible: true }).click();
    const dialog = page.getByRole("dialog", { name: "Why can’t I disable the user?" });
    await expect(dialog).toContainText(`It takes the role admin; ${user} is editor.`);
  }
});

test("a contact's menu says why a verb is missing", everywhere, async ({ page, api }) => {
  const { id, user, email } = await withEditor(api);
  const contact = unique("Anna");
  await api.call("POST", `/customers/${id}/contacts`, { name: contact });
  await signIn(page, email);
  await page.goto(`/customers/${id}/contacts`);
  await page.getByRole("button", { name: `More for ${contact}` }).click();
  await page.getByRole("link", { name: "Let sign in: Why not?" }).filter({ visible: true }).click();
  const dialog = page.getByRole("dialog", { name: "Why can’t I let the contact sign in?" });
  await expect(dialog).toContainText(`${contact}: let the contact sign in`);
  await expect(dialog).toContainText(`It takes the role admin; ${user} is editor.`);
  await dialog.getByRole("link", { name: "Close" }).click();
  await expect(page).toHaveURL(`/customers/${id}/contacts`);
});
