// The home page: what one sees first, by who one is.
import { expect, test, unique, uniqueEmail } from "../fixtures/test.ts";

const everywhere = { tag: ["@hydrated", "@plain", "@phone"] };
const PASSWORD = "seven grey herons over the river";
const card = (page: import("@playwright/test").Page, name: string) => page.getByRole("main").getByRole("region", { name, exact: true });

test("the provider's people see its numbers, the newest customers, and search all of them", everywhere, async ({ page, api, javaScriptEnabled }) => {
  const { id, name } = await api.create();
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Northwind Cloud");
  await expect(card(page, "Profile")).not.toContainText("Managed by");
  const newest = card(page, "Customers");
  await expect(newest).toContainText(/The newest of [\d,]+/);
  await expect(newest.getByRole("listitem")).toHaveCount(5);
  // Others add customers at the same time.
  await api.create();
  await page.goto("/");
  const search = page.getByRole("search", { name: "Customers", exact: true });
  await search.getByRole("searchbox", { name: "Customers" }).fill(name);
  if (javaScriptEnabled === false) await search.getByRole("button", { name: "View" }).click();
  else await search.getByRole("searchbox").press("Enter");
  await expect(page).toHaveURL(/\/customers\?q=/);
  await expect(page.locator(`#row-${id}`)).toBeVisible();
});

test("a customer's own admin sees who they are, their people, and what ends soon", everywhere, async ({ page, api, person, javaScriptEnabled, context }) => {
  const email = uniqueEmail();
  const top = await api.create({ city: "Lodi", vat_number: "IT00743110157", first_user: { name: "Rosa", email, role: "admin", password: PASSWORD } });
  const below = await api.create({ parent_id: top.id, name: unique("Panificio") });
  await api.call("POST", `/customers/${top.id}/users`, { name: "Ivo", email: uniqueEmail(), role: "viewer", activation: "link" });
  await api.call("POST", `/customers/${top.id}/contacts`, { name: "Anna Rossi" });
  const own = await person({ email, password: PASSWORD });
  if (javaScriptEnabled === false) {
    await context.clearCookies();
    await context.addCookies(await own.context.cookies());
  }
  const seen = javaScriptEnabled === false ? page : own.page;
  await seen.goto("/");
  await expect(seen.getByRole("heading", { level: 1 })).toHaveText(top.name);
  await expect(seen.getByText("Hello, Rosa")).toBeVisible();
  const profile = card(seen, "Profile");
  await expect(profile).toContainText("Lodi");
  await expect(profile).toContainText("Managed by your provider");
  await expect(profile).toContainText("IT00743110157");
  await expect(profile.getByRole("link", { name: "Anna Rossi" })).toHaveAttribute("href", `/customers/${top.id}/contacts`);
  await expect(card(seen, "People").getByRole("link", { name: "2", exact: true })).toHaveAttribute("href", `/customers/${top.id}/users`);
  await expect(card(seen, "Ends soon").getByRole("listitem")).toHaveText(/Invitation of Ivo/);
  await expect(card(seen, "Sub-customers").getByRole("listitem")).toHaveText(new RegExp(below.name));
  await expect(card(seen, "Your account")).toContainText("Off");
  await card(seen, "People").getByRole("link", { name: "Add user" }).click();
  await expect(seen).toHaveURL(`/customers/${top.id}/users?add=user`);
});

test("who is alone is told what to do first, and who only reads is offered nothing", async ({ api, person }) => {
  const [admin, viewer] = [uniqueEmail(), uniqueEmail()];
  const { id } = await api.create({ first_user: { name: "Nora", email: admin, role: "admin", password: PASSWORD } });
  const nora = (await person({ email: admin, password: PASSWORD })).page;
  await nora.goto("/");
  await expect(card(nora, "People")).toContainText("You are the only one who can sign in here");
  await expect(card(nora, "Sub-customers")).toContainText("Add the first one");
  await expect(nora.getByRole("search", { name: "Customers", exact: true })).toHaveCount(0);
  await card(nora, "Profile").getByRole("link", { name: "Add the address" }).click();
  await expect(nora.getByRole("textbox", { name: "Street" })).toBeFocused();

  await api.call("POST", `/customers/${id}/users`, { name: "Lia", email: viewer, role: "viewer", password: PASSWORD });
  const lia = (await person({ email: viewer, password: PASSWORD })).page;
  await lia.goto("/");
  await expect(card(lia, "Profile").getByRole("link", { name: "Open profile" })).toBeVisible();
  await expect(lia.getByRole("main").getByRole("link", { name: /^(Add|Edit)/ })).toHaveCount(0);
});

test("the rail and the palette lead home", async ({ page }) => {
  await page.goto("/customers");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Home" }).click();
  await expect(page).toHaveURL("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Home" })).toHaveAttribute("aria-current", "page");
  await page.goto("/users");
  await page.keyboard.press("Control+k");
  await page.getByRole("option", { name: "Home Page", exact: true }).click();
  await expect(page).toHaveURL("/");
});
