// Names and fingerprints of files.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export const digest = (content) => createHash("sha256").update(content).digest("hex");

// canopy.js becomes canopy.0123456789abcdef.js
export function hashed(name, content) {
  const extension = extname(name);
  return `${name.slice(0, -extension.length)}.${digest(content).slice(0, 16)}${extension}`;
}

// Every file at or below a path, in a stable order.
export function walk(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).sort().flatMap((name) => walk(join(path, name)));
}

// One hash over names and contents, so that a touched but unchanged file costs nothing.
export function fingerprint(paths, salt) {
  const hash = createHash("sha256").update(salt);
  for (const file of paths.flatMap((path) => walk(resolve(ROOT, path)))) hash.update(`\0${file}\0`).update(readFileSync(file));
  return hash.digest("hex");
}
