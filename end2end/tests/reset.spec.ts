// A forgotten password: asked for, mailed, chosen anew. Whoever asks gets the same words, and a link that has ended says how.
import type { Page } from "@playwright/test";
import { field } from "../fixtures/form.ts";
import { ADMIN, expect, test, unique, uniqueEmail } from "../fixtures/test.ts";

const everywhere = { tag: ["@hydrated", "@plain", "@phone"] };
const OLD = "a quiet forest of tall words";
const NEW = "seven grey herons over the river";

test.use({ storageState: { cookies: [], origins: [] } });

async function signIn(page: Page, email: string, password: string) {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

async function ask(page: Page, email: string) {
  await page.goto("/reset");
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Look into your mail");
}

async function choose(page: Page, password: string, again = password) {
  await field(page, "Password").fill(password);
  await field(page, "Password again").fill(again);
  await page.getByRole("button", { name: "Save and sign in" }).click();
}

test("who has forgotten the password gets a link and chooses another; the old one and other sessions are over", everywhere, async ({ page, context, api, mailbox, watch }) => {
  const email = uniqueEmail();
  const customer = await api.create({ first_user: { name: unique("Ugo"), email, password: OLD } });
  await signIn(page, email, OLD);
  await expect(page).toHaveURL("/");
  const before = (await context.cookies()).filter(({ name }) => name === "canopy");
  await context.clearCookies({ name: "canopy" });

  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Forgotten your password?" }).click();
  await expect(page).toHaveURL("/reset");
  await page.getByLabel("E-mail").fill(email.toUpperCase());
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByText(/is on its way there\.$/)).toBeVisible();
  const { link } = await mailbox.next(email);

  // Looking does not consume it, as often as one looks.
  for (const _ of [1, 2]) await page.goto(link);
  await expect(page.getByText(`for ${email} at ${customer.name}`)).toBeVisible();
  watch.expectStatus(422, "/reset/");
  await choose(page, NEW, "something else");
  await expect(page.getByRole("alert").getByRole("link")).toHaveText(/^Password again: /);
  await choose(page, NEW);
  await expect(page).toHaveURL("/");

  watch.expectStatus(404, "/reset/");
  expect((await page.goto(link))?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This link was used already");

  await context.clearCookies({ name: "canopy" });
  await context.addCookies(before);
  await page.goto("/customers");
  await expect(page).toHaveURL(/\/sign-in/);
  watch.expectStatus(401, "/sign-in");
  await signIn(page, email, OLD);
  await expect(page.getByRole("alert")).toHaveText("That e-mail and password don’t match.");
  await signIn(page, email, NEW);
  await expect(page).toHaveURL("/");
});

test("every address gets the same words, and only a known one gets mail", everywhere, async ({ page, api, mailbox }) => {
  const known = uniqueEmail();
  const unknown = uniqueEmail();
  await api.create({ first_user: { name: unique("Ugo"), email: known, password: OLD } });
  const words: string[] = [];
  for (const email of [unknown, known]) {
    await ask(page, email);
    words.push((await page.getByRole("main").innerText()).replaceAll(email, "…"));
  }
  expect(words[0]).toBe(words[1]);
  await mailbox.next(known);
  expect(mailbox.waiting(unknown)).toBe(0);
});

test("what is no address is said before anything is sent", { tag: ["@hydrated", "@plain"] }, async ({ page, watch }) => {
  watch.expectStatus(422, "/reset");
  await page.goto("/reset");
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByRole("alert").getByRole("link")).toHaveText("E-mail: Fill this in.");
  await page.getByLabel("E-mail").fill("ada");
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByRole("alert").getByRole("link")).toHaveText(/^E-mail: /);
  await expect(page.getByLabel("E-mail")).toHaveValue("ada");
});

test("a link that does nothing says why, and leads on", everywhere, async ({ page, mailbox, watch }) => {
  watch.expectStatus(404, "/reset/");
  await ask(page, ADMIN.email);
  const { link: first } = await mailbox.next(ADMIN.email);
  await ask(page, ADMIN.email);
  await mailbox.next(ADMIN.email);
  for (const [address, title] of [[first, "This link no longer works"], [first.slice(0, -3), "This link is not complete"]] as const) {
    expect((await page.goto(address))?.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  }
  await page.getByRole("link", { name: "Ask for a new link" }).click();
  await expect(page).toHaveURL("/reset");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Forgotten password");
});
