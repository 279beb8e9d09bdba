// Takes out of the wasm what is never called but can't be seen to be so: trim.mjs FILE.
// - `hydrate_async`: views hydrate that way only where routes are loaded lazily. Leptos 0.9 leaves it out by itself.
// - Names of source files, with the builder's folders in them: they are for messages of panics, which nobody hears here.
// - The streams of `wasm_streams`: server functions that stream would export them to JavaScript; none here does.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import binaryen from "binaryen";

const NEVER_CALLED = /hydrate_async/;
const NOT_FOR_JS = /intounderlying/;

const [file] = process.argv.slice(2);
const wasm = binaryen.readBinary(readFileSync(file));
const { BulkMemory, BulkMemoryOpt, MutableGlobals, Multivalue, NontrappingFPToInt, ReferenceTypes, SignExt } = binaryen.Features;
wasm.setFeatures(BulkMemory | BulkMemoryOpt | MutableGlobals | Multivalue | NontrappingFPToInt | ReferenceTypes | SignExt);

const functions = Array.from({ length: wasm.getNumFunctions() }, (_, index) => binaryen.getFunctionInfo(wasm.getFunctionByIndex(index)));
const uncalled = functions.filter(({ name }) => NEVER_CALLED.test(name));
if (functions.length > 0 && functions.every(({ name }) => /^\d*$/.test(name))) throw new Error(`${file}: names are stripped too early`);
for (const { name, params, results } of uncalled) {
  wasm.removeFunction(name);
  wasm.addFunction(name, params, results, [], wasm.unreachable());
}
for (let index = wasm.getNumExports() - 1; index >= 0; index--) {
  const { name } = binaryen.getExportInfo(wasm.getExportByIndex(index));
  if (NOT_FOR_JS.test(name)) wasm.removeExport(name);
}
writeFileSync(file, blank(Buffer.from(wasm.emitBinary())));

// Nothing moves: what is blanked compresses to nothing. Texts stand side by side in the data, so only what begins with a
// folder that is known is one.
function blank(bytes) {
  const literally = (path) => path.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const registry = literally(join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "registry/src/"));
  const library = literally(join(execFileSync("rustc", ["--print", "sysroot"], { encoding: "utf8" }).trim(), "lib/rustlib/src/rust/"));
  const ours = "(?:app|app/leptos|app/model|frontend)/src/";
  const source = new RegExp(`(?:${registry}[\\w.-]+/|${library}|/rustc/[0-9a-f]{40}/|${ours})[\\w./+-]+?\\.rs`, "g");
  for (const { 0: path, index } of bytes.toString("latin1").matchAll(source)) bytes.fill(0, index, index + path.length);
  return bytes;
}
