import { chmodSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { defineConfig, devices } from "@playwright/test"
import { findChromium } from "./scripts/chromium.ts"

// This file is read once by the runner and once by each of its workers: the first one chooses, the others are told.
if (!process.env.E2E_DATA_DIR) {
  const folder = mkdtempSync(join(tmpdir(), "two-minutes-e2e-"))
  // PostgreSQL may run as another user, who has to pass through.
  chmodSync(folder, 0o755)
  process.env.E2E_DATA_DIR = folder
  process.env.E2E_PORT ||= String(20_000 + (process.pid % 10_000))
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }))
}

const baseURL = `http://127.0.0.1:${process.env.E2E_PORT}`

// A story runs on the desktop; its tags name where else: { tag: "@noscript" }, or "@everywhere".
const also = (name: string) => new RegExp(`@(${name}|everywhere)\\b`)

export default defineConfig({
  testDir: "tests/e2e",
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  timeout: 30_000,
  reporter: [["list"]],
  use: {
    ...devices["Desktop Chrome"],
    baseURL,
    timezoneId: "Asia/Kathmandu",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: findChromium(),
      args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"],
    },
  },
  projects: [
    { name: "desktop" },
    {
      name: "phone",
      grep: also("phone"),
      use: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
    },
    { name: "noscript", grep: also("noscript"), use: { javaScriptEnabled: false } },
    { name: "ru", grep: also("ru"), use: { locale: "ru-RU" } },
    { name: "zh", grep: also("zh"), use: { locale: "zh-CN" } },
  ],
  webServer: {
    command: "node scripts/start.mjs --no-env-file",
    url: `${baseURL}/readyz`,
    timeout: 300_000,
    stdout: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 12_000 },
    env: {
      HOST: "127.0.0.1",
      PORT: process.env.E2E_PORT!,
      DATA_DIR: process.env.E2E_DATA_DIR,
      RATE_LIMITS: "off",
      LOG_LEVEL: "warn",
      // Nothing of the surroundings: an empty variable counts as unset.
      ...Object.fromEntries(["APP_URL", "DATABASE_URL", "DIRECT_DATABASE_URL", "SMTP_URL"].map((name) => [name, ""])),
    },
  },
})
