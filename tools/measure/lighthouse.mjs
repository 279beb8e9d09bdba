// Lighthouse's scores of the pages that people see most, on a desktop and on a phone (DEVICES=phone: one of them).
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";
import { browser, CHROMIUM, FLAGS, signedIn, start } from "./server.mjs";

const CATEGORIES = ["performance", "accessibility", "best-practices"];

const server = await start(Number(process.argv[2] ?? 100_000));
const chromium = await browser();
const page = await signedIn(chromium, server.url);
await page.goto("/customers");
const detail = await page.locator("[id^=row-]").first().getAttribute("href");
const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
await chromium.close();

const pages = { "sign-in": "/sign-in", home: "/", list: "/customers", tree: "/customers?view=tree", detail };
const chrome = await launch({ chromePath: CHROMIUM, chromeFlags: [...FLAGS, "--headless=new"] });
let worst = 100;
for (const device of (process.env.DEVICES ?? "desktop,phone").split(",")) {
  for (const [name, path] of Object.entries(pages)) {
    const flags = { port: chrome.port, onlyCategories: CATEGORIES, logLevel: "error", extraHeaders: name === "sign-in" ? {} : { Cookie: cookies } };
    const { lhr } = await lighthouse(server.url + path, flags, device === "desktop" ? desktopConfig : undefined);
    const scores = CATEGORIES.map((category) => Math.round((lhr.categories[category].score ?? 0) * 100));
    worst = Math.min(worst, ...scores);
    const audit = (id) => lhr.audits[id].displayValue;
    console.log(`${device.padEnd(8)}${name.padEnd(9)}${scores.join(" / ")}   LCP ${audit("largest-contentful-paint")}, TBT ${audit("total-blocking-time")}, CLS ${audit("cumulative-layout-shift")}`);
    for (const category of CATEGORIES) {
      for (const { id, weight } of lhr.categories[category].auditRefs) {
        const { score, title } = lhr.audits[id];
        if (weight > 0 && score !== null && score < 0.9) console.log(`           ${score} ${id}: ${title}`);
      }
    }
  }
}
await chrome.kill();
await server.stop();
console.log(`lowest: ${worst}`);
