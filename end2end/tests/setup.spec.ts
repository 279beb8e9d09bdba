// A new installation: the link that the server prints creates the provider and its first admin, once.
import { field } from "../fixtures/form.ts";
import { expect, test } from "../fixtures/test.ts";
import { Server } from "../fixtures/server.ts";

test.use({ storageState: { cookies: [], origins: [] } });

test("the printed link sets up the provider, once", async ({ page, person }) => {
  const server = await Server.start();
  try {
    await page.goto(`${server.url}/sign-in`);
    await expect(page.getByText("Open the link that the server printed when it started.")).toBeVisible();
    await page.goto(server.setupLink ?? "");
    await expect(page.getByRole("heading", { level: 1, name: "Set up Canopy" })).toBeVisible();

    // What is wrong is said before anything is sent, with links to the fields.
    await page.getByRole("button", { name: "Create provider" }).click();
    const summary = page.getByRole("alert");
    await expect(summary.getByRole("heading")).toHaveText("5 things to fix");
    await summary.getByRole("link", { name: /^Provider name/ }).click();
    await expect(page.getByLabel("Provider name")).toBeFocused();

    await page.getByLabel("Provider name").fill("Aurora Networks");
    await page.getByLabel("Country").selectOption({ label: "Italy" });
    await page.getByLabel("Your name").fill("Greta Sole");
    await page.getByLabel("E-mail").fill("greta@aurora.example");
    await field(page, "Password").fill("a quiet forest of tall words");
    await page.getByLabel("Password again").fill("a quiet forest of tall words");
    await page.getByRole("button", { name: "Create provider" }).click();

    await expect(page).toHaveURL(`${server.url}/`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Aurora Networks");
    await expect(page.getByText(/^No customers yet\. Add the first one/)).toBeVisible();
    await expect(page.getByText(/^You are the only one who can sign in here/)).toBeVisible();
    await expect(page.getByRole("button", { name: "Greta Sole" })).toBeVisible();

    const other = await person("nobody");
    other.watch.expectStatus(404, "/setup/");
    const answer = await other.page.goto(server.setupLink ?? "");
    expect(answer?.status()).toBe(404);
    await expect(other.page.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
  } finally {
    await page.close();
    await server.stop();
  }
});
