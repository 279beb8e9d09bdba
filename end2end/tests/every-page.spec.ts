// What holds on every page and in every state of it, on desktop and phone: it comes to life without the browser having to mend what the
// server rendered, and axe finds nothing, in light and dark.
import type { Page } from "@playwright/test";
import { expectNothingFromAxe } from "../fixtures/axe.ts";
import { HARD_PLACES } from "../fixtures/hard-places.ts";
import { PLACES } from "../fixtures/places.ts";
import { expect, test } from "../fixtures/test.ts";

for (const place of [...PLACES, ...HARD_PLACES]) {
  test(place.name, { tag: ["@hydrated", "@phone"] }, async ({ page, api, mailbox, watch, context }) => {
    if (place.anonymous) await context.clearCookies({ name: "canopy" });
    if (place.status) watch.expectStatus(place.status);
    if (place.failing) watch.expectFailure(place.failing);
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    const path = await place.path(api, mailbox);
    await page.goto(path);
    if (!place.prepare) expect(await words(page)).toEqual(await wordsOfServer(page, path));
    await place.prepare?.(page);
    await expectNothingFromAxe(page);
  });
}

/** The texts of the page as it is by now. */
const words = (page: Page) => page.evaluate(texts, "");

/** The texts of what the server sends for an address. */
const wordsOfServer = async (page: Page, path: string) => page.evaluate(texts, await (await page.request.get(path)).text());

// What is only there for want of a script is left out, and the one line that a script corrects.
function texts(html: string): string[] {
  const main = (html ? new DOMParser().parseFromString(html, "text/html") : document).querySelector("main")?.cloneNode(true) as HTMLElement;
  for (const other of main.querySelectorAll("noscript, script")) other.remove();
  // Of a long tree only the lines near what is seen stay.
  for (const far of main.querySelectorAll("tr.node:nth-child(n + 20)")) far.remove();
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode.textContent?.trim() ?? "");
  return found.filter(Boolean).map((text) => (text === "In your time zone." ? "In UTC." : text));
}
