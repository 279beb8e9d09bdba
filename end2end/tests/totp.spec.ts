// The second factor: set up, asked for at sign-in, recovered from, turned off; with and without the wasm.
import type { Page } from "@playwright/test";
import type { Api } from "../fixtures/api.ts";
import { expectWrong, field } from "../fixtures/form.ts";
import { expect, test, unique, uniqueEmail } from "../fixtures/test.ts";
import { code } from "../fixtures/totp.ts";

const everywhere = { tag: ["@hydrated", "@plain", "@phone"] };
const PASSWORD = "a quiet forest of tall words";

async function somebody(api: Api) {
  const email = uniqueEmail();
  await api.create({ first_user: { name: unique("Ugo"), email, role: "viewer", password: PASSWORD } });
  return email;
}

async function password(page: Page, email: string, next = "") {
  await page.goto(`/sign-in${next}`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
}

const factor = (page: Page) => page.getByRole("region", { name: "Two-factor sign-in" });

/** Turns the second factor on; gives the secret and the recovery codes. */
async function turnOn(page: Page) {
  await page.goto("/account");
  await field(factor(page), "Current password").fill(PASSWORD);
  await factor(page).getByRole("button", { name: "Set up" }).click();
  const secret = await factor(page).getByLabel("Key").inputValue();
  await expect(factor(page).getByRole("img", { name: "QR code for your app" })).toBeVisible();
  await field(factor(page), "Code").fill(code(secret));
  await factor(page).getByRole("button", { name: "Turn on" }).click();
  await expect(factor(page).getByRole("heading", { name: "Your recovery codes" })).toBeVisible();
  const codes = await factor(page).getByRole("listitem").allInnerTexts();
  expect(codes).toHaveLength(10);
  return { secret, codes };
}

async function enter(page: Page, typed: string) {
  await page.waitForURL("**/sign-in/code*");
  await field(page, "Code").fill(typed);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test.use({ storageState: { cookies: [], origins: [] } });

test("from set-up on a code is asked for, each counts once, and a recovery code stands in for one", everywhere, async ({ page, context, api, watch }) => {
  test.slow();
  watch.expectStatus(422);
  const email = await somebody(api);
  await password(page, email);
  await page.waitForURL("/");
  const { secret, codes } = await turnOn(page);
  await page.goto("/account");
  await expect(factor(page)).toContainText("10 recovery codes left.");
  await expect(page.getByText(codes[0] ?? "none")).toHaveCount(0);

  await context.clearCookies();
  await password(page, email, "?next=%2Faccount");
  await expect(page).toHaveURL("/sign-in/code?next=%2Faccount");
  // Half a session is none.
  await page.goto("/customers");
  await expect(page).toHaveURL(/\/sign-in\?next/);
  await page.goto("/sign-in/code?next=%2Faccount");
  await enter(page, "000000");
  await expectWrong(page, field(page, "Code"), /^This code doesn't fit\./);
  // The present one has counted at the set-up.
  const fits = code(secret, 1);
  await enter(page, fits);
  await expect(page).toHaveURL("/account");

  await context.clearCookies();
  await password(page, email);
  await enter(page, fits);
  await expectWrong(page, field(page, "Code"), /each works once\.$/);
  await enter(page, codes[3]?.toUpperCase().replaceAll("-", " ") ?? "");
  await expect(page).toHaveURL("/");
  await page.goto("/account");
  await expect(factor(page)).toContainText("9 recovery codes left.");
});

test("it is turned off with the password, and then the password alone does", everywhere, async ({ page, context, api, watch }) => {
  watch.expectStatus(422);
  const email = await somebody(api);
  await password(page, email);
  await page.waitForURL("/");
  await turnOn(page);
  await page.goto("/account");
  await factor(page).getByText("Turn off").first().click();
  const typed = factor(page).getByRole("group").filter({ hasText: "Turn off" }).getByLabel("Current password");
  await typed.fill("not the password");
  await factor(page).getByRole("button", { name: "Turn off" }).click();
  await expectWrong(page, typed, "This isn't your current password.");
  await typed.fill(PASSWORD);
  await factor(page).getByRole("button", { name: "Turn off" }).click();
  await expect(page.getByText("Two-factor sign-in is off")).toBeVisible();
  await context.clearCookies();
  await password(page, email);
  await expect(page).toHaveURL("/");
});

test("new recovery codes take the place of those before", everywhere, async ({ page, context, api, watch }) => {
  watch.expectStatus(422);
  const email = await somebody(api);
  await password(page, email);
  await page.waitForURL("/");
  const { codes } = await turnOn(page);
  await page.goto("/account");
  await factor(page).getByText("New recovery codes").first().click();
  await factor(page).getByRole("group").filter({ hasText: "New recovery codes" }).getByLabel("Current password").fill(PASSWORD);
  await factor(page).getByRole("button", { name: "New recovery codes" }).click();
  await expect(factor(page).getByRole("heading", { name: "Your recovery codes" })).toBeVisible();
  const fresh = await factor(page).getByRole("listitem").allInnerTexts();
  const href = await factor(page).getByRole("link", { name: "Download" }).getAttribute("href");
  expect(decodeURIComponent(href ?? "")).toBe(`data:text/plain;charset=utf-8,${fresh.join("\n")}\n`);
  await context.clearCookies();
  await password(page, email);
  await enter(page, codes[0] ?? "");
  await expectWrong(page, field(page, "Code"));
  await enter(page, fresh[0] ?? "");
  await expect(page).toHaveURL("/");
});

test("who is remembered stays so after the code, and after five wrong ones the password is asked for again", { tag: ["@hydrated", "@plain"] }, async ({ page, context, api, watch }) => {
  watch.expectStatus(422);
  watch.expectStatus(401);
  const email = await somebody(api);
  await password(page, email);
  await page.waitForURL("/");
  const { secret } = await turnOn(page);
  await context.clearCookies();
  await password(page, email);
  for (const wrong of ["000001", "000002", "000003", "000004"]) {
    await enter(page, wrong);
    await expectWrong(page, field(page, "Code"));
  }
  await enter(page, "000005");
  await expect(page).toHaveURL("/sign-in?over=code");
  await expect(page.getByText(/^The time for the code is over/)).toBeVisible();
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByLabel("Remember me for 30 days").check();
  await page.getByRole("button", { name: "Sign in" }).click();
  await enter(page, code(secret, 1));
  await expect(page).toHaveURL("/");
  const cookies = await context.cookies();
  const session = cookies.find(({ name }) => name === "canopy");
  expect(Math.round(((session?.expires ?? 0) - Date.now() / 1000) / 86_400)).toBe(30);
  expect(cookies.some(({ name }) => name === "canopy-half")).toBe(false);
});

test("a link for a new password does not get round the code", everywhere, async ({ page, context, api, mailbox }) => {
  const email = await somebody(api);
  await password(page, email);
  await page.waitForURL("/");
  const { codes } = await turnOn(page);
  await context.clearCookies();
  await api.askReset(email);
  await page.goto((await mailbox.next(email)).link);
  await field(page, "Password").fill("seven grey herons over the river");
  await field(page, "Password again").fill("seven grey herons over the river");
  await page.getByRole("button", { name: "Save and sign in" }).click();
  await enter(page, codes[9] ?? "");
  await expect(page).toHaveURL("/");
});
