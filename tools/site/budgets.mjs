// What a first visit may cost, in brotli bytes. More than that fails the build (docs/DESIGN.md, "Weight").
import { existsSync, statSync } from "node:fs";
import { relative } from "node:path";
import { walk } from "./files.mjs";

const BUDGETS = [["wasm and JS", /\.(wasm|js)$/, 250_000], ["CSS", /\.css$/, 20_000]];

export function checkBudgets(folder) {
  const size = (file) => statSync(existsSync(`${file}.br`) ? `${file}.br` : file).size;
  const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
  const files = walk(folder).filter((file) => !/\.(br|gz)$/.test(file));
  console.error("▸ the site, as sent (brotli):");
  for (const file of files) console.error(`${kilobytes(size(file)).padStart(10)}  ${relative(folder, file)}`);
  for (const [what, pattern, budget] of BUDGETS) {
    const bytes = files.filter((file) => pattern.test(file)).reduce((sum, file) => sum + size(file), 0);
    if (bytes > budget) throw new Error(`${what}: ${kilobytes(bytes)}, over the budget of ${kilobytes(budget)}`);
    console.error(`${kilobytes(bytes).padStart(10)}  ${what} together, of ${kilobytes(budget)}`);
  }
}
