// Enabling, disabling and moving.
import { expect, test, uniqueEmail } from "../../fixtures/test.ts";

test("disabling shuts its people out at once, and is undone from the toast", async ({ page, api, person }) => {
  const login = { email: uniqueEmail(), password: "a lantern under seven bridges" };
  const { id, name } = await api.create({ first_user: { name: "Ugo", role: "admin", ...login } });
  const ugo = await person(login);
  await ugo.page.goto(`/customers/${id}`);

  await page.goto(`/customers/${id}`);
  await page.getByRole("button", { name: "Disable" }).click();
  await expect(page.getByText(`${name} is disabled`)).toBeVisible();
  await expect(page.getByText("Disabled: nobody of it or below it can sign in.")).toBeVisible();
  expect((await api.customer(id)).status).toBe("disabled");
  await ugo.page.reload();
  await expect(ugo.page).toHaveURL(/\/sign-in\?next=/);

  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Disabled: nobody of it or below it can sign in.")).toBeHidden();
  await expect.poll(async () => (await api.customer(id)).status).toBe("enabled");
});

test("moving says beforehand what changes, and can be undone", async ({ page, api }) => {
  const password = "a lantern under seven bridges";
  const [from, to] = [await api.create({ first_user: { name: "Ugo", email: uniqueEmail(), role: "viewer", password } }), await api.create()];
  const moved = await api.create({ parent_id: from.id });
  await api.create({ parent_id: moved.id });
  await page.goto(`/customers/${moved.id}`);
  await page.getByRole("link", { name: "Move under…" }).first().click();
  const dialog = page.getByRole("dialog", { name: `Move ${moved.name} under…` });
  const picker = dialog.getByRole("combobox", { name: "New parent" });
  await picker.fill(to.name);
  await expect(dialog.getByRole("listbox").getByRole("option")).toHaveCount(1);
  await picker.press("Enter");
  await expect(dialog).toContainText(`It moves under ${to.name} with the 1 below it`);
  await expect(dialog).toContainText(`No longer seen by ${from.name} (1 user)`);
  await expect(dialog).toContainText(`Comes into sight of ${to.name}`);
  await dialog.getByRole("button", { name: "Move 2 customers" }).click();
  await expect(page.getByText(`${moved.name} is now under ${to.name}`)).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Managed by" }).first()).toContainText(to.name);
  expect((await api.customer(moved.id)).parent_id).toBe(to.id);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(async () => (await api.customer(moved.id)).parent_id).toBe(from.id);
});

test("a customer can't go below itself", async ({ page, api, watch }) => {
  const top = await api.create();
  const below = await api.create({ parent_id: top.id });
  await page.goto(`/customers/${top.id}?dialog=move`);
  watch.expectStatus(422, "customer_move_plan");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox").fill(below.name);
  await expect(dialog.getByRole("listbox").getByRole("option")).toHaveCount(1);
  await dialog.getByRole("combobox").press("Enter");
  await expect(dialog).toContainText("A customer can't be placed below itself.");
  await expect(dialog.getByRole("button", { name: "Move" })).toBeDisabled();
});
