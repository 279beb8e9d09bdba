// A second factor that a customer requires: an admin requires it, who lacks it sets it up before anything else.
import type { Page } from "@playwright/test";
import { type Api, unique, uniqueEmail } from "../fixtures/api.ts";
import { field } from "../fixtures/form.ts";
import { expect, test } from "../fixtures/test.ts";
import { code } from "../fixtures/totp.ts";
import { PASSWORD } from "../fixtures/viewing.ts";

const everywhere = { tag: ["@hydrated", "@plain", "@phone"] };

async function withAdmin(api: Api) {
  const email = uniqueEmail();
  const customer = await api.create({ first_user: { name: unique("Ines"), email, role: "admin", password: PASSWORD } });
  return { ...customer, email };
}

async function password(page: Page, email: string, next = "") {
  await page.context().clearCookies({ name: "canopy" });
  await page.goto(`/sign-in${next}`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
}

const heading = (page: Page) => page.getByRole("heading", { name: "Set up two-factor sign-in" });

/** Sets it up on the page that asks for it; gives the secret. */
async function setUp(page: Page) {
  await field(page, "Current password").fill(PASSWORD);
  await page.getByRole("button", { name: "Set up" }).click();
  const secret = await page.getByLabel("Key").inputValue();
  await field(page, "Code").fill(code(secret));
  await page.getByRole("button", { name: "Turn on" }).click();
  await expect(page.getByRole("heading", { name: "Your recovery codes" })).toBeVisible();
  return secret;
}

test("an admin requires it, and who lacks it is led to set it up and on to where they wanted", everywhere, async ({ page, api }) => {
  test.slow();
  const { id, name, email } = await withAdmin(api);
  await page.goto(`/customers/${id}`);
  await expect(page.getByText("Not required")).toBeVisible();
  await page.getByRole("link", { name: "Require", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Require two-factor sign-in?" });
  await expect(dialog).toContainText("1 user here and below hasn’t set it up yet.");
  await dialog.getByRole("button", { name: "Require" }).click();
  await expect(page.getByText("Required of all users, here and below")).toBeVisible();
  expect((await api.customer(id)).require_two_factor).toBe(true);

  await password(page, email, "?next=%2Fcustomers%3Fq%3Dx");
  await expect(page).toHaveURL("/sign-in/two-factor?next=%2Fcustomers%3Fq%3Dx");
  await expect(heading(page)).toBeVisible();
  await expect(page.getByText(`${name} requires a code from an app`)).toBeVisible();
  // There is no other page.
  for (const path of ["/account", `/customers/${id}`, "/users", "/sign-in"]) {
    await page.goto(path);
    await expect(heading(page)).toBeVisible();
  }
  await page.goto("/sign-in/two-factor?next=%2Fcustomers%3Fq%3Dx");
  const secret = await setUp(page);
  await page.getByRole("link", { name: "Continue" }).click();
  await expect(page).toHaveURL("/customers?q=x");

  await page.goto("/account");
  await expect(page.getByText(`Required by ${name}, so it can’t be turned off.`)).toBeVisible();
  await expect(page.getByText("Turn off", { exact: true })).toHaveCount(0);
  await password(page, email);
  await page.waitForURL("**/sign-in/code*");
  await field(page, "Code").fill(code(secret, 1));
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/");
});

test("who wants none signs out, and a stranger above stays unnamed", everywhere, async ({ page, api }) => {
  const above = await api.create();
  await api.patch(above.id, { require_two_factor: true });
  const email = uniqueEmail();
  const below = await api.create({ parent_id: above.id, first_user: { name: unique("Ugo"), email, role: "viewer", password: PASSWORD } });
  await page.goto(`/customers/${below.id}`);
  await expect(page.getByText(`Required by ${above.name}`)).toBeVisible();
  await password(page, email);
  await expect(page).toHaveURL("/sign-in/two-factor");
  await expect(page.getByText("A code from an app on your phone is required of you")).toBeVisible();
  await expect(page.getByText(above.name)).toHaveCount(0);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/sign-in");
});

test("it is taken back where it was set, and it is said where it can't be", { tag: ["@hydrated", "@plain"] }, async ({ page, api }) => {
  const { id, name } = await withAdmin(api);
  await api.patch(id, { require_two_factor: true });
  const below = await api.create({ parent_id: id });
  await page.goto(`/customers/${below.id}`);
  await expect(page.getByText(`Required by ${name}`)).toBeVisible();
  await page.goto(`/customers/${id}`);
  await page.getByRole("link", { name: "Stop requiring" }).click();
  const dialog = page.getByRole("dialog", { name: "Stop requiring two-factor sign-in?" });
  await dialog.getByRole("button", { name: "Stop requiring" }).click();
  await expect(page.getByText("Not required")).toBeVisible();
  expect((await api.customer(id)).require_two_factor).toBe(false);
});

test("what was set from above its own admin doesn't take off, and learns why", { tag: ["@hydrated", "@phone"] }, async ({ page, api }) => {
  test.slow();
  const { id, name, email } = await withAdmin(api);
  await api.patch(id, { require_two_factor: true });
  await password(page, email);
  await expect(heading(page)).toBeVisible();
  await setUp(page);
  await page.goto(`/customers/${id}`);
  await page.getByRole("link", { name: "Why can’t I stop requiring two-factor sign-in?" }).click();
  await expect(page.getByRole("dialog")).toContainText(`It was set by those who manage ${name} from above`);
});

test("required while one works, the next thing asked for leads to it", { tag: ["@hydrated"] }, async ({ page, api, watch }) => {
  watch.expectStatus(403);
  const { id, email } = await withAdmin(api);
  await password(page, email);
  await expect(page).toHaveURL("/");
  await page.goto("/customers");
  await api.patch(id, { require_two_factor: true });
  await page.getByRole("link", { name: "Users", exact: true }).first().click();
  await expect(page.getByRole("heading", { name: "Set up two-factor sign-in first" })).toBeVisible();
  await page.getByRole("link", { name: "Set up" }).click();
  await expect(heading(page)).toBeVisible();
});

test("the provider's admins find its page in their menu and learn whom it would meet", { tag: ["@hydrated", "@plain"] }, async ({ page }) => {
  await page.goto("/customers");
  await page.getByRole("button", { name: "ada" }).click();
  await page.getByRole("link", { name: "Northwind Cloud" }).filter({ visible: true }).last().click();
  await expect(page.getByRole("heading", { level: 1, name: "Northwind Cloud" })).toBeVisible();
  await page.getByRole("link", { name: "Require", exact: true }).click();
  await expect(page.getByRole("dialog")).toContainText("You are one of them.");
});
