// The list of ten thousand: total, filters, order, pages; all of it in the address.
import { expect, test, unique } from "../../fixtures/test.ts";
import { expectTotal, ids, names, rows, shown, table } from "../../fixtures/list.ts";
import { template } from "../../fixtures/template.ts";

test("the list tells how many there are, and the first page is in the HTML", async ({ page, api, server, admin }) => {
  const total = await api.total();
  expect(total).toBeGreaterThanOrEqual(template().imported);
  await page.goto("/customers");
  await expectTotal(page, total);
  await expect(rows(page)).toHaveCount(50);

  // Before any script: what the server sends holds the rows, and nothing of it is cached by others.
  const cookie = admin.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const answer = await fetch(`${server.url}/customers?q=bianchi`, { headers: { cookie } });
  const html = await answer.text();
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(html.match(/ id="row-[0-9a-f]{8}-/g)).toHaveLength(50);
  expect(html).toContain("<mark>Bianchi<");
});

test("filters narrow, stand in the address as chips, and can be taken off one by one", async ({ page, api }) => {
  await page.goto("/customers");
  await page.getByLabel("Filter", { exact: true }).click();
  await page.getByLabel("Status", { exact: true }).selectOption("Disabled");
  await page.getByLabel("Kind").selectOption("Company");
  await page.getByLabel("Country").selectOption("Italy");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page).toHaveURL("/customers?status=disabled&kind=company&country=IT");
  await expectTotal(page, await api.total("status=disabled&kind=company&country=IT"));
  const chips = page.getByRole("list", { name: "Filters that are on" });
  await expect(chips.getByRole("listitem")).toHaveText(["Status Disabled", "Kind Company", "Country Italy", "Clear all"]);
  await expect(page.getByLabel("Filter, 3 on")).toBeVisible();

  await chips.getByRole("link", { name: "Remove the filter Kind: Company" }).click();
  await expect(page).toHaveURL("/customers?status=disabled&country=IT");
  await expectTotal(page, await api.total("status=disabled&country=IT"));
  await page.goBack();
  await expect(chips.getByRole("listitem")).toHaveCount(4);
  await expectTotal(page, await api.total("status=disabled&kind=company&country=IT"));
  const found = await api.names("status=disabled&kind=company&country=IT");
  await expect.poll(() => names(page)).toEqual(found);
  await page.reload();
  await expectTotal(page, await api.total("status=disabled&kind=company&country=IT"));
  expect(await names(page)).toEqual(found);
  await chips.getByRole("link", { name: "Clear all" }).click();
  await expect(page).toHaveURL("/customers");
  await expectTotal(page, await api.total());
});

test("days of creation narrow the list, each with a chip of its own", async ({ page, api }) => {
  const named = unique("Calendario");
  await api.create({ name: named });
  const today = new Date().toISOString().slice(0, 10);
  await page.goto(`/customers?q=${encodeURIComponent(named)}`);
  await page.getByLabel("Filter", { exact: true }).click();
  await page.getByLabel("Created from").fill("2020-01-01");
  await page.getByLabel("Created until").fill("2020-12-31");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page).toHaveURL(/[?&]created_from=2020-01-01&created_to=2020-12-31$/);
  await expect(page.getByRole("heading", { name: /^Nothing matches/ })).toBeVisible();
  const chips = page.getByRole("list", { name: "Filters that are on" });
  await expect(chips.getByRole("listitem")).toHaveText(["Created from 1 Jan 2020", "Created until 31 Dec 2020", "Clear all"]);
  await expect(page.getByLabel("Filter, 1 on")).toBeVisible();
  await chips.getByRole("link", { name: "Remove the filter Created until: 31 Dec 2020" }).click();
  await expect.poll(() => names(page)).toEqual([named]);
  // The day itself is within.
  await page.goto(`/customers?q=${encodeURIComponent(named)}&created_from=${today}`);
  expect(await names(page)).toEqual([named]);
  await page.goto("/customers?created_from=2019-03-01&created_to=2019-03-31&sort=created_at");
  await expectTotal(page, await api.total("created_from=2019-03-01&created_to=2019-03-31"));
});

test("a column's head sorts, again the other way round", async ({ page, api }) => {
  await page.goto("/customers?country=FR");
  const head = table(page).getByRole("columnheader", { name: "Name" });
  await expect(head).toHaveAttribute("aria-sort", "ascending");
  await head.getByRole("link").click();
  await expect(page).toHaveURL("/customers?country=FR&sort=-name");
  await expect(head).toHaveAttribute("aria-sort", "descending");
  const last = await api.names("country=FR&sort=-name");
  await expect.poll(() => names(page)).toEqual(last);

  await table(page).getByRole("columnheader", { name: "Created" }).getByRole("link").click();
  await expect(page).toHaveURL("/customers?country=FR&sort=-created_at");
  const newest = await api.names("country=FR&sort=-created_at");
  await expect.poll(() => names(page)).toEqual(newest);
  await page.goBack();
  await expect(head).toHaveAttribute("aria-sort", "descending");
});

test("more rows come below the ones that are there", async ({ page }) => {
  await page.goto("/customers");
  const first = await ids(page);
  await page.getByRole("link", { name: "Load more" }).press("Enter");
  await expect(shown(page)).toHaveText(/^100 of/);
  // Those far from what is seen are not in the document.
  const last = first.at(-1)!;
  await expect.poll(async () => (await ids(page)).indexOf(last) + 10 < (await rows(page).count())).toBe(true);
  const all = await ids(page);
  expect(all.slice(all.indexOf(last) - 9, all.indexOf(last) + 1)).toEqual(first.slice(-10));
  expect(new Set(all).size).toBe(all.length);
});

test("another answer stands at the top however far one was, and goes on below what is in sight", async ({ page, api }) => {
  await page.goto("/customers?sort=name");
  const first = rows(page).first();
  await page.locator(".customers-rows").hover();
  await expect.poll(async () => {
    await page.mouse.wheel(0, 2_000);
    return Number(await first.getAttribute("aria-rowindex"));
  }).toBeGreaterThan(100);
  for (const word of ["bianchi", "bianchi molino zz", "consult", ""]) {
    await page.locator("#q").fill(word);
    const expected = await api.names(`sort=name&q=${encodeURIComponent(word)}`);
    await expect.poll(() => names(page)).toEqual(expected);
    if (expected.length === 0) continue;
    await expect(first).toBeInViewport();
    // Also the link of a row that was there before leads back to this answer.
    await expect(first.locator(".row-link")).toHaveAttribute("href", new RegExp(word ? `q=${word.replaceAll(" ", "(\\+|%20)")}` : "^[^q]*$"));
  }
});

test("without a script all of it is links and forms", { tag: "@plain" }, async ({ page, api }) => {
  await page.goto("/customers");
  const first = await ids(page);
  await page.getByRole("link", { name: "Load more" }).click();
  await expect(page).toHaveURL(/\/customers\?cursor=/);
  await expect(rows(page)).toHaveCount(50);
  expect((await ids(page)).filter((id) => first.includes(id))).toEqual([]);

  await page.goto("/customers");
  await page.getByRole("searchbox", { name: "Search this list" }).fill("bianchi");
  await page.getByLabel("Filter", { exact: true }).click();
  await page.getByLabel("Status", { exact: true }).selectOption("Disabled");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expectTotal(page, await api.total("q=bianchi&status=disabled"));
  await expect(rows(page).first().locator("mark").first()).toBeVisible();
  await table(page).getByRole("columnheader", { name: "Name" }).getByRole("link").click();
  await expect(page).toHaveURL("/customers?q=bianchi&status=disabled&sort=-name");

  // The same search stands in the rail of every page.
  await page.goto("/trash");
  await page.getByRole("searchbox", { name: "Search customers" }).fill("bianchi");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/customers?q=bianchi");
  await rows(page).first().getByRole("link").first().click();
  await expect(page).toHaveURL(/\/customers\/[0-9a-f-]{36}\?q=bianchi$/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Bianchi");
  await page.getByRole("link", { name: "Close" }).click();
  await expect(page).toHaveURL("/customers?q=bianchi");
});

test("nothing found and nothing at an address are told apart", async ({ page, watch }) => {
  await page.goto("/customers?q=xyzzyqwfp&status=disabled");
  await expect(page.getByRole("heading", { name: "Nothing matches “xyzzyqwfp”" })).toBeVisible();
  await page.getByRole("link", { name: "Search without the filters" }).click();
  await expect(page).toHaveURL("/customers?q=xyzzyqwfp");
  await page.getByRole("link", { name: "Show all customers" }).click();
  await expect(rows(page)).toHaveCount(50);

  watch.expectStatus(404);
  for (const path of ["/nowhere", "/customers/nonsense", "/customers/018f0000-0000-7000-8000-000000000000", "/llms.txt"]) {
    expect((await page.goto(path))?.status(), path).toBe(404);
    await expect(page.getByRole("heading", { level: 1, name: "There is nothing here" })).toBeVisible();
    await expect(page).toHaveTitle("There is nothing here · Canopy");
  }
  await page.getByRole("main").getByRole("link", { name: "To the customers" }).click();
  await expect(rows(page)).toHaveCount(50);
});

// A group is six rows of some 35 elements. `:has()` on what holds them had all that are there styled anew: 1,500 and more.
test("rows that come and go have no others styled anew", async ({ page, browser }) => {
  await page.goto("/customers");
  await page.locator(".customers-rows").hover();
  const scroll = async (frames: number) => {
    for (let frame = 0; frame < frames; frame += 1) {
      await page.mouse.wheel(0, 240);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
    }
  };
  // Until there are as many as there ever are.
  await scroll(40);
  await browser.startTracing(page, { categories: ["devtools.timeline"] });
  await scroll(30);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: { name: string; args: { elementCount?: number } }[] };
  const styled = traceEvents.filter(({ name }) => name === "UpdateLayoutTree").map(({ args }) => args.elementCount ?? 0);
  expect(styled.length).toBeGreaterThan(10);
  expect(Math.max(...styled)).toBeLessThan(600);
});
