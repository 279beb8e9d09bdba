// What a person waits for, in Chromium: a key until its rows, a press until the detail, and what holds up scrolling.
import { browser, signedIn, start } from "./server.mjs";

const customers = Number(process.argv[2] ?? 100_000);
const server = await start(customers);
const chromium = await browser();
const page = await signedIn(chromium, server.url);
const alive = () => page.locator("html[data-live]").waitFor({ state: "attached" });
const report = (what, times) => {
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(share * times.length))].toFixed(0);
  console.log(`${what}: median ${at(0.5)} ms, 95 % ${at(0.95)} ms, worst ${at(1)} ms of ${times.length}`);
};

// From the request that follows the pause after a key until the frame that shows its rows.
await page.goto("/customers");
await alive();
const words = ["rossi", "milano", "bianchi", "alimentari", "societa", "verdi", "torino", "ferrari", "costa", "moretti"];
const keys = [];
for (const word of words) {
  for (let length = 3; length <= word.length; length += 1) {
    const text = word.slice(0, length);
    keys.push(await page.evaluate((text) => new Promise((done) => {
      const field = document.querySelector(".search-field input");
      const rows = document.querySelector(".customers-rows");
      let asked = 0;
      const { fetch } = window;
      window.fetch = (...args) => { asked ||= performance.now(); return fetch(...args); };
      const watch = new MutationObserver(() => {
        if (!asked) return;
        watch.disconnect();
        window.fetch = fetch;
        requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - asked)));
      });
      watch.observe(rows, { childList: true, subtree: true });
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }), text));
    await page.waitForLoadState("networkidle");
  }
}
report(`key to rows at ${customers} customers`, keys);

// From the press until the heading of the detail is painted.
await page.goto("/customers");
await alive();
const opened = [];
for (let at = 0; at < 30; at += 1) {
  opened.push(await page.evaluate((at) => new Promise((done) => {
    const link = document.querySelectorAll("[id^=row-]")[at];
    const name = link.textContent;
    link.scrollIntoView({ block: "center" });
    requestAnimationFrame(() => {
      const pressed = performance.now();
      const path = new URL(link.href).pathname;
      const look = () => {
        const heading = document.querySelector(".pane.detail h1");
        if (location.pathname === path && heading?.textContent.includes(name)) requestAnimationFrame(() => done(performance.now() - pressed));
        else requestAnimationFrame(look);
      };
      link.click();
      look();
    });
  }), at));
  await page.waitForLoadState("networkidle");
}
report("press to detail", opened.slice(1));

// Tasks over 50 ms while 10,000 rows scroll by.
for (const path of ["/customers", "/customers?view=tree"]) {
  await page.goto(path);
  await alive();
  await page.waitForLoadState("networkidle");
  const { long, rows } = await page.evaluate(() => new Promise((done) => {
    const long = [];
    new PerformanceObserver((list) => long.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask" });
    const pane = document.querySelector(".pane-scroll");
    let still = 0;
    const step = () => {
      const before = pane.scrollTop;
      pane.scrollTop += 400;
      still = pane.scrollTop === before ? still + 1 : 0;
      const row = document.querySelector("tbody tr:not(.rows-gap)").offsetHeight || 40;
      const rows = Math.round(pane.scrollTop / row);
      if (rows >= 10_000 || still > 300) done({ long, rows });
      else requestAnimationFrame(step);
    };
    step();
  }));
  console.log(`scrolling ${rows} rows of ${path}: ${long.length} tasks over 50 ms${long.length ? `, the longest ${Math.max(...long).toFixed(0)} ms` : ""}`);
}
await chromium.close();
await server.stop();
