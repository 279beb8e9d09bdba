// Passkeys: added, signed in by, named and removed, with a device that the browser plays; and where there can be none.
import { expectNothingFromAxe } from "../fixtures/axe.ts";
import { expectWrong, field } from "../fixtures/form.ts";
import { addDevice, addPasskey, asked, card, comeBack, hold, leave, lock, noteAsked, openForm, PASSKEY_PLACES, press, release, signIn, somebody, test } from "../fixtures/passkeys.ts";
import { expect, test as unnamed } from "../fixtures/test.ts";
import { code } from "../fixtures/totp.ts";
import { Watch } from "../fixtures/watch.ts";

const hydrated = { tag: ["@hydrated", "@phone"] };

test.use({ storageState: { cookies: [], origins: [] } });

test("a passkey is added with the password, signs in alone, gets another name and goes", hydrated, async ({ page, context, api, watch }) => {
  watch.expectStatus(422);
  watch.expectStatus(401);
  const email = await somebody(api);
  await noteAsked(page);
  const device = await addDevice(page);
  await signIn(page, email);
  await expect(card(page)).toContainText("None yet.");
  await openForm(page);
  await expect(page).toHaveURL("/account?add=passkey");
  const name = field(card(page), "Name of the passkey");
  await expect(name).toBeFocused();
  await expect(name).toHaveValue(/ on /);
  await name.fill("Blue phone");
  await field(card(page), "Current password").fill("not the password");
  await card(page).getByRole("button", { name: "Add a passkey" }).click();
  await expectWrong(page, field(card(page), "Current password"), "This isn't your current password.");
  await field(card(page), "Current password").fill("a quiet forest of tall words");
  await card(page).getByRole("button", { name: "Add a passkey" }).click();
  await expect(card(page).getByRole("listitem")).toContainText(/^Blue phone.*not used yet · on one device only/);
  await expect(page).toHaveURL("/account");
  await expect(card(page).getByRole("link", { name: "Add a passkey" })).toBeFocused();

  await context.clearCookies({ name: "canopy" });
  await leave(device);
  await page.goto("/sign-in?next=%2Faccount%3Fedit%3Dnone");
  await page.getByLabel("Remember me for 30 days").check();
  await press(page, device);
  await page.waitForURL("**/account?edit=none");
  await expect(card(page).getByRole("listitem")).toContainText("last used");
  const session = (await context.cookies()).find(({ name }) => name === "canopy");
  expect(Math.round(((session?.expires ?? 0) - Date.now() / 1000) / 86_400)).toBe(30);

  await page.goto("/account");
  await card(page).getByRole("link", { name: "Rename Blue phone" }).click();
  await expect(name).toBeFocused();
  await name.fill("");
  await page.keyboard.press("Enter");
  await expectWrong(page, name, "Fill this in.");
  await name.fill("Red phone");
  await page.keyboard.press("Enter");
  await expect(card(page).getByRole("link", { name: "Rename Red phone" })).toBeFocused();
  await card(page).getByRole("link", { name: "Remove Red phone" }).click();
  await expect(page.getByRole("dialog")).toContainText("Remove Red phone?");
  await page.getByRole("button", { name: "Remove passkey" }).click();
  await expect(card(page)).toContainText("None yet.");
  await expect(page).toHaveURL("/account");

  // The device still has it.
  await context.clearCookies({ name: "canopy" });
  await leave(device);
  await page.goto("/sign-in");
  await press(page, device);
  await expect(page.getByRole("alert")).toContainText("This passkey doesn’t sign you in.");
  await expect(page).toHaveURL("/sign-in");
});

test("it leads past the code of two-factor sign-in", hydrated, async ({ page, context, api }) => {
  await noteAsked(page);
  const device = await addDevice(page);
  const email = await somebody(api);
  await signIn(page, email);
  await addPasskey(page, "Blue phone");
  const factor = page.getByRole("region", { name: "Two-factor sign-in" });
  await field(factor, "Current password").fill("a quiet forest of tall words");
  await factor.getByRole("button", { name: "Set up" }).click();
  await field(factor, "Code").fill(code(await factor.getByLabel("Key").inputValue()));
  await factor.getByRole("button", { name: "Turn on" }).click();
  await expect(factor.getByRole("heading", { name: "Your recovery codes" })).toBeVisible();
  await context.clearCookies({ name: "canopy" });
  await leave(device);
  await page.goto("/sign-in");
  await press(page, device);
  await expect(page).toHaveURL("/");
});

test("a device says what stands in the way", hydrated, async ({ page, context, api }) => {
  const device = await addDevice(page);
  await signIn(page, await somebody(api));
  await addPasskey(page, "Blue phone");
  await openForm(page);
  await field(card(page), "Current password").fill("a quiet forest of tall words");
  await card(page).getByRole("button", { name: "Add a passkey" }).click();
  await expect(card(page).getByRole("alert")).toHaveText("This device has a passkey of yours already.");
  await card(page).getByRole("link", { name: "Cancel" }).click();
  await expect(card(page).getByRole("link", { name: "Add a passkey" })).toBeFocused();
  await lock(device);
  await context.clearCookies({ name: "canopy" });
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page.getByRole("alert")).toHaveText("No passkey was used.");
  await expect(page.getByRole("button", { name: "Sign in with a passkey" })).toBeEnabled();
});

test("the e-mail field suggests it, and who picks it is signed in", hydrated, async ({ page, context, api }) => {
  await noteAsked(page);
  const device = await addDevice(page);
  await signIn(page, await somebody(api));
  await addPasskey(page, "Blue phone");
  await context.clearCookies({ name: "canopy" });
  await leave(device);
  await page.goto("/sign-in?next=%2Faccount");
  await expect.poll(() => asked(page)).toEqual(["suggested: waits"]);
  await expect(page.getByLabel("E-mail")).toHaveAttribute("autocomplete", "username webauthn");
  // The button asks in its place.
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect.poll(() => asked(page)).toEqual(["suggested: AbortError", "asked: waits"]);
  await context.clearCookies({ name: "canopy" });
  // Who is there picks it in the field, maybe before the page is loaded whole.
  await comeBack(device);
  await page.evaluate(() => location.assign("/sign-in?next=%2Faccount"));
  await page.waitForURL("**/account");
  await expect(card(page).getByRole("listitem")).toContainText("last used");
});

test("what the field suggests ends with the page, and comes again after a dialog that was dismissed", hydrated, async ({ page, context, api }) => {
  await noteAsked(page);
  const device = await addDevice(page);
  await signIn(page, await somebody(api));
  await addPasskey(page, "Blue phone");
  await context.clearCookies({ name: "canopy" });
  await leave(device);
  await page.goto("/sign-in");
  await expect.poll(() => asked(page)).toEqual(["suggested: waits"]);
  await page.getByRole("link", { name: "Forgotten your password?" }).click();
  await expect(page).toHaveURL(/reset/);
  await expect.poll(() => asked(page)).toEqual(["suggested: AbortError"]);
  await page.goto("/sign-in");
  await expect.poll(() => asked(page)).toEqual(["suggested: waits"]);
  await lock(device);
  await comeBack(device);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  // A locked device has nothing to suggest, of which nothing is said.
  await expect.poll(() => asked(page)).toEqual(["suggested: AbortError", "asked: NotAllowedError", "suggested: NotAllowedError"]);
  await expect(page.getByRole("alert")).toHaveText("No passkey was used.");
});

test("what waits longer than its challenge lives is asked anew", hydrated, async ({ page, context, api }) => {
  await noteAsked(page);
  const device = await addDevice(page);
  await signIn(page, await somebody(api));
  await addPasskey(page, "Blue phone");
  await context.clearCookies({ name: "canopy" });
  await leave(device);
  await page.clock.install();
  await page.goto("/sign-in?next=%2Faccount");
  await expect.poll(() => asked(page)).toEqual(["suggested: waits"]);
  await page.clock.fastForward("04:20");
  await expect.poll(() => asked(page)).toEqual(["suggested: AbortError", "suggested: waits"]);

  // In the background nothing is asked anew; who comes back and picks one is asked once more.
  await page.addInitScript(() => Object.defineProperty(document, "hidden", { get: () => true }));
  await hold(page);
  await comeBack(device);
  await page.goto("/sign-in?next=%2Faccount");
  await expect.poll(() => asked(page)).toEqual(["suggested: waits"]);
  await page.clock.fastForward("06:00");
  expect(await asked(page)).toEqual(["suggested: waits"]);
  const begun = page.waitForRequest((request) => request.url().includes("begin_passkey_sign_in"));
  await release(page);
  await begun;
  await page.waitForURL("**/account");
});

test("a browser that suggests no passkeys is asked for none", hydrated, async ({ page }) => {
  const begun: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("begin_passkey_sign_in")) begun.push(request.url());
  });
  await page.addInitScript(() => Object.defineProperty(PublicKeyCredential, "isConditionalMediationAvailable", { value: undefined }));
  await page.goto("/sign-in");
  await expect(page.getByRole("button", { name: "Sign in with a passkey" })).toBeVisible();
  await page.waitForLoadState("networkidle");
  await expect(page.getByLabel("E-mail")).toHaveAttribute("autocomplete", "username");
  expect(begun).toEqual([]);
});

test("without scripts passkeys are renamed and removed, and nothing is offered that needs one", async ({ page: alive, api, browser, server }) => {
  const email = await somebody(api);
  await addDevice(alive);
  await signIn(alive, email);
  await addPasskey(alive, "Blue phone");

  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false, locale: "en-GB", storageState: { cookies: [], origins: [] } });
  const watch = new Watch(context, false);
  const page = await context.newPage();
  await page.goto("/sign-in?next=%2Faccount");
  await expect(page.getByRole("button", { name: "Sign in with a passkey" })).toHaveCount(0);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill("a quiet forest of tall words");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/account");
  await expect(card(page).getByRole("link", { name: "Add a passkey" })).toHaveCount(0);
  await card(page).getByRole("link", { name: "Rename Blue phone" }).click();
  await field(card(page), "Name of the passkey").fill("Red phone");
  await card(page).getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status").filter({ hasText: "The passkey has another name" })).toBeVisible();
  await card(page).getByRole("link", { name: "Remove Red phone" }).click();
  await page.getByRole("button", { name: "Remove passkey" }).click();
  await expect(page.getByRole("status").filter({ hasText: "The passkey is removed" })).toBeVisible();
  await expect(card(page)).toContainText("None yet.");
  watch.check();
  await context.close();
});

unnamed("a server that is reached by a number has none, and says so", { tag: ["@hydrated", "@plain", "@phone"] }, async ({ page, context, admin }) => {
  await page.goto("/sign-in");
  await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeVisible();
  await expect(page.getByText("Sign in with a passkey")).toHaveCount(0);
  await context.addCookies(admin.cookies);
  await page.goto("/account");
  await expect(card(page)).toContainText("Not possible here");
  await expect(card(page).getByText("Add a passkey")).toHaveCount(0);
});

for (const place of PASSKEY_PLACES) {
  test(place.name, hydrated, async ({ page, api, mailbox, watch }) => {
    if (place.status) watch.expectStatus(place.status);
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await page.goto(await place.path(api, mailbox));
    await place.prepare?.(page);
    await expectNothingFromAxe(page);
  });
}
