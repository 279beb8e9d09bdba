// An admin views the pages as a user: marked on every page, changing nothing, ended by a press.
import { withPeople, beginViewing, viewingBar } from "../fixtures/viewing.ts";
import { expect, test, unique, uniqueEmail } from "../fixtures/test.ts";

const everywhere = { tag: ["@hydrated", "@plain", "@phone"] };

test("an admin sees what a user sees, on every page it is marked, and ends it", everywhere, async ({ page, api, watch }) => {
  const people = await withPeople(api);
  const { id, name, above } = people;
  await beginViewing(page, people);
  await expect(viewingBar(page)).toContainText(`of ${name}`);
  for (const path of [`/customers/${id}`, `/customers/${id}/users`, "/trash", "/customers/new"]) {
    await page.goto(path);
    await expect(viewingBar(page)).toBeInViewport();
  }
  watch.expectStatus(404);
  await page.goto(`/customers/${above.id}`);
  await expect(page.getByRole("heading", { name: above.name })).toHaveCount(0);
  await viewingBar(page).getByRole("button", { name: "End" }).click();
  // Back to whom one viewed as.
  await expect(page).toHaveURL(/\/users\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(people.user);
  await expect(viewingBar(page)).toHaveCount(0);
  await page.goto(`/customers/${above.id}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(above.name);
});

test("nothing can be changed meanwhile, and it is said why", everywhere, async ({ page, api, watch }) => {
  watch.expectStatus(403);
  const people = await withPeople(api);
  const { id } = people;
  await beginViewing(page, people);
  await page.goto(`/customers/${id}?edit=city`);
  await page.getByRole("textbox", { name: "City" }).fill("Roma");
  await page.getByRole("textbox", { name: "City" }).press("Enter");
  await expect(page.getByText("You view as someone else: nothing can be changed").first()).toBeVisible();
  expect((await api.customer(id)).city).toBe("Lodi");
});

test("the bar is also on the pages outside the frame, and the view is ended there", everywhere, async ({ page, api, watch }) => {
  const people = await withPeople(api);
  await beginViewing(page, people);
  watch.expectStatus(404);
  for (const path of ["/nowhere", "/activate/none", "/reset/none", "/setup/none", "/reset"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(viewingBar(page)).toBeInViewport();
  }
  await viewingBar(page).getByRole("button", { name: "End" }).click();
  // Back to whom one viewed as.
  await expect(page).toHaveURL(/\/users\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(people.user);
  await expect(viewingBar(page)).toHaveCount(0);
});

test("nobody views as oneself, nor as who is only invited", { tag: ["@hydrated", "@plain"] }, async ({ page, api }) => {
  const email = uniqueEmail();
  const { id } = await api.create({ first_user: { name: unique("Ugo"), email, activation: "link" } });
  await page.goto(`/customers/${id}/users`);
  await expect(page.getByRole("row").filter({ hasText: email })).toBeVisible();
  await page.getByRole("row").filter({ hasText: email }).getByRole("button", { name: /^More for/ }).click();
  await expect(page.getByRole("link", { name: "What may they do?" }).filter({ visible: true })).toBeVisible();
  await expect(page.getByRole("button", { name: /^View as/ })).toHaveCount(0);
});
