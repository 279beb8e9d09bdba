// On a phone: one pane at a time, the bar at the bottom, targets for fingers.
import { expect, test } from "../fixtures/test.ts";
import { names, rows, searchField } from "../fixtures/list.ts";

test("list, detail and back", { tag: "@phone" }, async ({ page }) => {
  await page.goto("/customers?q=bianchi");
  const name = (await names(page))[0] ?? "";
  await rows(page).first().getByRole("link", { name, exact: true }).tap();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  await expect(searchField(page)).toBeHidden();
  await page.getByRole("main").getByRole("link", { name: "Customers" }).filter({ visible: true }).tap();
  await expect(page).toHaveURL("/customers?q=bianchi");
  await expect(rows(page).first()).toBeInViewport();
});

test("the bar leads everywhere, the verbs come as a sheet", { tag: "@phone" }, async ({ page, api }) => {
  const { id, name } = await api.create();
  await page.goto("/customers");
  const bar = page.getByRole("navigation", { name: "Main" });
  const box = await bar.boundingBox();
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeCloseTo(844, 0);
  await bar.getByRole("link", { name: "Trash" }).tap();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Trash");
  await bar.getByRole("button", { name: "ada" }).tap();
  await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();

  await page.goto(`/customers/${id}`);
  await page.getByRole("button", { name: `More for ${name}` }).filter({ visible: true }).tap();
  await page.getByRole("link", { name: "Delete", exact: true }).tap();
  await expect(page.getByRole("dialog", { name: `Delete ${name}?` })).toBeVisible();
});

test("a row's menu has its verbs", { tag: "@phone" }, async ({ page, api }) => {
  const { name } = await api.create();
  await page.goto(`/customers?q=${encodeURIComponent(name)}`);
  await page.getByRole("button", { name: `More for ${name}` }).tap();
  await page.locator("#row-menu").getByRole("link", { name: "Manage users" }).tap();
  await expect(page).toHaveURL(/\/users\?q=/);
  await expect(page.getByRole("heading", { name: "No users yet" })).toBeVisible();
});

test("everything that is pressed is large enough, and nothing is wider than the screen", { tag: "@phone" }, async ({ page, api }) => {
  const { id } = await api.create({ city: "Bergamo", first_user: { name: "Ugo", email: `ugo-${Date.now()}@example.com`, activation: "link" } });
  await api.call("POST", `/customers/${id}/contacts`, { name: "Bruno Neri", email: "bruno@example.com" });
  for (const path of ["/", "/customers", `/customers/${id}`, `/customers/${id}/users`, `/customers/${id}/contacts`, "/customers/new", "/users", "/trash"]) {
    await page.goto(path);
    const { wide, small } = await page.evaluate(() => {
      // Whether a finger there would press it, by itself or by its label.
      const hit = (element: Element, x: number, y: number) => {
        const found = document.elementFromPoint(x, y);
        const label = element.closest("label");
        return found !== null && (element.contains(found) || (label?.contains(found) ?? false));
      };
      const small = [...document.querySelectorAll<HTMLElement>("a, button, input, select, summary, label:has(input)")].filter((element) => {
        element.scrollIntoView({ block: "center" });
        const box = element.getBoundingClientRect();
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
        if (!hit(element, x, y)) return false;
        const reach = (way: number) => [...Array(44).keys()].findIndex((step) => !hit(element, x, y + way * step));
        const [up, down] = [reach(-1), reach(1)];
        return up >= 0 && down >= 0 && up + down < 43;
      });
      return {
        wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        small: small.map((element) => `${element.outerHTML.slice(0, 120)} ${element.getBoundingClientRect().height}`),
      };
    });
    expect.soft(wide, path).toBe(0);
    expect.soft(small, path).toEqual([]);
  }
});

test("a verb closes the sheet, and what came of it is in sight", { tag: "@phone" }, async ({ page, api, watch }) => {
  const { id, name } = await api.create();
  watch.expectFailure("set_customer_status");
  await page.route("**/set_customer_status*", (route) => route.abort("connectionrefused"));
  await page.goto(`/customers/${id}`);
  await page.getByRole("button", { name: `More for ${name}` }).filter({ visible: true }).tap();
  await page.getByRole("button", { name: "Disable" }).tap();
  await expect(page.locator("#detail-actions")).toBeHidden();
  await page.locator(".toast").getByRole("button", { name: "Dismiss" }).tap();
  await expect(page.locator(".toast")).toHaveCount(0);
});

test("a name has the whole line, and which other field matched is in sight", { tag: "@phone" }, async ({ page, api }) => {
  const word = `magazzino-${Date.now()}`;
  const name = "Falegnameria Artigiana Bergamasca S.n.c.";
  await api.create({ name, first_user: { name: "Ugo", email: `${word}@example.com`, activation: "link" } });
  await page.goto(`/customers?q=${word}`);
  const row = rows(page).first();
  await expect(row).toContainText(name);
  const right = async (place: string) => {
    const box = await row.locator(place).first().boundingBox();
    return (box?.x ?? 0) + (box?.width ?? 0);
  };
  expect(await right(".customer-match mark")).toBeLessThan(await right(".row-more"));
  const cut = (place: string) => row.locator(place).first().evaluate((element) => element.scrollWidth > element.clientWidth);
  expect(await cut(".row-link")).toBe(false);
  expect(await cut(".row-link > bdi")).toBe(false);
});
