// The compiled page: wasm-bindgen's glue, and the wasm made small.
import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { buildSync } from "esbuild";
import { fingerprint, ROOT } from "./files.mjs";
import { FEATURES, mergeSmall } from "./merge.mjs";
import { shorten } from "./names.mjs";

// Again and again: each time finds what the one before has laid bare. Taken apart in between, control flow comes out 1% smaller.
const OPTIMISE = ["-Oz", "-Oz", "--flatten", "--rereloop", "-Oz", "-Oz", "--reorder-locals", "--strip-debug", "--strip-producers", ...FEATURES];

// The glue, the wasm that every page needs, and by its name what each part of the app needs more.
export async function buildWasm(path, { release, emit }) {
  const folder = await bindgen(resolve(ROOT, path), release);
  const urls = new Map(readdirSync(folder).filter((name) => name.endsWith(".wasm"))
    .map((name) => [name, emit(name === MAIN ? "canopy.wasm" : name, readFileSync(join(folder, name)))]));
  // Bundled with the snippets of other crates, and only as far as what starts the page needs it.
  const { outputFiles: [glue] } = buildSync({
    stdin: { contents: 'export { default, hydrate } from "./canopy.js";', resolveDir: folder },
    bundle: true, format: "esm", minify: release, write: false, logLevel: "warning",
    // wasm-bindgen imports the script that loads parts once for each of them.
    logOverride: { "duplicate-object-key": "silent" },
  });
  // The glue loads each wasm from beside itself, under the name that the tools gave it.
  let text = glue.text;
  for (const [name, url] of urls) {
    if (!text.includes(name)) throw new Error(`the glue no longer names '${name}': adapt tools/site/wasm.mjs`);
    text = text.replaceAll(name, url.split("/").pop());
  }
  const parts = release ? partsOf(readFileSync(join(folder, SPLIT), "utf8"), urls) : {};
  return { js: emit("canopy.js", text), wasm: urls.get(MAIN), parts };
}

const MAIN = "canopy_bg.wasm";
const SPLIT = "__wasm_split.js";

// What loading a part fetches, from the script that does it: its own file, and those that it has in common with others.
function partsOf(script, urls) {
  const chunks = new Map([...script.matchAll(/const (__chunk_\d+) = makeLoad\([^]*?"\.\/([^"]+\.wasm)"/g)].map(([, chunk, file]) => [chunk, file]));
  const loads = [...script.matchAll(/const __wasm_split_load_(\w+) = wrapAsyncCb\(makeLoad\([^]*?"\.\/([^"]+\.wasm)"[^]*?, \[([^\]]*)\]\)\)/g)];
  if (loads.length === 0) throw new Error(`${SPLIT} can't be read: adapt tools/site/wasm.mjs`);
  return Object.fromEntries(loads.map(([, part, file, needs]) =>
    [part, [file, ...needs.split(", ").filter(Boolean).map((chunk) => chunks.get(chunk))].map((name) => urls.get(name))]));
}

// Optimising takes much longer than all the rest: keep it by content, so that a new style doesn't pay for it.
async function bindgen(path, release) {
  const cache = join(ROOT, "target/site.cache", release ? "release" : "dev");
  const key = fingerprint([path, "tools/site/wasm.mjs", "tools/site/trim.mjs", "tools/site/merge.mjs", "tools/site/names.mjs", "tools/site/sections.mjs", "tools/package-lock.json"], "");
  const done = join(cache, key);
  if (existsSync(done)) return done;
  rmSync(cache, { recursive: true, force: true });
  const work = join(cache, "work");
  mkdirSync(work, { recursive: true });
  const options = ["--target", "web", "--no-typescript", "--out-dir", work, "--out-name", "canopy"];
  if (release) {
    run(process.env.WASM_SPLIT, ["--target", "web", "--out-name", "canopy", path, work]);
    run(process.env.WASM_BINDGEN, ["--keep-lld-exports", ...options, join(work, "canopy.wasm")]);
    rmSync(join(work, "canopy.wasm"));
    mergeSmall(work, MAIN, SPLIT);
    console.error("▸ optimising the wasm");
    await optimiseAll(readdirSync(work).filter((name) => name.endsWith(".wasm")).map((name) => join(work, name)));
    const [main, glue] = [join(work, MAIN), join(work, "canopy.js")];
    const short = shorten(readFileSync(main), readFileSync(glue, "utf8"));
    writeFileSync(main, short.wasm);
    writeFileSync(glue, short.script);
  } else {
    run(process.env.WASM_BINDGEN, [...options, path]);
  }
  if (!existsSync(join(work, MAIN))) throw new Error(`wasm-bindgen wrote no ${MAIN}`);
  renameSync(work, done);
  return done;
}

// The largest first: it takes as long as many small ones.
async function optimiseAll(files) {
  const waiting = files.toSorted((one, other) => statSync(other).size - statSync(one).size);
  const work = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) await optimise(file);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
}

// That wasm-opt doesn't know all names is of no matter: they are taken out.
async function optimise(file) {
  const steps = [["tools/site/trim.mjs", file], ["tools/node_modules/binaryen/bin/wasm-opt", ...OPTIMISE, file, "-o", `${file}.opt`]];
  for (const [script, ...args] of steps) {
    const { stderr } = await promisify(execFile)(process.execPath, [join(ROOT, script), ...args]);
    const said = stderr.split("\n").filter((line) => line && !line.startsWith("warning: unknown name subsection"));
    if (said.length > 0) console.error(said.join("\n"));
  }
  renameSync(`${file}.opt`, file);
}

const run = (program, args) => execFileSync(program, args, { stdio: ["ignore", "inherit", "inherit"] });
