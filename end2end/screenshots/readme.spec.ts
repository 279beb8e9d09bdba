// The pictures in the README, on data that looks like a provider's: list and detail, the tree, and a customer on a phone.
import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Page } from "@playwright/test";
import { Api, type Customer } from "../fixtures/api.ts";
import { rows } from "../fixtures/list.ts";
import { folder, run, Server } from "../fixtures/server.ts";
import { ADMIN } from "../fixtures/template.ts";
import { expect, test, untilAlive } from "../fixtures/test.ts";

const picture = (name: string) => resolve(import.meta.dirname, "../../docs/screenshots", `${name}.png`);

test.use({ storageState: { cookies: [], origins: [] }, viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1, colorScheme: "light", contextOptions: { reducedMotion: "reduce" } });

// One server for all of them.
test.describe.configure({ mode: "serial" });

let server: Server;
let api: Api;
let home: string;

test.beforeAll(async () => {
  home = folder();
  const database = join(home, "seed.db");
  await run(database, ["admin", "create", "--email", ADMIN.email, "--password-stdin", "--provider", "Northwind Cloud"], ADMIN.password);
  await run(database, ["seed", "--customers", "2000"]);
  const token = (await run(database, ["token", "create", "--email", ADMIN.email])).trim();
  server = await Server.start(database);
  api = new Api(server.url, token);
});

test.afterAll(async () => {
  await server.stop();
  rmSync(home, { recursive: true, force: true });
});

async function signIn(page: Page, next: string) {
  await page.goto(`${server.url}/sign-in?next=${encodeURIComponent(next)}`);
  await page.getByLabel("E-mail").fill(ADMIN.email);
  await page.getByLabel("Password", { exact: true }).fill(ADMIN.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${server.url}${next}`);
  await untilAlive(page);
}

/** Of those that a search finds first the one of whom there is most to see, as long as it fits. */
async function worthSeeing() {
  const { items } = await api.call<{ items: Customer[] }>("GET", "/customers?q=bianchi&limit=13");
  const users = async ({ id }: Customer) => (await api.call<{ total: number }>("GET", `/customers/${id}/users?limit=1`)).total;
  const worth = async (item: Customer) => {
    const filled = [item.email, item.phone, item.website, item.vat_number, item.ranking_id, item.parent_id].filter(Boolean).length;
    return String(item.email ?? "").length > 27 ? 0 : filled + 3 * (await users(item));
  };
  const worths = await Promise.all(items.map(worth));
  return items[worths.indexOf(Math.max(...worths))]?.id;
}

/** All customers in the order of their names, by their parents. */
async function byParent() {
  const below = new Map<string | null, Customer[]>();
  let cursor = "";
  do {
    const page = await api.call<{ items: Customer[]; next_cursor: string | null }>("GET", `/customers?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    for (const item of page.items) below.set(item.parent_id, [...(below.get(item.parent_id) ?? []), item]);
    cursor = page.next_cursor ?? "";
  } while (cursor);
  return below;
}

/** Among the first at the top the way three levels down that shows most without filling the picture. */
async function wayDown() {
  const below = await byParent();
  const under = (customer: Customer) => below.get(customer.id) ?? [];
  const all = [...below.values()].flat();
  const known = new Set(all.map(({ id }) => id));
  const top = all.filter(({ parent_id }) => !parent_id || !known.has(parent_id)).slice(0, 12);
  const ways = top.flatMap((first) => under(first).flatMap((second) => under(second).filter((third) => under(third).length > 0).map((third) => [first, second, third])));
  const lines = (way: Customer[]) => way.map((customer) => under(customer).length).reduce((sum, count) => sum + count, 0);
  const fitting = ways.filter((way) => lines(way) <= 18);
  return (fitting.length > 0 ? fitting : ways).sort((one, other) => (fitting.length > 0 ? lines(other) - lines(one) : lines(one) - lines(other)))[0] ?? [];
}

test("docs/screenshots/customers.png", async ({ page }) => {
  await signIn(page, `/customers/${await worthSeeing()}?q=bianchi`);
  await expect(rows(page)).toHaveCount(50);
  await page.screenshot({ path: picture("customers") });
});

test("docs/screenshots/tree.png", async ({ page }) => {
  const way = await wayDown();
  expect(way).toHaveLength(3);
  await signIn(page, "/customers?view=tree");
  // So that there is room below it.
  await page.locator(`#row-${way[0]?.id}`).evaluate((line) => {
    const { top, height } = line.getBoundingClientRect();
    const head = line.closest("table")?.tHead?.getBoundingClientRect().bottom ?? 0;
    line.closest(".pane-scroll")?.scrollBy(0, top - head - 3 * height);
  });
  for (const { id } of way) {
    // Its row is known by its id: rows come anew while branches open.
    const line = page.locator(`#row-${id}`);
    await line.locator(".twist").click();
    await expect(line).toHaveAttribute("aria-expanded", "true");
    await expect(page.locator(`#row-${id} + tr[aria-level]`)).toBeVisible();
  }
  await page.mouse.move(0, 0);
  await page.screenshot({ path: picture("tree") });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 });

  test("docs/screenshots/phone.png", async ({ page }) => {
    await signIn(page, `/customers/${await worthSeeing()}?q=bianchi`);
    await page.screenshot({ path: picture("phone") });
  });
});
