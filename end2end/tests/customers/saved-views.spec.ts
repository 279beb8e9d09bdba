// Saved views: what the list shows, kept under a name, opened from the list and from the palette, deleted and brought back.
import type { Page } from "@playwright/test";
import { field } from "../../fixtures/form.ts";
import { names, searchField } from "../../fixtures/list.ts";
import { expect, test, unique } from "../../fixtures/test.ts";

const everywhere = { tag: ["@hydrated", "@plain", "@phone"] };
const dialog = (page: Page) => page.getByRole("dialog", { name: "Saved views" });
const view = (page: Page, name: string) => dialog(page).getByRole("link", { name, exact: true });

async function open(page: Page) {
  await page.getByRole("button", { name: "View", exact: true }).click();
  await page.getByRole("link", { name: "Saved views" }).click();
  await expect(dialog(page)).toBeVisible();
}

async function save(page: Page, name: string) {
  await field(dialog(page), "Save what is shown now as").fill(name);
  await dialog(page).getByRole("button", { name: "Save view" }).click();
  await expect(dialog(page)).toBeHidden();
}

test("what the list shows is kept under a name, opened again and deleted", everywhere, async ({ page, javaScriptEnabled }) => {
  const name = unique("Italian Bianchi");
  await page.goto("/customers?q=bianchi&country=IT&sort=-created_at");
  const found = await names(page);
  await open(page);
  await save(page, name);
  await expect(page).toHaveURL("/customers?q=bianchi&country=IT&sort=-created_at");
  if (javaScriptEnabled !== false) await expect(page.getByText(`The view ${name} is saved`)).toBeVisible();

  await page.goto("/customers");
  await open(page);
  await expect(dialog(page)).toContainText("Search, filter or sort the list");
  await view(page, name).click();
  await expect(page).toHaveURL("/customers?q=bianchi&country=IT&sort=-created_at");
  await expect(dialog(page)).toBeHidden();
  await expect.poll(() => names(page)).toEqual(found);

  await open(page);
  await expect(view(page, name)).toHaveAttribute("aria-current", "page");
  await dialog(page).getByRole("button", { name: `Delete the view ${name}` }).click();
  await expect(view(page, name)).toHaveCount(0);
  if (javaScriptEnabled === false) return;
  await expect(page.getByText(`The view ${name} was deleted`)).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Undo" }).click();
  await open(page);
  // It shows what it showed.
  await expect(view(page, name)).toHaveAttribute("aria-current", "page");
});

test("a view of the tree stays one, and one of the same name is replaced", async ({ page }) => {
  const name = unique("Rossi");
  await page.goto("/customers?view=tree&q=rossi");
  await open(page);
  await save(page, name);
  await page.goto("/customers");
  await open(page);
  await view(page, name).click();
  await expect(page).toHaveURL("/customers?view=tree&q=rossi");
  await expect(page.getByRole("treegrid")).toBeVisible();
  await page.goto("/customers?q=rossi&status=disabled");
  await open(page);
  await save(page, name.toUpperCase());
  await page.goto("/customers");
  await open(page);
  await expect(view(page, name)).toHaveCount(0);
  await view(page, name.toUpperCase()).click();
  await expect(page).toHaveURL("/customers?q=rossi&status=disabled");
});

test("a view needs a name", everywhere, async ({ page, watch, javaScriptEnabled }) => {
  if (javaScriptEnabled === false) watch.expectStatus(422, "/customers");
  await page.goto("/customers?q=bianchi");
  await open(page);
  await dialog(page).getByRole("button", { name: "Save view" }).click();
  await expect(dialog(page)).toContainText("Fill this in.");
  await save(page, unique("Named"));
});

test("the palette opens a view", async ({ page }) => {
  const name = unique("Umbria");
  await page.goto("/customers?q=bianchi&status=disabled");
  await open(page);
  await save(page, name);
  await page.goto("/trash");
  await page.keyboard.press("Control+k");
  await page.keyboard.type(name);
  await expect(page.getByRole("option", { name })).toContainText("View");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/customers?q=bianchi&status=disabled");
  await expect(searchField(page)).toHaveValue("bianchi");
});

test("views of one's own are on the list beside an open customer too", async ({ page, api }) => {
  const { id, name } = await api.create();
  const kept = unique("Beside");
  await page.goto(`/customers/${id}?q=bianchi`);
  await open(page);
  await save(page, kept);
  await expect(page).toHaveURL(`/customers/${id}?q=bianchi`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  await open(page);
  await expect(view(page, kept)).toHaveAttribute("aria-current", "page");
});
