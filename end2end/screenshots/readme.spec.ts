// The picture in the README: list and detail on data that looks like a provider's.
import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { Api, type Customer } from "../fixtures/api.ts";
import { rows } from "../fixtures/list.ts";
import { folder, run, Server } from "../fixtures/server.ts";
import { ADMIN } from "../fixtures/template.ts";
import { expect, test, untilAlive } from "../fixtures/test.ts";

const PICTURE = resolve(import.meta.dirname, "../../docs/screenshots/customers.png");

test.use({ storageState: { cookies: [], origins: [] }, viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1, colorScheme: "light" });

test("docs/screenshots/customers.png", async ({ page }) => {
  const home = folder();
  const database = join(home, "seed.db");
  await run(database, ["admin", "create", "--email", ADMIN.email, "--password-stdin", "--provider", "Northwind Cloud"], ADMIN.password);
  await run(database, ["seed", "--customers", "2000"]);
  const token = (await run(database, ["token", "create", "--email", ADMIN.email])).trim();
  const server = await Server.start(database);
  try {
    const api = new Api(server.url, token);
    const { items } = await api.call<{ items: Customer[] }>("GET", "/customers?q=bianchi&limit=13");
    // Of those that are in the picture the one of whom there is most to see, as long as it fits.
    const users = async ({ id }: Customer) => (await api.call<{ total: number }>("GET", `/customers/${id}/users?limit=1`)).total;
    const worth = async (item: Customer) => {
      const filled = [item.email, item.phone, item.website, item.vat_number, item.ranking_id, item.parent_id].filter(Boolean).length;
      return String(item.email ?? "").length > 27 ? 0 : filled + 3 * (await users(item));
    };
    const worths = await Promise.all(items.map(worth));
    const shown = items[worths.indexOf(Math.max(...worths))];
    await page.goto(`${server.url}/sign-in?next=${encodeURIComponent(`/customers/${shown?.id}?q=bianchi`)}`);
    await page.getByLabel("E-mail").fill(ADMIN.email);
    await page.getByLabel("Password", { exact: true }).fill(ADMIN.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(rows(page)).toHaveCount(50);
    await untilAlive(page);
    await page.screenshot({ path: PICTURE });
  } finally {
    await page.close();
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  }
});
