// How the list looks: its columns and the height of its rows; and that it goes on as one scrolls.
import type { Page } from "@playwright/test";
import { expect, test, unique } from "../../fixtures/test.ts";
import { ids, names, rows, shown, table } from "../../fixtures/list.ts";

const both = { tag: ["@hydrated", "@plain"] };

const heads = (page: Page) => table(page).getByRole("columnheader").allInnerTexts();
const scroller = (page: Page) => page.locator(".customers-rows");
const scroll = (page: Page, to: number) => scroller(page).evaluate((element, top) => element.scrollTo(0, top), to);

test("one chooses columns and the height of the rows; the server renders them at once", both, async ({ page, api, server }) => {
  const tier = await api.call<{ id: string }>("POST", "/rankings", { name: unique("Tier") });
  const customer = await api.create({
    name: unique("Gandino"), street: "Via Forzenigo 1", postal_code: "24024", city: "Gandino", vat_number: "IT00743110157", ranking_id: tier.id,
  });
  await page.goto(`/customers?q=${encodeURIComponent(customer.name)}`);
  expect(await heads(page)).toEqual(["Name", "Ref ID", "Status", "Managed by", "Place", "Created"]);
  const height = async () => (await rows(page).first().boundingBox())?.height;
  expect(await height()).toBe(40);

  await page.getByRole("button", { name: "View", exact: true }).click();
  const menu = page.getByRole("form", { name: "View" });
  for (const column of ["Address", "VAT number", "Ranking"]) await menu.getByRole("checkbox", { name: `Show ${column}` }).check();
  for (const column of ["Ref ID", "Place"]) await menu.getByRole("checkbox", { name: `Show ${column}` }).uncheck();
  await menu.getByText("Compact").click();
  await menu.getByRole("button", { name: "Apply" }).click();
  await expect(table(page).getByRole("columnheader")).toHaveText(["Name", "Status", "Managed by", "Address", "VAT number", "Ranking", "Created"]);
  await expect(page).toHaveURL(/\/customers\?q=/);
  await expect(rows(page).first()).toContainText("Via Forzenigo 1, 24024 Gandino");
  await expect(rows(page).first()).toContainText("IT00743110157");
  await expect(rows(page).first()).toContainText("Tier");
  expect(await height()).toBe(32);

  // Nothing of it waits for a script.
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const html = await (await fetch(`${server.url}/customers`, { headers: { cookie } })).text();
  expect(html).toContain(">Address</th>");
  expect(html).not.toContain(">Place</th>");

  await page.getByRole("button", { name: "View", exact: true }).click();
  await expect(menu.getByRole("checkbox", { name: "Show Place" })).not.toBeChecked();
  await expect(menu.getByRole("radio", { name: "Compact" })).toBeChecked();
  for (const box of await menu.getByRole("checkbox").all()) await box.uncheck();
  await menu.getByRole("button", { name: "Apply" }).click();
  await expect(table(page).getByRole("columnheader")).toHaveText(["Name"]);
});

test("the parts of an address are edited one after the other, the city once", async ({ page, api, context, server }) => {
  const customer = await api.create({ name: unique("Leffe"), street: "Via Roma 1", postal_code: "24026", city: "Leffe" });
  await context.addCookies([{ name: "columns", value: "place.address.ranking", url: server.url }]);
  await page.goto(`/customers?q=${encodeURIComponent(customer.name)}`);
  const input = (field: string) => page.locator(`[id="cell-${field}-${customer.id}"]`);
  await rows(page).first().locator("[data-field=street]").first().dblclick({ force: true });
  await input("street").fill("Via Milano 2");
  await page.keyboard.press("Tab");
  await input("postal_code").fill("24027");
  await page.keyboard.press("Tab");
  await expect(input("ranking_id")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(rows(page).first()).toContainText("Via Milano 2, 24027 Leffe");
  await expect.poll(() => api.customer(customer.id)).toMatchObject({ street: "Via Milano 2", postal_code: "24027", city: "Leffe" });
});

test("the list goes on as one scrolls, and holds only the rows that are near", async ({ page }) => {
  await page.goto("/customers");
  const first = (await ids(page)).slice(0, 50);
  expect(first).toHaveLength(50);
  const order: string[] = [...first];
  const seen = new Set(first);
  // What is in sight is there, to the last line of it.
  const settled = () => scroller(page).evaluate((element) => {
    const { left, bottom } = element.getBoundingClientRect();
    return document.elementFromPoint(left + 60, bottom - 10)?.closest(".row, .pager") !== null;
  });
  // Twelve pages, each row of them once in sight.
  while (seen.size < 600) {
    await scroller(page).evaluate((element) => element.scrollBy(0, element.clientHeight - 80));
    await expect.poll(settled).toBe(true);
    for (const id of await ids(page)) {
      if (!seen.has(id)) {
        seen.add(id);
        order.push(id);
      }
    }
    expect(await rows(page).count()).toBeLessThanOrEqual(300);
  }
  expect(await ids(page)).not.toContain(first[0]);
  // Back to the top: the first rows are there again, in the same place.
  await scroll(page, 0);
  await expect.poll(() => ids(page)).toContain(first[0]);
  await expect(page.locator(`[id="${first[0]}"]`)).toBeInViewport();
  await expect.poll(async () => (await ids(page)).slice(0, 36)).toEqual(first.slice(0, 36));
  // In the middle at once, as by dragging the bar: what was loaded is shown again, and each row where it was.
  await scroll(page, 20_000);
  await expect.poll(() => ids(page)).toContain(order[500]);
  const top = await page.locator(`[id="${order[500]}"]`).evaluate((link) => {
    const scroller = link.closest(".customers-rows");
    return (link.closest("tr")?.getBoundingClientRect().top ?? 0) - (scroller?.getBoundingClientRect().top ?? 0) + (scroller?.scrollTop ?? 0);
  });
  // 32 px of heads, then rows of 40.
  expect(Math.round(top)).toBe(32 + 500 * 40);
  await expect(table(page).getByRole("row").filter({ has: page.locator(`[id="${order[500]}"]`) })).toHaveAttribute("aria-rowindex", "502");

  // A customer beside the list, and back: nothing moved.
  const row = page.locator(`[id="${order[505]}"]`);
  await row.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(row).toBeInViewport();
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: "Customers" })).toBeVisible();
  await expect(row).toBeInViewport();
  await row.focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.locator(`[id="${order[506]}"]`)).toBeFocused();
});

test("what one is typing stays while one scrolls", async ({ page }) => {
  await page.goto("/customers");
  const [first] = await ids(page);
  await page.locator(`[id="${first}"]`).press("F2");
  const input = page.locator(".cell-form .input");
  await input.fill("");
  for (let step = 1; step <= 8; step++) {
    await scroll(page, step * 2_000);
    await expect.poll(() => rows(page).count()).toBeGreaterThan(step * 50);
  }
  await expect(input).toHaveValue("");
  await input.press("Escape");
  await scroll(page, 16_500);
  await expect.poll(() => rows(page).count()).toBeLessThanOrEqual(300);
});

test("a page that can't be loaded is said, and asked for again by its link", async ({ page, watch }) => {
  await page.goto("/customers");
  await page.route("**/list_customers*", (route) => route.abort("connectionrefused"));
  watch.expectFailure("list_customers");
  await scroll(page, 100_000);
  await expect(page.getByRole("status").getByText("The server can’t be reached.")).toBeVisible();
  await page.unroute("**/list_customers*");
  // However one scrolls, it waits to be asked.
  for (const top of [0, 100_000]) {
    await scroll(page, top);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    await expect(page.getByRole("link", { name: "Load more" })).toHaveAttribute("aria-busy", "false");
  }
  await expect(rows(page)).toHaveCount(50);
  await page.getByRole("link", { name: "Load more" }).press("Enter");
  await expect(shown(page)).toHaveText(/^100 of/);
});

test("the end of a list that was scrolled through is its end", async ({ page, api }) => {
  await page.goto("/customers?country=FR&kind=individual");
  const total = await api.total("country=FR&kind=individual");
  const all = new Set<string>();
  await expect.poll(async () => {
    for (const id of await ids(page)) all.add(id);
    await scroller(page).evaluate((element) => element.scrollBy(0, element.clientHeight));
    return all.size;
  }, { timeout: 30_000, intervals: [50] }).toBe(total);
  await expect(page.getByRole("link", { name: "Load more" })).toHaveCount(0);
  expect((await names(page)).length).toBeLessThanOrEqual(300);
});

test("on a phone the cards go on as well", { tag: "@phone" }, async ({ page }) => {
  await page.goto("/customers");
  await expect(rows(page)).toHaveCount(50);
  for (let step = 0; step < 6; step++) {
    const before = await shown(page).textContent();
    await expect.poll(async () => {
      await page.evaluate(() => window.scrollBy(0, 2500));
      return shown(page).textContent();
    }).not.toBe(before);
  }
  expect(await rows(page).count()).toBeLessThanOrEqual(300);
  const name = await names(page);
  await rows(page).nth(Math.floor(name.length / 2)).getByRole("link").first().tap();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.goBack();
  await expect(rows(page).first()).toBeVisible();
});
