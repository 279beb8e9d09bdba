// The compiled page: wasm-bindgen's glue, and the wasm made small.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";
import { fingerprint, ROOT } from "./files.mjs";

// What every supported browser has, and nothing newer.
const OPTIMISE = ["-Oz", "--strip-debug", "--strip-producers", "--enable-bulk-memory", "--enable-nontrapping-float-to-int", "--enable-sign-ext",
  "--enable-mutable-globals", "--enable-reference-types", "--enable-multivalue"];

export function buildWasm(path, { release, emit }) {
  const folder = bindgen(resolve(ROOT, path), release);
  const wasm = emit("canopy.wasm", readFileSync(join(folder, "canopy_bg.wasm")));
  // Bundled with the snippets of other crates, and only as far as what starts the page needs it.
  const { outputFiles: [glue] } = buildSync({
    stdin: { contents: 'export { default, hydrate } from "./canopy.js";', resolveDir: folder },
    bundle: true, format: "esm", minify: release, write: false, logLevel: "warning",
  });
  // The glue loads the wasm from beside itself, under the name that wasm-bindgen gave it.
  if (!glue.text.includes("canopy_bg.wasm")) throw new Error("wasm-bindgen's output no longer names 'canopy_bg.wasm': adapt tools/site/wasm.mjs");
  const js = emit("canopy.js", glue.text.replaceAll("canopy_bg.wasm", wasm.split("/").pop()));
  return { js, wasm };
}

// Optimising takes much longer than all the rest: keep it by content, so that a new style doesn't pay for it.
function bindgen(path, release) {
  const cache = join(ROOT, "target/site.cache", release ? "release" : "dev");
  const key = fingerprint([path, "tools/site/wasm.mjs", "tools/site/trim.mjs", "tools/package-lock.json"], "");
  const done = join(cache, key);
  if (existsSync(done)) return done;
  rmSync(cache, { recursive: true, force: true });
  const work = join(cache, "work");
  mkdirSync(work, { recursive: true });
  run(process.env.WASM_BINDGEN, ["--target", "web", "--no-typescript", "--out-dir", work, "--out-name", "canopy", path]);
  if (release) {
    const file = join(work, "canopy_bg.wasm");
    console.error("▸ optimising the wasm");
    run(process.execPath, [join(ROOT, "tools/site/trim.mjs"), file, file]);
    run(process.execPath, [join(ROOT, "tools/node_modules/binaryen/bin/wasm-opt"), ...OPTIMISE, file, "-o", `${file}.opt`]);
    renameSync(`${file}.opt`, file);
  }
  if (!readdirSync(work).includes("canopy_bg.wasm")) throw new Error("wasm-bindgen wrote no canopy_bg.wasm");
  renameSync(work, done);
  return done;
}

const run = (program, args) => execFileSync(program, args, { stdio: ["ignore", "inherit", "inherit"] });
