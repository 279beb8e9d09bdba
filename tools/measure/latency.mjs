// How long people wait, in Chromium: from a key to the rows it leads to, from a press to the customer, and the tasks that
// would make scrolling stutter. The pause that lets one type on is not counted: time runs from the change of the address.
import { browser, signedIn, start } from "./server.mjs";

const SCROLLED = 10_000;
const CLICKS = 20;
/** Two notches of a wheel a frame, in pixels: faster than anybody turns one for long. */
const NOTCH = 240;
const WORDS = ["bianchi", "molino", "garcia", "muller", "consult", "north"];
/** How long nothing may change before an answer counts as whole. */
const QUIET = 400;

/** As many rows as a screen of 900 pixels shows; what comes below them is not awaited by anybody. */
const SEEN = 24;

/** In the page, before anything of ours: when the address changed, and when its last consequence was on the screen. */
function watch(last) {
  const seen = { from: 0, painted: 0, tasks: [] };
  globalThis.measured = seen;
  for (const name of ["pushState", "replaceState"]) {
    const original = history[name];
    history[name] = function (...given) {
      if (seen.from === 0) seen.from = performance.now();
      return original.apply(this, given);
    };
  }
  const below = (node) => Number((node instanceof Element ? node : node.parentElement)?.closest("tr")?.getAttribute("aria-rowindex") ?? 0) > last;
  const unseen = ({ target, addedNodes }) => below(target) || [...addedNodes].some((node) => node instanceof Element && below(node.querySelector("tr") ?? node));
  const changed = (records) => {
    if (seen.from === 0 || records.every(unseen)) return;
    const of = seen.from;
    // The frame in which it is painted, and the task after it.
    requestAnimationFrame(() => setTimeout(() => {
      if (seen.from === of) seen.painted = performance.now();
    }));
  };
  new MutationObserver(changed).observe(document, { subtree: true, childList: true, characterData: true });
  new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask" });
}

/** What an action took, once nothing changes any more. */
async function took(page, act) {
  await page.evaluate(() => Object.assign(globalThis.measured, { from: 0, painted: 0 }));
  await act();
  await page.waitForFunction((quiet) => {
    const { from, painted } = globalThis.measured;
    return from > 0 && painted > 0 && performance.now() - painted > quiet;
  }, QUIET);
  return page.evaluate(() => globalThis.measured.painted - globalThis.measured.from);
}

const quantile = (values, q) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))];
const say = (name, values) => console.log(`${name.padEnd(24)}median ${quantile(values, 0.5).toFixed(0)} ms, p95 ${quantile(values, 0.95).toFixed(0)} ms, most ${Math.max(...values).toFixed(0)} ms (${values.length})`);

const server = await start(Number(process.argv[2] ?? 100_000));
const chromium = await browser();
const page = await signedIn(chromium, server.url);
await page.addInitScript(watch, SEEN);

await page.goto("/customers");
const field = page.locator("#q");
const keys = [];
for (const word of WORDS) {
  await page.goto("/customers");
  await field.focus();
  for (const letter of word) keys.push(await took(page, () => page.keyboard.type(letter)));
}
say("key to rows", keys);

await page.goto("/customers");
const details = [];
for (let row = 0; row < CLICKS; row += 1) details.push(await took(page, () => page.locator("[id^=row-]").nth(row).click()));
say("press to customer", details);

/** Scrolls to the 10,000th row, or to the end. `each` is called with the rows that are there. */
async function scroll(name, path, each = async () => {}) {
  await page.goto(path);
  const pane = page.locator(".customers-rows");
  await pane.hover();
  await page.evaluate(() => void (globalThis.measured.tasks.length = 0));
  const rows = () => pane.evaluate((pane) => pane.scrollTop / 40);
  let last = -1, still = 0;
  while ((await rows()) < SCROLLED && still < 60) {
    await page.mouse.wheel(0, NOTCH);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
    await each(pane);
    const now = await rows();
    still = now === last ? still + 1 : 0;
    last = now;
  }
  const tasks = await page.evaluate(() => globalThis.measured.tasks);
  console.log(`scrolling the ${name}: ${Math.round(last)} rows, ${tasks.length} tasks over 50 ms${tasks.length > 0 ? `, the longest ${Math.max(...tasks)} ms` : ""}`);
}

await scroll("list", "/customers");
const widest = { below: 0, path: "" };
await scroll("tree", "/customers?view=tree", async (pane) => {
  const branches = await pane.locator("tr:has(.twist[href])").evaluateAll((lines) => lines.map((line) => [Number(line.querySelector(".count").textContent.replace(/\D/g, "")), line.querySelector(".twist").getAttribute("href")]));
  for (const [below, path] of branches) if (below > widest.below) Object.assign(widest, { below, path });
});
await scroll("widest branch", widest.path);
await chromium.close();
await server.stop();
