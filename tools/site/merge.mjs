// What parts of the app have in common is cut into a file for each combination of parts: over a hundred, most of them a single
// function. A file costs a request, a module and a loader in the glue, so the small ones go into the module of every page.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./files.mjs";
import { sections } from "./sections.mjs";

// What every supported browser has, and nothing newer.
export const FEATURES = ["--enable-bulk-memory", "--enable-nontrapping-float-to-int", "--enable-sign-ext",
  "--enable-mutable-globals", "--enable-reference-types", "--enable-multivalue"];

/** Bytes of code and data, before they are optimised, up to which a file is small. */
const SMALL = 4_000;
const CODE = 10;
const DATA = 11;
/** What the files import the memory, the table and the stack's pointer from: the main module exports them. */
const SHARED = "__wasm_split";

/** Merges them into `main` and takes their loaders out of `script`, both in `folder`. */
export function mergeSmall(folder, main, script) {
  const small = readdirSync(folder).filter((name) => /^chunk_\d+\.wasm$/.test(name) && size(join(folder, name)) <= SMALL).sort();
  const [into, merged] = [join(folder, main), join(folder, "merged.wasm")];
  const inputs = small.flatMap((name) => [join(folder, name), name.replace(".wasm", "")]);
  const options = ["-g", ...FEATURES, "-o", merged];
  // It warns of names that it doesn't know; a failure tells all by itself.
  execFileSync(process.execPath, [join(ROOT, "tools/node_modules/binaryen/bin/wasm-merge"), into, SHARED, ...inputs, ...options], { stdio: "pipe" });
  renameSync(merged, into);
  let text = readFileSync(join(folder, script), "utf8");
  for (const name of small) {
    rmSync(join(folder, name));
    text = without(text, name);
  }
  writeFileSync(join(folder, script), text);
}

function size(file) {
  return sections(readFileSync(file)).filter(({ id }) => id === CODE || id === DATA).reduce((bytes, { content }) => bytes + content.length, 0);
}

function without(script, name) {
  const chunk = `__${name.replace(".wasm", "")}`;
  const loader = new RegExp(`const ${chunk} = makeLoad\\([^]*?"\\./${name}"[^]*?, \\[\\]\\);\\n`);
  if (!loader.test(script)) throw new Error(`the script no longer loads '${name}': adapt tools/site/merge.mjs`);
  return script.replace(loader, "").replaceAll(new RegExp(`(?<=[[ ])${chunk}(, |(?=\\]))`, "g"), "");
}
