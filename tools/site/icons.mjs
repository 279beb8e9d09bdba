// One SVG sprite of the Lucide icons that style/icons.txt names, a name a line: <use href="…#i-NAME">.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./files.mjs";

const ICONS = join(ROOT, "tools/node_modules/lucide-static/icons");
const LINES = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';

export function buildSprite(emit) {
  const names = readFileSync(join(ROOT, "style/icons.txt"), "utf8")
    .split("\n").map((line) => line.replace(/#.*/, "").trim()).filter(Boolean);
  const symbols = [...new Set(names)].sort().map(symbol).join("");
  return emit("icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">${symbols}</svg>\n`);
}

const symbol = (name) => `<symbol id="i-${name}" viewBox="0 0 24 24" ${LINES}>${shapes(name)}</symbol>`;

/** An icon as a URL of its own, for a mask: in quotes of the style sheet, so without such. */
export function iconUrl(name) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" ${LINES}>${shapes(name)}</svg>`;
  return `data:image/svg+xml,${svg.replaceAll('"', "'").replace(/[<>#%]/g, encodeURIComponent)}`;
}

function shapes(name) {
  const path = join(ICONS, `${name}.svg`);
  if (!existsSync(path)) throw new Error(`Lucide has no icon "${name}"`);
  const [, inner] = readFileSync(path, "utf8").match(/<svg[^>]*>(.*)<\/svg>/s);
  return inner.replaceAll(/\s*\n\s*/g, "").replaceAll(" />", "/>");
}
