// Pictures of every page and state, to be looked at: SCREENSHOTS=FOLDER npm run screenshots. Also writes the README's picture.
import { defineConfig } from "@playwright/test";
import base from "./playwright.config.ts";

export default defineConfig({ ...base, testDir: "screenshots", timeout: 120_000, projects: [{ name: "pictures" }] });
