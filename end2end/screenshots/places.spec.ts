// Every page and state at three widths, light and dark. Of many there is a choice: WIDTHS=390, THEMES=light; LANGUAGE=it shows each page
// again in that language once it has been reached in English.
import { join, resolve } from "node:path";
import { HARD_PLACES } from "../fixtures/hard-places.ts";
import { PASSKEY_PLACES, test as named } from "../fixtures/passkeys.ts";
import { PLACES } from "../fixtures/places.ts";
import { test as plain } from "../fixtures/test.ts";

const FOLDER = resolve(process.env.SCREENSHOTS ?? "screenshots-out");
const HEIGHTS: Record<string, number> = { 1440: 900, 768: 1024, 390: 844 };
const chosen = (variable: string, all: string) => (process.env[variable] ?? all).split(",");
const LANGUAGE = process.env.LANGUAGE;

// A phone has no pointer that hovers, but a finger.
const use = (width: number) => (width < 640 ? { isMobile: true, hasTouch: true } : {});

for (const { test, place } of [...[...PLACES, ...HARD_PLACES].map((place) => ({ test: plain, place })), ...PASSKEY_PLACES.map((place) => ({ test: named, place }))]) {
  for (const width of chosen("WIDTHS", "1440,768,390").map(Number)) {
    test.describe(() => {
      test.use(use(width));
      test(`${place.name} at ${width}`, async ({ page, api, mailbox, watch, context }) => {
        if (place.anonymous) await context.clearCookies({ name: "canopy" });
        if (place.status) watch.expectStatus(place.status);
        if (place.failing) watch.expectFailure(place.failing);
        await page.setViewportSize({ width, height: HEIGHTS[width] ?? 900 });
        await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
        await page.goto(await place.path(api, mailbox));
        await place.prepare?.(page);
        if (LANGUAGE) {
          await context.addCookies([{ name: "lang", value: LANGUAGE, url: page.url() }]);
          await page.reload();
        }
        for (const colorScheme of chosen("THEMES", "light,dark") as ("light" | "dark")[]) {
          await page.emulateMedia({ colorScheme });
          await page.evaluate(() => Promise.all(document.getAnimations().filter((one) => one.effect?.getTiming().iterations !== Number.POSITIVE_INFINITY).map((animation) => animation.finished)));
          const name = `${place.name.replaceAll(/[^a-z]+/gi, "-")}-${width}-${LANGUAGE ? `${LANGUAGE}-` : ""}${colorScheme}.png`;
          await page.screenshot({ path: join(FOLDER, name) });
        }
      });
    });
  }
}
