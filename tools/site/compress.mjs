// Writes .br and .gz beside every file that gets smaller by it, so that the server never compresses these.
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { walk } from "./files.mjs";

const TEXT = /\.(js|wasm|css|svg|txt|json|xml|html|webmanifest|ico)$/;
const CODECS = { br: brotli, gz: (content) => promisify(gzip)(content, { level: 9 }) };

// How distances are coded, [postfix bits, direct codes]: which is best differs from file to file, by 1 % for wasm.
const DISTANCES = [[0, 0], [0, 8], [1, 12], [2, 0]];

async function brotli(content) {
  const all = await Promise.all(DISTANCES.map(([postfix, direct]) => promisify(brotliCompress)(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 20, [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      [constants.BROTLI_PARAM_NPOSTFIX]: postfix, [constants.BROTLI_PARAM_NDIRECT]: direct,
    },
  })));
  return all.reduce((smallest, one) => (one.length < smallest.length ? one : smallest));
}

// A file under /pkg is named by its content: what the last site has of it is taken over.
export async function compressAll(folder, last) {
  await Promise.all(walk(folder).filter((file) => TEXT.test(file)).flatMap((file) => Object.keys(CODECS).map(async (codec) => {
    const name = relative(folder, file);
    const known = join(last, `${name}.${codec}`);
    if (name.startsWith("pkg/") && existsSync(known)) return copyFileSync(known, `${file}.${codec}`);
    const content = readFileSync(file);
    const small = await CODECS[codec](content);
    if (small.length < content.length) writeFileSync(`${file}.${codec}`, small);
  })));
}
