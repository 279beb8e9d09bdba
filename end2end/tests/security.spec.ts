// What browsers are told about every page, and that pages keep to it. A violation would stand in the console, which each test watches.
import { expect, test } from "../fixtures/test.ts";
import { PLACES } from "../fixtures/places.ts";

test("every page comes with its headers, a nonce of its own, and nothing from elsewhere", async ({ page, api, mailbox, server, watch }) => {
  // Forty pages.
  test.slow();
  const nonces = new Set<string>();
  const hosts = new Set<string>();
  page.on("request", (request) => hosts.add(new URL(request.url()).host));
  watch.expectStatus(404);
  const places = PLACES.filter(({ anonymous, prepare }) => !anonymous && !prepare);
  for (const place of places) {
    const answer = await page.goto(await place.path(api, mailbox));
    const headers = answer?.headers() ?? {};
    const policy = headers["content-security-policy"] ?? "";
    expect(policy).toMatch(/default-src 'none'; script-src 'nonce-[^']+' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self';/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "referrer-policy": "no-referrer", "cache-control": "no-store" });
    nonces.add(/'nonce-([^']+)'/.exec(policy)?.[1] ?? "");
    expect(await answer?.text()).not.toMatch(/<[^>]+ style=/);
  }
  expect(nonces.size).toBe(places.length);
  expect([...hosts]).toEqual([new URL(server.url).host]);
});

test("an injected script doesn't run, and says so", async ({ page, watch }) => {
  await page.goto("/customers");
  await page.evaluate(() => {
    document.body.insertAdjacentHTML("beforeend", "<img src=data:, onerror=\"document.title = 'taken over'\">");
  });
  await expect.poll(() => watch.unexpected().join()).toContain("Content Security Policy");
  await expect(page).toHaveTitle("Customers · Canopy");
  watch.expectViolation();
});
