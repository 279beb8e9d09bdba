// The page of one user: beside the list and alone, what is edited and done there, what it says to whom.
import type { Page } from "@playwright/test";
import type { Api } from "../fixtures/api.ts";
import { expect, test, unique, uniqueEmail } from "../fixtures/test.ts";
import { viewingBar } from "../fixtures/viewing.ts";

interface User { id: string; name: string; email: string; role: string; status: string; version: number; invited_until?: string }

const password = "a lantern under seven bridges";
const both = { tag: ["@hydrated", "@phone"] };
const detail = (page: Page) => page.locator(".pane.detail");
const list = (page: Page) => page.locator(".pane.list");
const heading = (page: Page) => page.getByRole("heading", { level: 1 });
const find = (api: Api, { id }: { id: string }) => api.call<User>("GET", `/users/${id}`);
const dot = (page: Page, name: string | RegExp) => detail(page).getByRole("button", { name });

/** A customer with an admin, an editor and somebody who is invited, whose names begin with a word of their own. */
async function branch(api: Api) {
  const word = unique("Zorz").replace(" ", "");
  const customer = await api.create();
  const make = (name: string, role: string, more: Record<string, unknown> = { password }) =>
    api.call<User>("POST", `/customers/${customer.id}/users`, { name: `${word} ${name}`, email: uniqueEmail(), role, ...more });
  const [admin, editor, viewer] = [await make("Ada", "admin"), await make("Edo", "editor"), await make("Vera", "viewer", { activation: "link" })];
  return { word, customer, admin, editor, viewer };
}

/** On a phone the verbs of the head stand in a sheet. */
async function verb(page: Page, name: RegExp) {
  const more = detail(page).getByRole("button", { name: /^More for/ });
  if (await more.isVisible()) await more.click();
  await page.locator("#detail-actions .menu-item").filter({ hasText: name }).click();
}

test("a name in the list opens its user beside it, and the list stays as it was", async ({ page }) => {
  await page.goto("/users");
  const rows = page.locator(".users-rows tbody tr");
  await expect(rows).toHaveCount(50);
  await page.locator(".users-rows").evaluate((pane) => pane.scrollTo(0, pane.scrollHeight));
  await expect.poll(() => rows.count()).toBeGreaterThan(55);
  // Rows come and go as one scrolls: this one goes by its address.
  const address = await page.locator(".user-link").nth(52).getAttribute("href");
  const link = page.locator(`.user-link[href="${address}"]`);
  const name = (await link.textContent()) ?? "";
  const current = page.locator("tr[aria-current=true]");
  await link.click();
  await expect(page).toHaveURL(address ?? "");
  await expect(heading(page)).toContainText(name);
  await expect(heading(page)).toBeFocused();
  await expect(page).toHaveTitle(new RegExp(name));
  await expect(current.locator(".user-link")).toHaveAttribute("href", address ?? "");
  await expect(current).toBeInViewport();
  // Esc closes it and gives the focus back to its row, from where the keys go on; Back closes as well.
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL("/users");
  await expect(detail(page)).toHaveCount(0);
  await expect(link).toBeFocused();
  await expect(link).toBeInViewport();
  await page.keyboard.press("ArrowDown");
  await expect(link).not.toBeFocused();
  const next = (await page.locator(".user-link:focus").getAttribute("href")) ?? "";
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(next);
  await expect(current.locator(".user-link")).toHaveAttribute("href", next);
  await page.goBack();
  await expect(page).toHaveURL("/users");
  await expect(detail(page)).toHaveCount(0);
});

test("a user's fields are edited in place, and the row beside follows", both, async ({ page, api, watch }) => {
  const { word, customer, admin, editor } = await branch(api);
  await page.goto(`/users/${editor.id}?q=${word}`);
  await expect(heading(page)).toContainText(editor.name);
  await expect(detail(page).getByRole("link", { name: customer.name }).filter({ visible: true }).first()).toHaveAttribute("href", `/customers/${customer.id}/users`);
  await detail(page).getByTitle("Edit Role").click();
  await detail(page).getByRole("combobox", { name: "Role" }).selectOption("viewer");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await find(api, editor)).role).toBe("viewer");
  await expect(detail(page).locator(".detail-meta")).toContainText("Viewer");
  await detail(page).getByTitle("Edit Name").click();
  await detail(page).getByRole("textbox", { name: "Name" }).fill(`${word} Other`);
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await find(api, editor)).name).toBe(`${word} Other`);
  await expect(list(page).locator(".user-link").filter({ hasText: `${word} Other` })).toHaveCount(1);
  watch.expectStatus(422, "edit_user");
  await detail(page).getByTitle("Edit E-mail").click();
  await detail(page).getByRole("textbox", { name: "E-mail" }).fill(admin.email);
  await page.keyboard.press("Enter");
  await expect(detail(page).getByText("Another one already has this value.")).toBeVisible();
  await page.keyboard.press("Escape");
});

test("two changes of a name are told on the page, too", async ({ page, api, watch }) => {
  const { word, editor } = await branch(api);
  await page.goto(`/users/${editor.id}`);
  await detail(page).getByTitle("Edit Name").click();
  await api.call("PATCH", `/users/${editor.id}`, { name: `${word} Theirs` }, { "if-match": `"${(await find(api, editor)).version}"` });
  watch.expectStatus(409, "edit_user");
  await detail(page).getByRole("textbox", { name: "Name" }).fill(`${word} Mine`);
  await page.keyboard.press("Enter");
  const conflict = page.getByRole("alertdialog", { name: "Two changes of Name" });
  await expect(conflict.getByRole("definition")).toHaveText([`${word} Theirs`, `${word} Mine`]);
  await conflict.getByRole("link", { name: "Keep theirs" }).click();
  await expect(heading(page)).toContainText(`${word} Theirs`);
});

test("an invitation is sent again, shown and revoked", both, async ({ page, api }) => {
  const { viewer } = await branch(api);
  await page.goto(`/users/${viewer.id}`);
  await expect(detail(page)).toContainText("The link works once, until");
  await dot(page, "Show a new link").click();
  const link = page.getByLabel("Activation link", { exact: true });
  await expect(link).toHaveValue(/\/activate\//);
  await expect(page.getByText("An earlier link, mailed or shown, no longer works.")).toBeVisible();
  await dot(page, "Revoke the link").click();
  await expect(page.getByText(`The invitation of ${viewer.name} is revoked`)).toBeVisible();
  await expect(detail(page)).toContainText("No activation link works any more.");
  await expect(link).toHaveCount(0);
  await expect(dot(page, "Revoke the link")).toHaveCount(0);
  await expect(heading(page)).toBeFocused();
  await dot(page, "Send the invitation again").click();
  await expect(page.getByText(`Invitation sent to ${viewer.email}`)).toBeVisible();
  await expect(detail(page)).toContainText("The link works once, until");
});

test("a user is disabled, enabled, signed out and deleted on the page", both, async ({ page, api, person }) => {
  const { word, editor } = await branch(api);
  const other = await person({ email: editor.email, password });
  await page.goto(`/users/${editor.id}?q=${word}`);
  await dot(page, "End sessions").click();
  await expect(page.getByText(`${editor.name} is signed out everywhere`)).toBeVisible();
  await expect(dot(page, "End sessions")).toHaveCount(0);
  await other.page.goto("/customers");
  await expect(other.page).toHaveURL(/\/sign-in/);
  await verb(page, /^Disable/);
  await expect(detail(page).getByText("Disabled: can’t sign in.")).toBeVisible();
  await verb(page, /^Enable/);
  await expect(detail(page).getByText("Disabled: can’t sign in.")).toHaveCount(0);
  await verb(page, /^Delete/);
  await expect(page).toHaveURL(`/users/${editor.id}?q=${word}&purge=${editor.id}`);
  await page.getByRole("button", { name: "Delete user" }).click();
  await expect(page).toHaveURL(`/users?q=${word}`);
  await expect(page.getByText(`${editor.name} was deleted`)).toBeVisible();
  await expect(heading(page)).toHaveText("Users 2");
});

test("what is done on a user's page shows in its row, and the list stays where it was", async ({ page, api }) => {
  const word = unique("Molti").replace(" ", "");
  const customer = await api.create();
  const add = (at: number, way: object) =>
    api.call<User>("POST", `/customers/${customer.id}/users`, { name: `${word} ${at}`, email: uniqueEmail(), role: "viewer", ...way });
  for (let at = 100; at < 155; at += 1) await add(at, { activation: "link" });
  const user = await add(155, { password });
  // Beyond the first page.
  await page.goto(`/users?q=${word}`);
  const row = page.locator(".users-rows tbody tr").filter({ hasText: user.email });
  await page.locator(".users-rows").evaluate((pane) => pane.scrollTo(0, pane.scrollHeight));
  await row.scrollIntoViewIfNeeded();
  await row.getByRole("link", { name: user.name }).click();
  await expect(heading(page)).toContainText(user.name);
  await expect(row).toHaveAttribute("aria-current", "true");
  // Of the row's verbs only those are there that can be done now.
  const reset = row.locator(`[aria-label="Send ${user.name} a link for a new password"]`);
  await expect(reset).toHaveCount(1);
  await verb(page, /^Disable/);
  await expect(row.locator(".status-cell")).toHaveText("Disabled");
  await expect(reset).toHaveCount(0);
  await expect(row).toHaveClass(/off-row/);
  await expect(row).toBeInViewport();
  await verb(page, /^Enable/);
  await expect(row.locator(".status-cell")).toHaveText("");
  await expect(row).toBeInViewport();
  await expect(reset).toHaveCount(1);
});

test("what keeps a user out is said by its name", async ({ page, api }) => {
  const { customer, editor } = await branch(api);
  await api.call("POST", `/customers/${customer.id}/disable`);
  await page.goto(`/users/${editor.id}`);
  await expect(detail(page).getByText(`${customer.name} is disabled, so nobody there or below can sign in.`)).toBeVisible();
  await verb(page, /^View as/);
  const why = page.getByRole("dialog");
  await expect(why).toContainText("No, this is not allowed.");
  await why.getByRole("link", { name: "Close" }).click();
  await expect(page).toHaveURL(`/users/${editor.id}`);
});

test("the provider's last admin is locked, with the reason", async ({ page, api }) => {
  const me = (await api.call<{ items: User[] }>("GET", "/users?q=ada@provider.example")).items[0]!;
  await page.goto(`/users/${me.id}`);
  await expect(detail(page)).toContainText("This is you");
  await expect(detail(page).getByTitle("Edit Role")).toHaveCount(0);
  await verb(page, /^Delete/);
  await expect(page).toHaveURL(`/users/${me.id}?dialog=why&action=user.delete&on=${me.id}`);
  await expect(page.getByRole("dialog")).toContainText("It is the provider’s last admin.");
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(`/users/${me.id}`);
  await detail(page).getByRole("link", { name: /change the user’s role/ }).click();
  await expect(page.getByRole("dialog")).toContainText("It is the provider’s last admin.");
});

test("viewing as a user begins on their page and leads home", async ({ person, api }) => {
  const { admin, editor } = await branch(api);
  const { page } = await person({ email: admin.email, password });
  await page.goto(`/users/${editor.id}`);
  await verb(page, /^View as/);
  await expect(page).toHaveURL("/");
  await expect(viewingBar(page)).toBeVisible();
  await viewingBar(page).getByRole("button", { name: "End" }).click();
  await expect(viewingBar(page)).toHaveCount(0);
});

test("who is no admin reads, and a stranger's user is not there", async ({ person, api }) => {
  const { editor, admin } = await branch(api);
  const other = await branch(api);
  const { page, watch } = await person({ email: editor.email, password });
  await page.goto(`/users/${admin.id}`);
  await expect(heading(page)).toHaveText(admin.name);
  await expect(detail(page).getByTitle(/^Edit /)).toHaveCount(0);
  await expect(detail(page).locator("form")).toHaveCount(0);
  await expect(detail(page).getByText("Open sessions")).toHaveCount(0);
  await verb(page, /^Disable/);
  await expect(page.getByRole("dialog")).toContainText("No, this is not allowed.");
  for (const id of [other.admin.id, "018f0000-0000-7000-8000-000000000000", "nobody"]) {
    watch.expectStatus(404, `/users/${id}`);
    expect((await page.goto(`/users/${id}`))?.status()).toBe(404);
    await expect(heading(page)).toHaveText("There is nothing here");
  }
});

test("users lead to their page from their customer and on a phone alone", both, async ({ page, api }) => {
  const { customer, editor } = await branch(api);
  await page.goto(`/customers/${customer.id}/users`);
  await page.getByRole("link", { name: editor.name }).click();
  await expect(page).toHaveURL(`/users/${editor.id}`);
  await expect(heading(page)).toContainText(editor.name);
  if ((page.viewportSize()?.width ?? 0) < 640) {
    await expect(list(page)).toBeHidden();
    await detail(page).getByRole("link", { name: "Users", exact: true }).click();
    await expect(page).toHaveURL("/users");
    await expect(list(page)).toBeVisible();
  }
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a user's page is read, edited, and all is done there", async ({ page, api }) => {
    const { editor, viewer } = await branch(api);
    await page.goto(`/users/${editor.id}`);
    await expect(heading(page)).toContainText(editor.name);
    await detail(page).getByTitle("Edit Role").click();
    await detail(page).getByRole("combobox", { name: "Role" }).selectOption("viewer");
    await detail(page).getByRole("button", { name: "Save" }).click();
    await expect(detail(page).locator(".detail-meta")).toContainText("Viewer");
    await verb(page, /^Disable/);
    await expect(detail(page).getByText("Disabled: can’t sign in.")).toBeVisible();
    await verb(page, /^Delete/);
    await page.getByRole("button", { name: "Delete user" }).click();
    await expect(page).toHaveURL("/users");
    await page.goto(`/users/${viewer.id}`);
    await dot(page, "Show a new link").click();
    await expect(page.getByLabel("Activation link", { exact: true })).toHaveValue(/\/activate\//);
    await page.goto(`/users/${viewer.id}`);
    await dot(page, "Revoke the link").click();
    await expect(page).toHaveURL(`/users/${viewer.id}`);
    await expect(detail(page)).toContainText("No activation link works any more.");
    expect((await find(api, viewer)).invited_until ?? null).toBeNull();
  });
});
