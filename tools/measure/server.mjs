// A server with sample data to measure, and somebody signed in.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const ROOT = resolve(import.meta.dirname, "../..");
const BIN = resolve(process.env.CANOPY_BIN ?? join(ROOT, "target/release/canopy"));
export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
export const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
export const ADMIN = { email: "ada@provider.example", password: "a lantern under seven bridges" };

/** Starts a server on so many sample customers; the sample is kept for the next time. */
export async function start(customers) {
  if (!existsSync(BIN)) throw new Error(`${BIN} is missing: make run builds it`);
  const kept = join(ROOT, "target/measure");
  mkdirSync(kept, { recursive: true });
  const database = join(kept, `${customers}.db`);
  const env = { PATH: process.env.PATH, CANOPY_ADDR: "127.0.0.1:0", CANOPY_DATABASE_URL: `sqlite://${database}`, CANOPY_LOG: "warn" };
  const home = mkdtempSync(join(tmpdir(), "canopy-measure-"));
  const run = (args, input) => execFileSync(BIN, args, { env, cwd: home, input, stdio: [input ? "pipe" : "ignore", "pipe", "inherit"] });
  if (!existsSync(database)) {
    run(["seed", "--customers", String(customers)]);
    run(["admin", "create", "--email", ADMIN.email, "--password-stdin"], ADMIN.password);
  }
  const child = spawn(BIN, ["serve"], { env, cwd: home, stdio: ["ignore", "pipe", "inherit"] });
  let url = "";
  for await (const line of createInterface({ input: child.stdout })) {
    url = /^Canopy is on (\S+)$/.exec(line)?.[1] ?? "";
    if (url) break;
  }
  child.stdout.resume();
  for (let tries = 0; tries < 200; tries += 1) if (await fetch(`${url}/readyz`).then(({ ok }) => ok, () => false)) break;
  return {
    url,
    /** The most memory that it has held so far, in MB. */
    memory: () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]) / 1000,
    token: () => run(["token", "create", "--email", ADMIN.email]).toString().trim(),
    async stop() {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

export const browser = () => chromium.launch({ executablePath: CHROMIUM, args: FLAGS });

/** A page of somebody who is signed in. */
export async function signedIn(browser, url) {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 }, locale: "en-GB" });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(ADMIN.email);
  await page.getByLabel("Password", { exact: true }).fill(ADMIN.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => url.pathname === "/");
  return page;
}
