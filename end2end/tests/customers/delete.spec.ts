// Deleting, the Trash, and the ways back.
import { expect, test, unique } from "../../fixtures/test.ts";
import { field } from "../../fixtures/form.ts";

test("deleting asks for a reason and what happens below; the toast undoes it", async ({ page, api, watch }) => {
  const top = await api.create();
  const below = await api.create({ parent_id: top.id });
  await api.call("POST", `/customers/${below.id}/contacts`, { name: "Anna Rossi" });
  await page.goto(`/customers/${top.id}`);
  await page.getByRole("link", { name: "Delete", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: `Delete ${top.name}?` });
  await expect(dialog).toContainText("It goes to the Trash and can be restored for 30 days.");
  await expect(dialog.getByRole("button", { name: "Delete 1 customer" })).toBeVisible();
  await dialog.getByLabel("Delete it as well").check();
  await expect(dialog.getByRole("definition")).toHaveText(["1", "1", "0", "1"]);

  watch.expectStatus(422, "delete_customer");
  await dialog.getByRole("button", { name: "Delete 2 customers" }).click();
  await dialog.getByRole("link", { name: "Reason: Fill this in." }).click();
  await expect(field(dialog, "Reason")).toBeFocused();
  await field(dialog, "Reason").fill("moved to another provider");
  await dialog.getByRole("button", { name: "Delete 2 customers" }).click();
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL("/customers");
  expect(await api.customer(below.id)).toMatchObject({ deletion: { status: "trashed", reason: "moved to another provider", by: "ada" } });

  const toast = page.getByRole("status").filter({ hasText: `${top.name} is in the Trash` });
  await toast.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText(`${top.name} is restored`)).toBeVisible();
  expect(await api.customer(below.id)).toMatchObject({ deletion: null, parent_id: top.id });
});

test("sub-customers can move up instead", async ({ page, api }) => {
  const top = await api.create();
  const middle = await api.create({ parent_id: top.id });
  const below = await api.create({ parent_id: middle.id });
  await page.goto(`/customers/${middle.id}?dialog=delete`);
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(`Move up to ${top.name}`).check();
  await field(dialog, "Reason").fill("merged");
  await dialog.getByRole("button", { name: "Delete 1 customer" }).click();
  await expect(dialog).toBeHidden();
  expect(await api.customer(below.id)).toMatchObject({ deletion: null, parent_id: top.id });
});

test("a large subtree asks for the typed name", async ({ page, api }) => {
  const top = await api.create();
  for (let n = 0; n < 10; n += 1) await api.create({ parent_id: top.id });
  await page.goto(`/customers/${top.id}?dialog=delete`);
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Delete all 10 as well").check();
  await field(dialog, "Reason").fill("closed");
  const verb = dialog.getByRole("button", { name: "Delete 11 customers" });
  await expect(verb).toBeDisabled();
  await dialog.getByLabel(`Type “${top.name}” to go on`).fill(top.name);
  await verb.click();
  await expect(page.getByText(`${top.name} is in the Trash`)).toBeVisible();
});

test("the dialog closes by Esc and gives the focus back; a deletion can be for later", async ({ page, api }) => {
  const { id, name } = await api.create();
  await page.goto(`/customers/${id}`);
  const opener = page.getByRole("link", { name: "Delete", exact: true });
  await opener.click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(`/customers/${id}`);
  await expect(opener).toBeFocused();

  await opener.click();
  await dialog.getByLabel("At a date and time", { exact: true }).first().check();
  const year = new Date().getFullYear() + 2;
  await dialog.locator("input[type=datetime-local]").fill(`${year}-03-01T09:05`);
  await field(dialog, "Reason").fill("contract ends");
  await dialog.getByRole("button", { name: "Delete 1 customer" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(`Will be deleted on 1 Mar ${year}, 09:05 UTC: contract ends`)).toBeVisible();
  expect(await api.customer(id)).toMatchObject({ deletion: { status: "scheduled", at: `${year}-03-01T09:05:00Z` } });
  await page.getByRole("button", { name: "Cancel deletion" }).click();
  await expect(page.getByText(`${name} stays`)).toBeVisible();
  expect(await api.customer(id)).toMatchObject({ deletion: null });
});

test("the Trash tells who, why and for how long, restores, and deletes for good", async ({ page, api, watch }) => {
  const kept = await api.create();
  const gone = await api.create();
  await api.create({ parent_id: gone.id });
  await api.delete(kept.id);
  await api.delete(gone.id, "delete");
  await page.goto("/trash");
  const row = page.getByRole("row").filter({ hasText: gone.name });
  await expect(row).toContainText("and 1 below");
  await expect(row).toContainText("set-up of a test");
  await expect(row).toContainText("by ada");
  await expect(row).toContainText(/(29|30) days left/);

  await page.getByRole("button", { name: `Restore ${kept.name}` }).click();
  await expect(page.getByText(`${kept.name} is restored`)).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: kept.name })).toHaveCount(0);
  expect(await api.customer(kept.id)).toMatchObject({ deletion: null });

  await row.getByRole("link", { name: `Delete ${gone.name} for good` }).click();
  const dialog = page.getByRole("dialog", { name: `Delete ${gone.name} for good?` });
  watch.expectStatus(422, "purge_deleted");
  await dialog.getByLabel("Type its name to go on").fill("another");
  await dialog.getByRole("button", { name: "Delete for good" }).click();
  await expect(dialog.getByText("This isn’t the name.").last()).toBeVisible();
  await dialog.getByLabel("Type its name to go on").fill(gone.name);
  await dialog.getByRole("button", { name: "Delete for good" }).click();
  await expect(page.getByText(`${gone.name} is gone for good`)).toBeVisible();
  await expect(row).toHaveCount(0);
  await expect(api.customer(gone.id)).rejects.toThrow("404");
});

test("the Trash is searched as one types, and an address keeps the search", async ({ page, api }) => {
  const [found, other] = [await api.create({ name: unique("Fornaci Brembate") }), await api.create({ name: unique("Segheria Lenna") })];
  await api.delete(found.id);
  await api.delete(other.id);
  await page.goto("/trash");
  await page.keyboard.press("/");
  const field = page.getByRole("searchbox", { name: "Search the Trash" });
  await expect(field).toBeFocused();
  await page.keyboard.type(found.name);
  const row = (name: string) => page.getByRole("row").filter({ hasText: name });
  await expect(row(other.name)).toHaveCount(0);
  await expect(row(found.name)).toHaveCount(1);
  await expect(page).toHaveURL(`/trash?q=${encodeURIComponent(found.name)}`);
  await row(found.name).getByRole("link", { name: `Delete ${found.name} for good` }).click();
  await page.getByRole("dialog").getByRole("link", { name: "Cancel" }).click();
  await expect(page).toHaveURL(`/trash?q=${encodeURIComponent(found.name)}`);
  await field.fill("nothing is called so");
  await page.getByRole("link", { name: "Show all of the Trash" }).click();
  await expect(page).toHaveURL("/trash");
  await expect(row(other.name)).toHaveCount(1);
});

test("without a script the Trash is searched by its form", { tag: "@plain" }, async ({ page, api }) => {
  const customer = await api.create({ name: unique("Torneria Gandino") });
  await api.delete(customer.id);
  await page.goto("/trash");
  await page.getByRole("searchbox", { name: "Search the Trash" }).fill("torneria gandino");
  await page.getByRole("searchbox", { name: "Search the Trash" }).press("Enter");
  await expect(page.getByRole("row").filter({ hasText: customer.name })).toHaveCount(1);
  await expect(page.getByRole("searchbox", { name: "Search the Trash" })).toHaveValue("torneria gandino");
});

test("without a script deleting, the Trash and restoring are forms", { tag: "@plain" }, async ({ page, api }) => {
  const { id, name } = await api.create();
  await page.goto(`/customers/${id}?dialog=delete`);
  await field(page.getByRole("dialog"), "Reason").fill("no longer a customer");
  await page.getByRole("button", { name: "Delete 1 customer" }).click();
  await expect(page).toHaveURL("/customers");
  await page.getByRole("link", { name: "Trash", exact: true }).click();
  await page.getByRole("button", { name: `Restore ${name}` }).click();
  await expect(page).toHaveURL("/trash");
  expect(await api.customer(id)).toMatchObject({ deletion: null });
});
