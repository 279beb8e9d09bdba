// Gives what the wasm imports from its glue short names: wasm-bindgen's carry hashes, which compress to nothing.
import { leb, number, sections, sized } from "./sections.mjs";

const LONG = /^__wb(g|indgen)_\w*_[0-9a-f]{16}$/;
const IMPORTS = 2;

// The same wasm and script, with the same short names in both.
export function shorten(wasm, script) {
  const names = new Map();
  const short = (name) => {
    if (!LONG.test(name)) return name;
    if (!names.has(name)) names.set(name, `_${names.size.toString(36)}`);
    return names.get(name);
  };
  const renamed = renameImports(wasm, short);
  const text = script.replaceAll(/\b__wb(?:g|indgen)_\w*_[0-9a-f]{16}\b/g, (name) => names.get(name) ?? name);
  return { wasm: renamed, script: text };
}

// The module with its section of imports written anew.
function renameImports(wasm, rename) {
  const parts = sections(wasm).flatMap(({ id, content }) => [[id], sized(id === IMPORTS ? imports(content, rename) : content)]);
  return Buffer.concat([wasm.subarray(0, 8), ...parts.map((part) => Buffer.from(part))]);
}

function imports(section, rename) {
  let [count, at] = number(section, 0);
  const parts = [Buffer.from(leb(count))];
  const text = () => {
    const [size, start] = number(section, at);
    at = start + size;
    return section.subarray(start, at).toString();
  };
  for (; count > 0; count--) {
    parts.push(sized(Buffer.from(text())), sized(Buffer.from(rename(text()))));
    const start = at;
    at = afterKind(section, at);
    parts.push(section.subarray(start, at));
  }
  return Buffer.concat(parts);
}

// Behind what is imported: a function's type, a table's, a memory's limits, a global's type, a tag.
function afterKind(section, at) {
  const kind = section[at++];
  const limits = () => {
    const flags = section[at++];
    at = number(section, at)[1];
    if (flags & 1) at = number(section, at)[1];
    return at;
  };
  switch (kind) {
    case 0: return number(section, at)[1];
    case 1: at += 1; return limits();
    case 2: return limits();
    case 3: return at + 2;
    case 4: return number(section, at + 1)[1];
    default: throw new Error(`an import of an unknown kind, ${kind}: adapt tools/site/names.mjs`);
  }
}
