// Adds up the runners' own closing lines: totals.mjs RUST.log BROWSER.log. Fails on a failed or skipped test, and on none at all.
import { readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

const [rustLog, browserLog] = process.argv.slice(2).map((path) => stripVTControlCharacters(readFileSync(path, "utf8")));
const sum = (log, pattern) => [...log.matchAll(pattern)].reduce((total, [, count]) => total + Number(count), 0);

const rust = {
  passed: sum(rustLog, /^test result: .* (\d+) passed;/gm),
  failed: sum(rustLog, /^test result: .* (\d+) failed;/gm),
  skipped: sum(rustLog, /^test result: .* (\d+) ignored;/gm),
};
const browser = {
  passed: sum(browserLog, /^ +(\d+) (?:passed|flaky)\b/gm),
  failed: sum(browserLog, /^ +(\d+) (?:failed|interrupted)\b/gm),
  skipped: sum(browserLog, /^ +(\d+) (?:skipped|did not run)\b/gm),
};
const second = sum(browserLog, /^ +(\d+) flaky\b/gm);
if (second) console.log(`browser: ${second} of them passed at the second try only; they are listed above as flaky`);

for (const [name, { passed, failed, skipped }] of Object.entries({ rust, browser })) {
  console.log(`${name}: ${passed} passed, ${failed} failed, ${skipped} skipped`);
  if (passed === 0) console.log(`${name}: no test ran`);
  if (passed === 0 || failed || skipped) process.exitCode = 1;
}
const skipped = rust.skipped + browser.skipped;
console.log(`total: ${rust.passed + browser.passed} passed, ${rust.failed + browser.failed} failed${skipped ? `, ${skipped} skipped` : ""}`);
