import { existsSync } from "node:fs"
import { lockFolder, makeDataFolder, readOrMakeSecret } from "#lib/platform/data-folder"
import { startPostgres } from "#lib/platform/embedded-postgres"
import { EnvError, envSchema, parseEnv, type Env } from "#lib/platform/env"
import { step } from "#scripts/steps"

// The server drains in eight seconds; PostgreSQL gets the rest.
const DRAIN_MS = 8_500
const STOP_MS = 10_000

// One that is just stopping lets go within this time.
const LOCK_WAIT_MS = 2_000

/** Undoes something at the end. */
export type Closer = () => Promise<unknown>

/** Refuses malformed settings before anything is touched. The ones that this start provides get a stand-in. */
export function checkSettings(isDevelopment = false, readsFile = true): Env {
  if (readsFile && existsSync(".env")) process.loadEnvFile(".env")
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

/** This process's environment without the settings of the site. */
export function withoutSettings(): NodeJS.ProcessEnv {
  const names = new Set(Object.keys(envSchema.shape))
  const others = Object.entries(process.env).filter(([name]) => !names.has(name))
  return { ...Object.fromEntries(others), NODE_ENV: "production" }
}

/** The data folder, its secrets and its PostgreSQL, as far as the settings do not bring their own. */
export async function prepareData({ DATA_DIR }: Env, closers: Closer[]): Promise<void> {
  const { DATABASE_URL, APP_SECRET, LEDGER_SEED } = process.env
  if (!DATABASE_URL || !APP_SECRET || !LEDGER_SEED) {
    await step("Open the data folder", async () => {
      const folder = makeDataFolder(DATA_DIR)
      // Nodes on a PostgreSQL of the operator's may share a folder: they only read secrets there.
      if (!DATABASE_URL) closers.push((await lockFolder(folder, LOCK_WAIT_MS)).release)
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

/** Undoes everything in order, within ten seconds. @returns whether all of it went well. */
export async function finish(closers: Closer[]): Promise<boolean> {
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

/** The frame of an operator's command on the database: help, settings, the embedded PostgreSQL if need be, plain errors. */
export async function runOnDatabase(help: string, work: () => Promise<void>): Promise<void> {
  const args = process.argv.slice(2)
  if (args.length > 0) {
    const isHelp = args.includes("--help")
    ;(isHelp ? process.stdout : process.stderr).write(help)
    process.exitCode = isHelp ? 0 : 2
    return
  }
  const closers: Closer[] = []
  try {
    await prepareData(checkSettings(), closers)
    await work()
  } catch (error) {
    console.error((error as Error).message)
    process.exitCode = error instanceof EnvError ? 2 : 1
  }
  await finish(closers)
}
