// The outbox: what waits without a mail server is opened and handed over, or thrown away; what was sent has no text any more.
import { Server } from "../fixtures/server.ts";
import { template } from "../fixtures/template.ts";
import { expect, test, unique, uniqueEmail } from "../fixtures/test.ts";
import type { Page } from "@playwright/test";

const everywhere = { tag: ["@hydrated", "@plain", "@phone"] };
const row = (page: Page, email: string) => page.getByRole("row").filter({ hasText: email });
const invited = () => ({ name: unique("Ines"), email: uniqueEmail(), role: "editor", activation: "email" });

const withoutMailServer = test.extend<object, { server: Server }>({
  server: [
    async ({}, use) => {
      const server = await Server.start(template().database);
      await use(server);
      await server.stop();
    },
    { scope: "worker" },
  ],
});

withoutMailServer("without a mail server a mail is opened, its link handed over, and thrown away", everywhere, async ({ page, api }) => {
  const user = invited();
  await api.create({ first_user: user });
  await page.goto("/customers");
  await page.getByRole("button", { name: "ada" }).click();
  await page.getByRole("link", { name: "Outbox" }).click();
  await expect(page).toHaveURL("/settings/mail");
  await expect(page.getByText("There is no mail server: mail waits here.")).toBeVisible();
  await expect(row(page, user.email)).toContainText("Invitation");
  await expect(row(page, user.email)).toContainText("Waiting");

  await page.getByRole("button", { name: `Open the mail to ${user.email}` }).click();
  await expect(page.getByRole("heading", { name: `Link for ${user.email}` })).toBeVisible();
  const link = await page.getByLabel("Activation link", { exact: true }).inputValue();
  expect(link).toMatch(/\/activate\/\S{40,}$/);
  await expect(page.locator(".letter-text")).toContainText(link);
  expect((await fetch(link)).status).toBe(200);

  await page.getByRole("button", { name: `Throw the mail to ${user.email} away` }).click();
  await expect(row(page, user.email)).toContainText("Thrown away");
  await expect(page.getByRole("button", { name: `Open the mail to ${user.email}` })).toHaveCount(0);
  expect((await fetch(link)).status).toBe(404);
  await page.goto("/settings/mail?status=failed");
  await expect(page.getByRole("heading", { name: "No mail in this state" })).toBeVisible();
});

test("what was sent is listed, without its text", { tag: ["@hydrated", "@plain"] }, async ({ page, api, mailbox }) => {
  const user = invited();
  await api.create({ first_user: user });
  await mailbox.next(user.email);
  await expect(async () => {
    await page.goto("/settings/mail?status=sent");
    await expect(row(page, user.email)).toContainText("Sent", { timeout: 500 });
  }).toPass();
  await expect(row(page, user.email).getByRole("button")).toHaveCount(0);
});

test("it is for admins of the provider", async ({ api, person }) => {
  const user = { name: unique("Ugo"), email: uniqueEmail(), role: "admin", password: "a quiet forest of tall words" };
  await api.create({ first_user: user });
  const { page, watch } = await person(user);
  await page.goto("/customers");
  await page.getByRole("button", { name: user.name }).click();
  await expect(page.getByRole("link", { name: "Account" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Outbox" })).toHaveCount(0);
  watch.expectStatus(403);
  await page.goto("/settings/mail");
  await expect(page.getByRole("heading", { level: 1, name: "Outbox" })).toBeVisible();
  await expect(page.getByRole("row")).toHaveCount(0);
});
