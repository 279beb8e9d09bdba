// What the first visit to any page may cost, in brotli bytes. More than that fails the build (docs/DESIGN.md, "Weight").
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";

const CODE = 250_000;
/** People, and what opens on a customer's page: rarely the first that one sees. */
const MORE = 300_000;
/** Parts that are shown in another one only. */
const WITHIN = { customer: ["detail"], contacts: ["detail"], users: ["detail"] };
const CSS = 20_000;

export function checkBudgets(folder, { js, wasm, parts, css }) {
  const size = (url) => statSync(existsSync(join(folder, `${url}.br`)) ? join(folder, `${url}.br`) : join(folder, url)).size;
  const sum = (urls) => urls.reduce((bytes, url) => bytes + size(url), 0);
  const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
  const over = [];
  const check = (what, urls, budget) => {
    const bytes = sum(urls);
    if (bytes > budget) over.push(what);
    console.error(`${kilobytes(bytes).padStart(10)}  ${what}, of ${kilobytes(budget)}`);
  };
  console.error("▸ the site, as sent (brotli):");
  // Whatever the language is.
  const languages = ["english", "italian"].map((name) => parts[name] ?? []);
  const words = languages.reduce((longest, urls) => (sum(urls) > sum(longest) ? urls : longest));
  const every = [js, wasm, ...words];
  check("wasm and JS of every page", every, CODE);
  for (const [part, urls] of Object.entries(parts)) {
    const around = (WITHIN[part] ?? []).flatMap((name) => parts[name] ?? []);
    if (!languages.includes(urls)) check(`the same with "${part}"`, [...new Set([...every, ...around, ...urls])], part === "directory" || part in WITHIN ? MORE : CODE);
  }
  check("CSS", [css], CSS);
  if (over.length > 0) throw new Error(`over the budget: ${over.join("; ")}`);
}
