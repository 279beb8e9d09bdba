// One's own account: the name, another password, and where one is signed in; with and without the wasm.
import type { Page } from "@playwright/test";
import type { Api } from "../fixtures/api.ts";
import { expectWrong, field } from "../fixtures/form.ts";
import { expect, type Person, test, unique, uniqueEmail } from "../fixtures/test.ts";

const everywhere = { tag: ["@hydrated", "@plain", "@phone"] };
const OLD = "a quiet forest of tall words";
const NEW = "seven grey herons over the river";

async function somebody(api: Api) {
  const email = uniqueEmail();
  await api.create({ first_user: { name: unique("Ugo"), email, role: "viewer", password: OLD } });
  return email;
}

async function signIn(page: Page, email: string, password: string) {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("/");
}

async function change(page: Page, current: string, password: string, again = password) {
  await field(page.getByRole("region", { name: "Password", exact: true }), "Current password").fill(current);
  await field(page, "New password").fill(password);
  await field(page, "New password again").fill(again);
  await page.getByRole("button", { name: "Change password" }).click();
}

/** Their session has ended. */
async function expectOut({ context }: Person) {
  const answer = await context.request.get("/customers", { maxRedirects: 0 });
  expect(answer.headers().location).toMatch(/^\/sign-in/);
}

const rows = (page: Page) => page.getByRole("region", { name: "Sessions" }).getByRole("listitem");

test.use({ storageState: { cookies: [], origins: [] } });

test("another password needs the one until now, and signs out everywhere else", everywhere, async ({ page, context, api, watch, person }) => {
  const email = await somebody(api);
  const other = await person({ email, password: OLD });
  await signIn(page, email, OLD);
  await page.goto("/account");
  await expect(rows(page)).toHaveCount(2);
  watch.expectStatus(422);
  await change(page, "not the password", NEW);
  await expectWrong(page, field(page.getByRole("region", { name: "Password", exact: true }), "Current password"), "This isn't your current password.");
  await change(page, OLD, NEW, "something else");
  await expectWrong(page, field(page, "New password again"), "The two passwords differ.");
  await change(page, OLD, NEW);
  await expect(page.getByText("Your password is changed, and you are signed out everywhere else")).toBeVisible();
  await expect(rows(page)).toHaveCount(1);
  await page.goto("/account");
  await expect(page).toHaveURL("/account");

  await expectOut(other);
  await context.clearCookies({ name: "canopy" });
  await signIn(page, email, NEW);
});

test("one ends sessions that one doesn't know", everywhere, async ({ page, api, person }) => {
  const email = await somebody(api);
  const others = [await person({ email, password: OLD }), await person({ email, password: OLD })];
  await signIn(page, email, OLD);
  await page.goto("/account");
  await expect(rows(page)).toHaveCount(3);
  await expect(rows(page).first()).toContainText("This one");
  await rows(page).nth(1).getByRole("button", { name: /^End the session of/ }).click();
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(rows(page)).toHaveCount(1);
  for (const other of others) await expectOut(other);
  await page.getByRole("button", { name: "Sign out everywhere", exact: true }).click();
  await expect(page).toHaveURL("/sign-in");
  await page.goto("/account");
  await expect(page).toHaveURL("/sign-in?next=%2Faccount");
});

test("one changes one's own name, and the frame says it", everywhere, async ({ page, api }) => {
  const email = await somebody(api);
  await signIn(page, email, OLD);
  await page.goto("/account");
  const name = unique("Eva Bruni");
  await page.getByLabel("Your name").fill(name);
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByText("Your name is saved")).toBeVisible();
  await expect(page.getByRole("button", { name })).toBeVisible();
  await page.goto("/account");
  await expect(page.getByLabel("Your name")).toHaveValue(name);
  await expect(page.getByText(email).filter({ visible: true })).toBeVisible();
});

test("the account is found from the menu and by the keyboard", async ({ page, api }) => {
  await signIn(page, await somebody(api), OLD);
  await page.goto("/customers");
  await page.getByRole("button", { name: /^Ugo/ }).click();
  await page.getByRole("link", { name: "Account" }).click();
  await expect(page).toHaveURL("/account");
  await page.goto("/customers");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill("account");
  await page.getByRole("option", { name: "Account" }).click();
  await expect(page).toHaveURL("/account");
});

test("how strong a password would be is said as one types, and no answer holds typing up", async ({ page, api, watch }) => {
  watch.expectFailure("weigh_password");
  await signIn(page, await somebody(api), OLD);
  await page.goto("/account");
  const typed = field(page, "New password");
  const meter = page.getByRole("meter", { name: "Strength" });
  await typed.fill("password1");
  await expect(page.getByText("Guessed at once")).toBeVisible();
  await expect(meter).toHaveJSProperty("value", 1);
  await typed.fill(NEW);
  await expect(page.getByText("Strong", { exact: true })).toBeVisible();
  await page.route("**/weigh_password*", (route) => route.abort());
  await typed.pressSequentially(" and more");
  await expect(typed).toHaveValue(`${NEW} and more`);
  await expect(meter).toBeHidden();
  await typed.fill("");
  await expect(meter).toBeHidden();
});
