// Takes out of the wasm what is never called but can't be seen to be so: trim.mjs FILE.
// - `hydrate_async`: views hydrate that way only where routes are loaded lazily. Leptos 0.9 leaves it out by itself.
// - The streams of `wasm_streams`: server functions that stream would export them to JavaScript; none here does.
import { readFileSync, writeFileSync } from "node:fs";
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
writeFileSync(file, wasm.emitBinary());
