import { existsSync } from "node:fs"
import { parseArgs, type ParseArgsConfig } from "node:util"
import { lockFolder, makeDataFolder, readOrMakeSecret } from "#lib/platform/data-folder"
import { runningPostgres, startPostgres } from "#lib/platform/embedded-postgres"
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
export async function prepareData(
  { DATA_DIR }: Env,
  closers: Closer[],
  { joinsRunning = false }: { joinsRunning?: boolean } = {},
): Promise<void> {
  const running = joinsRunning && !process.env.DATABASE_URL ? runningPostgres(DATA_DIR) : null
  if (running) Object.assign(process.env, { DATABASE_URL: running, DIRECT_DATABASE_URL: running })
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

/** A command cannot do what was typed; its help follows. */
export class UsageError extends Error {}

/** What stands behind a command: its options, its words, and the last of them as its file. */
type Typed<Config extends ParseArgsConfig> = {
  values: ReturnType<typeof parseArgs<Config>>["values"]
  words: string[]
  file: string
}

/**
 * The frame of an operator's command on the database: help, settings, the embedded PostgreSQL if need be, plain errors.
 *
 * @param config As for `parseArgs`; with `allowPositionals` the command takes words.
 * @param wanted What these are, for who forgot one.
 * @param joinsRunning Works on the database of a site that is running, too.
 */
export async function runOnDatabase<Config extends ParseArgsConfig>(
  help: string,
  work: (typed: Typed<Config>) => Promise<void>,
  config = {} as Config,
  wanted: readonly string[] = ["one file"],
  { joinsRunning = false }: { joinsRunning?: boolean } = {},
): Promise<void> {
  if (process.argv.slice(2).includes("--help")) return void process.stdout.write(help)
  const closers: Closer[] = []
  try {
    const typed = readTyped(config, wanted)
    await prepareData(checkSettings(), closers, { joinsRunning })
    await work(typed)
  } catch (error) {
    console.error(
      isEmptyDatabase(error) ? "The database is not set up yet: npm start does that." : (error as Error).message,
    )
    if (error instanceof UsageError) process.stderr.write(help)
    process.exitCode = error instanceof EnvError || error instanceof UsageError ? 2 : 1
  }
  await finish(closers)
}

function readTyped<Config extends ParseArgsConfig>(config: Config, wanted: readonly string[]): Typed<Config> {
  try {
    const { values, positionals } = parseArgs(config)
    if (config.allowPositionals && positionals.length !== wanted.length)
      throw new UsageError(`Name ${wanted.join(" and ")}.`)
    return { values, words: positionals, file: positionals.at(-1) ?? "" }
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

/** PostgreSQL appendix A: undefined_table. */
function isEmptyDatabase(error: unknown): boolean {
  return (error as { code?: unknown }).code === "42P01"
}
