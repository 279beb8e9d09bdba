// How the browser tests run. `make test` starts them; alone: CANOPY_BIN=… npx playwright test, with CHROMIUM for another browser.
import { defineConfig, devices } from "@playwright/test";

// As root Chromium has no sandbox; the rest keeps it from calling its maker.
const args = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

export default defineConfig({
  testDir: "tests",
  globalSetup: "./fixtures/template.ts",
  fullyParallel: true,
  forbidOnly: true,
  // Here a test that fails now and then fails. `.ci/run` gives it a second try and says so.
  retries: Number(process.env.CANOPY_TEST_RETRIES ?? 0),
  // When everything is broken, an hour of time-outs says no more than the first few.
  maxFailures: 25,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  use: {
    ...devices["Desktop Chrome"],
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    timezoneId: "UTC",
    screenshot: "only-on-failure",
    launchOptions: { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args },
  },
  // A test without a tag runs hydrated on a desktop; with tags it runs where its tags say.
  projects: [
    { name: "hydrated", grepInvert: /^(?!.*@hydrated).*@(plain|phone)/ },
    { name: "plain", grep: /@plain/, use: { javaScriptEnabled: false } },
    { name: "phone", grep: /@phone/, use: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 } },
  ],
});
