// style/main.css and all it imports as one small file.
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { bundleAsync } from "lightningcss";
import { ROOT } from "./files.mjs";
import { iconUrl } from "./icons.mjs";

// Older browsers than these are not supported.
const TARGETS = { chrome: 125 << 16, firefox: 128 << 16, safari: (17 << 16) | (5 << 8) };
const FONTS = join(ROOT, "tools/node_modules/@fontsource-variable/inter/files");
const PRELOADED = "/pkg/fonts/inter-latin.woff2";

// A syntax error or a warning fails the build: a browser would drop the rule without a word.
export async function buildCss({ release, emit }) {
  const { code, warnings, dependencies } = await bundleAsync({
    filename: join(ROOT, "style/main.css"), minify: release, targets: TARGETS, analyzeDependencies: true,
  });
  if (warnings.length) throw new Error(warnings.map((w) => `${w.loc?.filename}:${w.loc?.line}: ${w.message}`).join("\n"));
  let css = code.toString();
  const urls = new Map();
  for (const dependency of dependencies) {
    const url = place(dependency, emit);
    urls.set(dependency.url, url);
    css = css.replaceAll(dependency.placeholder, url);
  }
  if (release) checkMinified(css);
  if (!urls.has(PRELOADED)) throw new Error(`no style sheet uses ${PRELOADED}, which pages preload`);
  return { css: emit("canopy.css", css), font: urls.get(PRELOADED) };
}

// Where a url() points: /pkg/fonts/inter-SUBSET.woff2 is a font of the package, /icons/NAME.svg an icon, which is written
// into the rule itself, all else is in style/public.
function place({ type, url, loc }, emit) {
  const at = `${loc.filePath}:${loc.start.line}`;
  if (type !== "url") throw new Error(`${at}: unexpected ${type} of ${url}`);
  if (/^(data:|#)/.test(url)) return url;
  const [, subset] = url.match(/^\/pkg\/fonts\/(inter-[a-z-]+)\.woff2$/) ?? [];
  if (subset) return emit(basename(url), readFileSync(join(FONTS, `${subset}-wght-normal.woff2`)));
  const [, icon] = url.match(/^\/icons\/([a-z0-9-]+)\.svg$/) ?? [];
  if (icon) return iconUrl(icon);
  if (!url.startsWith("/") || !existsSync(join(ROOT, "style/public", url))) throw new Error(`${at}: ${url} is not in style/public`);
  return url;
}

function checkMinified(css) {
  if (css.includes("@import")) throw new Error("the bundled CSS still has an @import");
  if (css.includes("/*") || css.trimEnd().includes("\n")) throw new Error("the bundled CSS is not minified");
}
