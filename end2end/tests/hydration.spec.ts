// Each page comes to life without the browser having to mend what the server rendered, and is the same afterwards as before.
import { expect, test } from "../fixtures/test.ts";
import { PLACES } from "../fixtures/places.ts";

for (const place of PLACES.filter(({ prepare }) => !prepare)) {
  test(`${place.name} is the same with and without wasm`, { tag: ["@hydrated", "@phone"] }, async ({ page, api, watch, context, browser, server }) => {
    if (place.anonymous) await context.clearCookies({ name: "canopy" });
    if (place.status) watch.expectStatus(place.status);
    const path = await place.path(api);
    await page.goto(path);
    const plain = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false, locale: "en-GB", storageState: await context.storageState() });
    const before = await plain.newPage();
    await before.goto(path);
    const main = (of: typeof page) => of.getByRole("main").innerText();
    expect((await main(page)).replaceAll("In your time zone.", "In UTC.")).toBe(await main(before));
    await plain.close();
  });
}
