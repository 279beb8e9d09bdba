// Signing in and out, with and without the wasm.
import { ADMIN, expect, test } from "../fixtures/test.ts";

const both = { tag: ["@hydrated", "@plain"] };

test.use({ storageState: { cookies: [], origins: [] } });

test("whoever isn't signed in signs in first and then is where they wanted to go", both, async ({ page, context }) => {
  await page.goto("/customers?q=bianchi&sort=-name");
  await expect(page).toHaveURL("/sign-in?next=%2Fcustomers%3Fq%3Dbianchi%26sort%3D-name");
  await page.getByLabel("E-mail").fill(ADMIN.email);
  await page.getByLabel("Password", { exact: true }).fill(ADMIN.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/customers?q=bianchi&sort=-name");
  await expect(page.getByRole("searchbox", { name: "Search this list" })).toHaveValue("bianchi");
  const [cookie] = (await context.cookies()).filter(({ name }) => name === "canopy");
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax", expires: -1 });

  // Who is signed in has nothing to do on the sign-in page.
  await page.goto("/sign-in?next=%2Ftrash");
  await expect(page).toHaveURL("/trash");
});

test("a wrong password and an unknown address get the same words, and the address stays typed", both, async ({ page, watch }) => {
  watch.expectStatus(401, "/sign-in");
  await page.goto("/sign-in");
  for (const email of [ADMIN.email, "nobody@provider.example"]) {
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password", { exact: true }).fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("alert")).toHaveText("That e-mail and password don’t match.");
    await expect(page.getByLabel("E-mail")).toHaveValue(email);
    await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
  }
});

test("who asks to be remembered is, until they sign out", both, async ({ page, context }) => {
  await page.goto("/sign-in?next=https%3A%2F%2Fevil.example");
  await page.getByLabel("E-mail").fill(ADMIN.email);
  await page.getByLabel("Password", { exact: true }).fill(ADMIN.password);
  await page.getByLabel("Remember me for 30 days").check();
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/");
  const session = async () => (await context.cookies()).find(({ name }) => name === "canopy");
  const cookie = await session();
  const days = ((cookie?.expires ?? 0) - Date.now() / 1000) / 86_400;
  expect(Math.round(days)).toBe(30);

  await page.getByRole("button", { name: "ada" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/sign-in");
  expect(await session()).toBeUndefined();
  // The session has ended on the server too.
  await context.addCookies(cookie ? [cookie] : []);
  await page.goto("/customers");
  await expect(page).toHaveURL(/\/sign-in/);
});
