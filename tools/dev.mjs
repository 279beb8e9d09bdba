// Builds and starts Canopy, then watches the sources: a changed style rebuilds the site, changed Rust also the server.
// Plain polling: some thousand files cost a few milliseconds, and it works on every system and in containers.
import { spawn } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const WATCHED = ["app", "frontend", "migrations", "server", "style", "Cargo.toml", "Cargo.lock", "canopy.toml"];
const BINARY = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "debug/canopy");
let server;

function* files(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return;
  if (!stat.isDirectory()) return yield [path, stat.mtimeMs];
  for (const name of readdirSync(path)) if (!name.startsWith(".") && name !== "target") yield* files(join(path, name));
}
const look = () => new Map(WATCHED.flatMap((name) => [...files(join(ROOT, name))]));
const changed = (before, now) => [...new Set([...before.keys(), ...now.keys()])].filter((file) => before.get(file) !== now.get(file));
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const run = (program, args) => new Promise((done) => {
  spawn(program, args, { cwd: ROOT, stdio: "inherit" }).on("exit", (code) => done(code === 0)).on("error", () => done(false));
});

async function restart() {
  if (server && server.exitCode === null && server.signalCode === null) {
    const gone = new Promise((done) => server.once("exit", done));
    server.kill("SIGTERM");
    // A page that holds its live connection open must not hold up the restart.
    const impatience = setTimeout(() => server.kill("SIGKILL"), 2000);
    await gone;
    clearTimeout(impatience);
  }
  server = spawn(BINARY, ["serve"], { cwd: ROOT, stdio: "inherit" });
}

// The running server stays up when a build fails, so that one can go on looking at it.
async function build(withServer) {
  const start = Date.now();
  const ok = (await run("tools/build-site", ["--dev"])) && (!withServer || (await run("cargo", ["build", "--package", "server"])));
  if (!ok) return console.error("▸ not built; waiting for the next change");
  await restart();
  console.error(`▸ ready after ${((Date.now() - start) / 1000).toFixed(1)} s; watching`);
}

for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => { server?.kill("SIGTERM"); process.exit(0); });

let seen = look();
await build(true);
for (;;) {
  await sleep(300);
  let now = look();
  let difference = changed(seen, now);
  if (!difference.length) continue;
  // An editor or a checkout writes several files: wait until it is quiet.
  for (let quiet = now; ; quiet = now) {
    await sleep(100);
    now = look();
    if (!changed(quiet, now).length) break;
  }
  difference = changed(seen, now);
  seen = now;
  await build(difference.some((file) => !file.startsWith(join(ROOT, "style/"))));
}
