// The list of all users: searching, filtering, editing in place, what is done with one, who may.
import type { Page } from "@playwright/test";
import type { Api } from "../fixtures/api.ts";
import { expect, test, unique, uniqueEmail } from "../fixtures/test.ts";

interface User { id: string; name: string; email: string; role: string; status: string; version: number }

const password = "a lantern under seven bridges";
const table = (page: Page) => page.getByRole("table", { name: "Users" });
const row = (page: Page, user: { name: string }) => table(page).getByRole("row").filter({ hasText: user.name });
const search = (page: Page) => page.getByRole("searchbox", { name: "Search this list" });
const find = (api: Api, { id }: { id: string }) => api.call<User>("GET", `/users/${id}`);

/** A customer with one user of each role, whose names begin with a word that nobody else's has. */
async function branch(api: Api) {
  const word = unique("Zorz").replace(" ", "");
  const customer = await api.create();
  const make = (name: string, role: string, more: Record<string, unknown> = { password }) =>
    api.call<User>("POST", `/customers/${customer.id}/users`, { name: `${word} ${name}`, email: uniqueEmail(), role, ...more });
  const [admin, editor, viewer] = [await make("Ada", "admin"), await make("Edo", "editor"), await make("Vera", "viewer", { activation: "link" })];
  return { word, customer, admin, editor, viewer };
}

async function choose(page: Page, user: { name: string }, choice: RegExp) {
  await page.getByRole("button", { name: `More for ${user.name}` }).click();
  await page.locator(".row-choices:popover-open .menu-item").filter({ hasText: choice }).click();
}

test("users are found as one types, filtered by chips, and all of it is the address", async ({ page, api }) => {
  const { word, customer, admin, editor, viewer } = await branch(api);
  await page.goto("/customers");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Users" }).click();
  await expect(page).toHaveURL("/users");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Users");
  await search(page).pressSequentially(word.toLowerCase());
  await expect(page).toHaveURL(`/users?q=${word.toLowerCase()}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Users 3");
  await expect(row(page, admin).locator("mark")).toHaveText([word]);
  await expect(row(page, admin).getByRole("link", { name: customer.name })).toHaveAttribute("href", `/customers/${customer.id}/users`);
  await expect(row(page, viewer)).toContainText("Invited");

  await page.getByLabel("Filter", { exact: true }).click();
  await page.getByLabel("Role", { exact: true }).selectOption("editor");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page).toHaveURL(`/users?q=${word.toLowerCase()}&role=editor`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Users 1");
  await expect(row(page, editor)).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Users 1");
  await page.getByRole("link", { name: "Remove the filter Role: Editor" }).click();
  await expect(page).toHaveURL(`/users?q=${word.toLowerCase()}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Users 3");
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Users 1");

  await page.goto(`/users?q=${word}xyzzy&status=disabled`);
  await expect(page.getByRole("heading", { name: `Nothing matches “${word}xyzzy”` })).toBeVisible();
  await expect(page.getByRole("link", { name: "Search without the filters" })).toHaveAttribute("href", `/users?q=${word}xyzzy`);
});

test("the users below one customer, from its page", async ({ page, api }) => {
  const { customer, admin } = await branch(api);
  await page.goto(`/customers/${customer.id}/users`);
  await page.getByRole("link", { name: "Users here and below" }).click();
  await expect(page).toHaveURL(`/users?under=${customer.id}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Users 3");
  await expect(page.getByRole("link", { name: `Remove the filter Under: ${customer.name}` })).toBeVisible();
  await row(page, admin).getByRole("link", { name: customer.name }).click();
  await expect(page).toHaveURL(`/customers/${customer.id}/users`);
});

test("more users come as one scrolls, and heads sort", async ({ page }) => {
  await page.goto("/users");
  const rows = table(page).locator("tbody tr");
  await expect(rows).toHaveCount(50);
  await expect(page.locator("th.name")).toHaveAttribute("aria-sort", "ascending");
  await page.locator(".users-rows").evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await expect.poll(() => rows.count()).toBeGreaterThan(50);
  await page.getByRole("link", { name: "Last sign-in" }).click();
  await expect(page).toHaveURL("/users?sort=-last_sign_in_at");
  await expect(page.locator("th.seen")).toHaveAttribute("aria-sort", "descending");
  await expect(rows.first()).toBeInViewport();
  await page.getByRole("link", { name: "Name", exact: true }).click();
  await expect(page).toHaveURL("/users");
  await expect(page.locator("th.name")).toHaveAttribute("aria-sort", "ascending");
  // Up and down go from name to name, F2 edits.
  const names = page.locator(".user-link");
  await names.first().focus();
  await page.keyboard.press("ArrowDown");
  await expect(names.nth(1)).toBeFocused();
  await page.keyboard.press("F2");
  await expect(page.getByRole("textbox", { name: "Name" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(names.nth(1)).toBeFocused();
});

test("name, address and role are edited where they stand", { tag: "@phone" }, async ({ page, api, watch, isMobile }) => {
  const { word, admin, editor } = await branch(api);
  await page.goto(`/users?q=${word}`);
  await row(page, editor).getByTitle("Edit Role").click();
  await page.getByRole("combobox", { name: "Role" }).selectOption("viewer");
  await page.keyboard.press("Enter");
  await expect(row(page, editor).getByTitle("Edit Role")).toContainText("Viewer");
  await expect.poll(async () => (await find(api, editor)).role).toBe("viewer");
  // Another one's address is refused, and stays typed.
  watch.expectStatus(422, "edit_user");
  // A finger edits it on the user's page.
  if (isMobile) await row(page, editor).getByRole("link", { name: editor.name }).click();
  const place = isMobile ? page.locator(".pane.detail") : row(page, editor);
  await place.getByTitle("Edit E-mail").click();
  const email = page.getByRole("textbox", { name: "E-mail" });
  await email.fill(admin.email);
  await email.press("Enter");
  await expect(page.getByText("Another one already has this value.")).toBeVisible();
  await expect(email).toHaveValue(admin.email);
  await email.press("Escape");
  await expect(place.getByTitle("Edit E-mail")).toContainText(editor.email);
});

test("two changes of a user's name are told", async ({ page, api, watch }) => {
  const { word, editor } = await branch(api);
  await page.goto(`/users?q=${word}`);
  await row(page, editor).getByTitle("Edit Name").click();
  await api.call("PATCH", `/users/${editor.id}`, { name: `${word} Theirs` }, { "if-match": `"${(await find(api, editor)).version}"` });
  watch.expectStatus(409, "edit_user");
  await page.getByRole("textbox", { name: "Name" }).fill(`${word} Mine`);
  await page.keyboard.press("Enter");
  const conflict = page.getByRole("alertdialog", { name: "Two changes of Name" });
  await expect(conflict.getByRole("definition")).toHaveText([`${word} Theirs`, `${word} Mine`]);
  await conflict.getByRole("button", { name: "Use mine" }).click();
  await expect(row(page, { name: `${word} Mine` })).toBeVisible();
  await expect.poll(async () => (await find(api, editor)).name).toBe(`${word} Mine`);
});

test("a user is disabled, enabled, signed out and deleted", async ({ page, api, person }) => {
  const { word, editor } = await branch(api);
  const other = await person({ email: editor.email, password });
  await page.goto(`/users?q=${word}`);
  await choose(page, editor, /^End sessions/);
  await expect(page.getByText(`${editor.name} is signed out everywhere`)).toBeVisible();
  await other.page.goto("/customers");
  await expect(other.page).toHaveURL(/\/sign-in/);
  await choose(page, editor, /^Disable/);
  await expect(row(page, editor)).toContainText("Disabled");
  await choose(page, editor, /^Enable/);
  await expect(row(page, editor)).not.toContainText("Disabled");
  await choose(page, editor, /^Delete/);
  await expect(page).toHaveURL(`/users?q=${word}&purge=${editor.id}`);
  await page.getByRole("button", { name: "Delete user" }).click();
  await expect(page.getByText(`${editor.name} was deleted`)).toBeVisible();
  await expect(page).toHaveURL(`/users?q=${word}`);
  await expect(row(page, editor)).toHaveCount(0);
});

test("what is done in a row leaves the list where it is, beyond the first page too", async ({ page, api, mailbox }) => {
  const word = unique("Molti").replace(" ", "");
  const customer = await api.create();
  const add = (at: number) =>
    api.call<User>("POST", `/customers/${customer.id}/users`, { name: `${word} ${at}`, email: uniqueEmail(), role: "viewer", activation: "link" });
  for (let at = 100; at < 155; at += 1) await add(at);
  const user = await add(155);
  const act = async () => {
    const again = row(page, user).getByRole("button", { name: `Send the invitation to ${user.name} again` });
    await again.click();
    await expect(page.getByText(`Invitation sent to ${user.email}`).first()).toBeVisible();
    await mailbox.next(user.email);
    await expect(again).toBeFocused();
    await expect(again).toBeInViewport();
    await choose(page, user, /^Disable/);
    await expect(row(page, user)).toContainText("Disabled");
    await expect(row(page, user)).toBeInViewport();
    await expect(page.getByRole("button", { name: `More for ${user.name}` })).toBeFocused();
    await choose(page, user, /^Enable/);
    await expect(row(page, user)).toContainText("Invited");
    await choose(page, user, /^Delete/);
    await expect(page.getByRole("dialog")).toContainText(user.name);
  };
  await page.goto(`/users?q=${word}`);
  await page.locator(".users-rows").evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await row(page, user).scrollIntoViewIfNeeded();
  await act();
  // The same among the users of their customer.
  await page.goto(`/customers/${customer.id}/users`);
  await page.getByRole("button", { name: "Load more" }).click();
  await row(page, user).scrollIntoViewIfNeeded();
  await act();
  await page.getByRole("button", { name: "Delete user" }).click();
  await expect(page.getByText(`${user.name} was deleted`)).toBeVisible();
});

test("the provider's last admin is locked, and the lock says why", async ({ page, api }) => {
  const me = (await api.call<{ items: User[] }>("GET", "/users?q=ada@provider.example")).items[0]!;
  await page.goto("/users?q=ada@provider.example");
  await expect(row(page, me)).toContainText("Admin");
  await expect(row(page, me).getByTitle("Edit Role")).toHaveCount(0);
  await page.getByRole("button", { name: `More for ${me.name}` }).click();
  await expect(page.locator(".row-choices:popover-open .menu-item")).toHaveText([
    /^End sessions/, /^View as.*Why not\?$/, /^Remove passkeys.*Why not\?$/, "What may they do?", /^Disable.*Why not\?$/, /^Delete.*Why not\?$/,
  ]);
  await page.keyboard.press("Escape");
  await row(page, me).getByRole("link", { name: /change the user’s role/ }).click();
  await expect(page.getByRole("dialog")).toContainText("It is the provider’s last admin.");
});

test("who is no admin reads, within their reach", async ({ person, api }) => {
  const { editor, admin } = await branch(api);
  const { page } = await person({ email: editor.email, password });
  await page.goto("/users");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Users 3");
  await expect(row(page, admin)).toBeVisible();
  await expect(page.getByTitle(/^Edit /)).toHaveCount(0);
  await expect(table(page).locator("form, .menu-item:not(.locked)")).toHaveCount(0);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("users are searched, paged, edited and disabled", async ({ page, api }) => {
    const { word, editor } = await branch(api);
    await page.goto("/users");
    const first = await table(page).locator("tbody tr").first().textContent();
    await page.getByRole("navigation", { name: "More users" }).getByRole("link").click();
    await expect(page).toHaveURL(/cursor=/);
    expect(await table(page).locator("tbody tr").first().textContent()).not.toBe(first);
    await page.goto("/users");
    await search(page).fill(word);
    await search(page).press("Enter");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Users 3");
    await row(page, editor).getByTitle("Edit Role").click();
    await page.getByRole("combobox", { name: "Role" }).selectOption("viewer");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(row(page, editor)).toContainText("Viewer");
    expect((await find(api, editor)).role).toBe("viewer");
    await choose(page, editor, /^Disable/);
    await expect(row(page, editor)).toContainText("Disabled");
  });
});
