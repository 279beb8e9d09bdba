// Puts target/site together: build.mjs release|dev PATH/TO/frontend.wasm. Does nothing when nothing it reads has changed.
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildCss } from "./css.mjs";
import { compressAll } from "./compress.mjs";
import { fingerprint, hashed, ROOT } from "./files.mjs";
import { buildSprite } from "./icons.mjs";
import { buildWasm } from "./wasm.mjs";
import { checkBudgets } from "./budgets.mjs";

const [mode, wasmPath] = process.argv.slice(2);
const release = mode === "release";
const site = join(ROOT, "target/site");
const next = join(ROOT, "target/site.new");
const stampPath = join(ROOT, "target/site.stamp");

const stamp = fingerprint([wasmPath, "style", "tools/site", "tools/package-lock.json"], mode);
if (existsSync(join(site, "manifest.json")) && existsSync(stampPath) && readFileSync(stampPath, "utf8") === stamp) process.exit(0);

rmSync(next, { recursive: true, force: true });
mkdirSync(join(next, "pkg"), { recursive: true });

// Writes one file under a name that changes with its content, so that it can be cached for ever; answers its URL.
const emit = (name, content) => {
  const file = hashed(name, content);
  writeFileSync(join(next, "pkg", file), content);
  return `/pkg/${file}`;
};

const { js, wasm, parts } = await buildWasm(wasmPath, { release, emit });
const { css, font } = await buildCss({ release, emit });
const sprite = buildSprite(emit);
const publicFiles = join(ROOT, "style/public");
if (existsSync(publicFiles)) cpSync(publicFiles, next, { recursive: true });
writeFileSync(join(next, "licenses.txt"), ["@fontsource-variable/inter", "lucide-static"]
  .map((name) => `${name}\n\n${readFileSync(join(ROOT, "tools/node_modules", name, "LICENSE"), "utf8").trim()}\n`).join("\n\n"));
if (release) {
  await compressAll(next, site);
  checkBudgets(next, { js, wasm, parts, css });
}
// The manifest comes last and is what the server's build watches.
writeFileSync(join(next, "manifest.json"), JSON.stringify({ js, wasm, parts, css, sprite, font }, null, 2) + "\n");

rmSync(stampPath, { force: true });
rmSync(site, { recursive: true, force: true });
renameSync(next, site);
writeFileSync(stampPath, stamp);
