import { existsSync } from "node:fs"
import { join, resolve } from "node:path"
import { FolderInUse, lockFolder, makeDataFolder, readOrMakeSecret } from "#lib/platform/data-folder"
import { assertDurable } from "#lib/platform/durability"
import { startPostgres } from "#lib/platform/embedded-postgres"
import { EnvError, parseEnv, type Env } from "#lib/platform/env"
import { migrate } from "#lib/platform/migrate"
import { buildAssets } from "#scripts/build-assets"
import { serveSite, type Site } from "#scripts/serving"
import { buildWhatChanged } from "#scripts/sources"
import { Interrupted, step } from "#scripts/steps"

// Two seconds less than what is promised, for PostgreSQL after the server.
const DRAIN_MS = 8_000
const STOP_MS = 10_000

type Closer = () => Promise<unknown>

/** The whole start, and the whole stop. @returns the exit code. */
export async function main(args: string[]): Promise<number> {
  const begin = performance.now()
  // What has to be undone at the end, newest first.
  const closers: Closer[] = []
  const stopping = new AbortController()
  const stopped = new Promise<void>((resolve) => stopping.signal.addEventListener("abort", () => resolve()))
  const stop = () => stopping.abort()
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop)
  // The process that started this one is gone, e.g. killed.
  process.on("disconnect", stop)
  let exitCode = 0
  try {
    if (existsSync(".env") && !args.includes("--no-env-file")) process.loadEnvFile(".env")
    const settings = checkSettings(args.includes("--dev"))
    const site = await start(args, settings, closers, stopping.signal)
    if (site) announce(site, settings, performance.now() - begin)
    exitCode = site ? await Promise.race([stopped.then(() => 0), site.failed]) : 0
  } catch (error) {
    exitCode = report(error)
  }
  stopping.abort()
  return (await finish(closers)) ? exitCode : 1
}

/** Refuses malformed settings before anything is touched. The ones that this start provides get a stand-in. */
function checkSettings(isDevelopment: boolean): Env {
  process.env.NEXT_TELEMETRY_DISABLED = "1"
  if (isDevelopment) process.env.DEV = "1"
  else Object.assign(process.env, { NODE_ENV: "production" })
  return parseEnv({
    ...process.env,
    DATABASE_URL: process.env.DATABASE_URL || "postgresql://embedded",
    APP_SECRET: process.env.APP_SECRET || "x".repeat(32),
    LEDGER_SEED: process.env.LEDGER_SEED || "x".repeat(32),
  })
}

async function start(args: string[], settings: Env, closers: Closer[], signal: AbortSignal): Promise<Site | undefined> {
  const continues = () => {
    if (signal.aborted) throw new Interrupted()
  }
  const isDevelopment = args.includes("--dev")
  if (args.includes("--build")) return void (await buildWhatChanged(false, signal))

  await prepareData(settings, closers)
  continues()
  await buildWhatChanged(isDevelopment, signal)
  continues()
  if (isDevelopment) closers.push((await step("Bundle styles and script", () => buildAssets(true))).stop)
  await step("Migrate the database", async () => {
    await assertDurable(process.env.DIRECT_DATABASE_URL!)
    await migrate(process.env.DIRECT_DATABASE_URL!)
  })
  // Loaded only now: it needs what was just generated.
  await step("Look after the campaign", async () => (await import("../prisma/seed.ts")).seed())
  continues()
  const site = await step("Serve", () => serveSite(settings.WEB_CONCURRENCY))
  closers.push(site.close)
  return site
}

/** The data folder, its secrets and its PostgreSQL, as far as the settings do not bring their own. */
async function prepareData({ DATA_DIR }: Env, closers: Closer[]): Promise<void> {
  const { DATABASE_URL, APP_SECRET, LEDGER_SEED } = process.env
  if (!DATABASE_URL || !APP_SECRET || !LEDGER_SEED) {
    await step("Open the data folder", async () => {
      const folder = makeDataFolder(DATA_DIR)
      // Nodes on a PostgreSQL of the operator's may share a folder: they only read secrets there.
      if (!DATABASE_URL) closers.push((await lockFolder(folder)).release)
      process.env.APP_SECRET ||= readOrMakeSecret(folder, "secret")
      process.env.LEDGER_SEED ||= readOrMakeSecret(folder, "ledger-seed")
    })
  }
  if (!DATABASE_URL) {
    const postgres = await step("Start PostgreSQL", () => startPostgres(DATA_DIR, (line) => console.log(`  ${line}`)))
    closers.push(postgres.stop)
    process.env.DATABASE_URL = postgres.url
    process.env.DIRECT_DATABASE_URL = postgres.url
  }
  process.env.DIRECT_DATABASE_URL ||= process.env.DATABASE_URL
}

function announce(site: Site, { APP_URL, DATA_DIR, isLocalMail }: Env, ms: number): void {
  console.log(`\nTwo Minutes is ready after ${(ms / 1000).toFixed(1)} s.\n`)
  console.log(`  Site      ${APP_URL ?? site.address}`)
  if (isLocalMail)
    console.log(`  Mailbox   ${new URL("/demo/outbox", site.address).href}   (mail is kept here, not sent)`)
  console.log(`  Data      ${join(resolve(DATA_DIR))}\n\nCtrl-C stops it.`)
}

function report(error: unknown): number {
  if (error instanceof Interrupted) return 0
  const { code, message } = error as NodeJS.ErrnoException
  if (error instanceof EnvError) console.error(message)
  else if (error instanceof FolderInUse) console.error(message)
  else if (code === "EADDRINUSE")
    console.error("The port is in use by another program. Choose one: PORT=3001 npm start")
  else if (code === "EACCES" && /listen/.test(message))
    console.error("This user may not use that port. Choose one above 1023.")
  else console.error(`\n${process.env.DEBUG ? ((error as Error).stack ?? message) : message}`)
  return error instanceof EnvError ? 2 : 1
}

/** Undoes everything in order, within ten seconds. @returns whether all of it went well. */
async function finish(closers: Closer[]): Promise<boolean> {
  const until = Date.now() + STOP_MS
  let isWell = true
  for (const [index, close] of closers.reverse().entries()) {
    const patience = Math.min(index === 0 ? DRAIN_MS : STOP_MS, until - Date.now())
    const timeout = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error("it took too long")), Math.max(0, patience)).unref()
    })
    await Promise.race([close(), timeout]).catch((error: Error) => {
      isWell = false
      console.error(`Stopping was not in order: ${error.message}`)
    })
  }
  return isWell
}
