// Every page and state at three widths, light and dark.
import { join, resolve } from "node:path";
import { PASSKEY_PLACES, test as named } from "../fixtures/passkeys.ts";
import { PLACES } from "../fixtures/places.ts";
import { test as plain } from "../fixtures/test.ts";

const FOLDER = resolve(process.env.SCREENSHOTS ?? "screenshots-out");
const SIZES = [[1440, 900], [768, 1024], [390, 844]] as const;

for (const { test, place } of [...PLACES.map((place) => ({ test: plain, place })), ...PASSKEY_PLACES.map((place) => ({ test: named, place }))]) {
  for (const [width, height] of SIZES) {
    test(`${place.name} at ${width}`, async ({ page, api, mailbox, watch, context }) => {
      if (place.anonymous) await context.clearCookies({ name: "canopy" });
      if (place.status) watch.expectStatus(place.status);
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
      await page.goto(await place.path(api, mailbox));
      await place.prepare?.(page);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
        const name = `${place.name.replaceAll(/[^a-z]+/gi, "-")}-${width}-${colorScheme}.png`;
        await page.screenshot({ path: join(FOLDER, name) });
      }
    });
  }
}
