import { spawn, spawnSync, type ChildProcess } from "node:child_process"
import { createHmac } from "node:crypto"
import { chmodSync, chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, realpathSync } from "node:fs"
import { renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import pg from "pg"
import { readOrMakeSecret } from "#lib/platform/data-folder"
import { assertReachable, postgresAccount, type Account } from "#lib/platform/postgres-account"
import {
  disownPidFile,
  findBinaries,
  isAlive,
  POSTGRES_MAJOR,
  readPidFile,
  servesFolder,
} from "#lib/platform/postgres-files"
import type { Binaries } from "#lib/platform/postgres-files"

/** A PostgreSQL of our own that is started again by itself when it dies. */
export type EmbeddedPostgres = {
  /** Connection string of the product's role and database; stays the same for as long as this object lives. */
  url: string
  pid: () => number
  /** Ends it in order; open transactions are rolled back. Takes 10 s at most. */
  stop: () => Promise<void>
}

const NAME = "two_minutes"
const LOG_MAX_BYTES = 5_000_000
// What the operator's shell sets is none of its business. (Next.js asks for more in the type.)
const NO_VARIABLES = {} as NodeJS.ProcessEnv
const FAST_STOP_MS = 6_000
const HARD_STOP_MS = 2_000

const SETTINGS: Record<string, string> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "100",
  timezone: "UTC",
  log_timezone: "UTC",
  jit: "off",
  // A dead application must not hold its locks for hours.
  tcp_keepalives_idle: "60",
  // The log says what went wrong and where, never the values that people typed.
  log_error_verbosity: "terse",
  log_min_error_statement: "panic",
  log_parameter_max_length_on_error: "0",
}

type Place = { folder: string; log: string; binaries: Binaries; account: Account | undefined; password: string }

/**
 * Starts the PostgreSQL in `dataDir/postgres`, making it on the first start, and watches over it: when it dies it is started
 * again within seconds. One left running by a killed application is stopped first. Hold the data folder's lock while you call.
 *
 * @param onLine Told in one line what is going on beyond the ordinary.
 * @throws with what to do when it cannot run here.
 */
export async function startPostgres(
  dataDir: string,
  onLine: (line: string) => void = () => {},
): Promise<EmbeddedPostgres> {
  const place = prepare(dataDir)
  await stopLeftOver(place.folder, onLine)

  let { child, port } = await launchOnFreePort(place)
  await createDatabase(place, port)
  let isStopping = false
  let restarting: Promise<void> | undefined

  const watch = (watched: ChildProcess) =>
    watched.once("exit", (code, signal) => {
      if (isStopping) return
      onLine(`PostgreSQL ended by itself (${signal ?? `code ${code}`}); starting it again.`)
      restarting = restart()
    })
  const restart = async () => {
    for (let attempt = 1; !isStopping; attempt++) {
      try {
        child = await launch(place, port)
        if (isStopping) return await end(child)
        watch(child)
        return onLine("PostgreSQL runs again.")
      } catch (error) {
        // Sessions of the dead server need a moment to notice; the disk may be full until somebody makes room.
        if (attempt % 20 === 1) onLine(`PostgreSQL does not start yet: ${(error as Error).message}`)
        await sleep(Math.min(attempt * 100, 2_000))
      }
    }
  }
  watch(child)

  return {
    url: address(port, NAME, rolePassword(place), NAME),
    pid: () => child.pid ?? 0,
    stop: async () => {
      isStopping = true
      await end(child)
      await restarting
    },
  }
}

/** The database of a folder whose PostgreSQL is running, in another process; `null` when none is. */
export function runningPostgres(dataDir: string): string | null {
  const folder = join(dataDir, "postgres")
  const state = existsSync(folder) ? readPidFile(folder) : undefined
  if (!state?.isReady || !isAlive(state.pid) || !servesFolder(state.pid, realpathSync(folder))) return null
  const password = readFileSync(join(dataDir, "postgres-password"), "utf8").trim()
  return address(state.port, NAME, rolePassword({ password }), NAME)
}

function prepare(dataDir: string): Place {
  const binaries = findBinaries()
  const account = postgresAccount()
  const root = realpathSync(dataDir)
  if (account) {
    assertReachable(account, join(binaries.folder, "native", "bin"), "the PostgreSQL program")
    // Passing through is enough: what is in the folder has its own, stricter modes.
    chmodSync(root, statSync(root).mode | 0o011)
    assertReachable(account, root, "the data folder")
  }
  const place = { folder: join(root, "postgres"), log: join(root, "postgres.log"), binaries, account, password: "" }
  place.password = readOrMakeSecret(root, "postgres-password")
  if (!existsSync(place.folder)) initialise(place)
  const major = readFileSync(join(place.folder, "PG_VERSION"), "utf8").trim()
  if (major !== POSTGRES_MAJOR) {
    throw new Error(
      `${place.folder} was made by PostgreSQL ${major}; this is PostgreSQL ${POSTGRES_MAJOR}. Restore a backup into a new DATA_DIR.`,
    )
  }
  return place
}

/** Makes the database files next to their place and moves them there when they are whole, so a start that was cut short leaves no half. */
function initialise({ folder, binaries, account, password }: Place): void {
  const draft = `${folder}.new`
  const passwordFile = `${folder}.password`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  for (const path of account ? [draft, passwordFile] : []) chownSync(path, account!.uid, account!.gid)
  const args = [
    "-D",
    draft,
    "--username=postgres",
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
  ]
  // The collation built into PostgreSQL is the same on every machine.
  args.push("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions")
  const { status, stderr, error } = spawnSync(binaries.initdb, args, {
    ...account,
    encoding: "utf8",
    env: NO_VARIABLES,
    cwd: draft,
  })
  rmSync(passwordFile)
  if (status !== 0) throw new Error(`initdb failed: ${error?.message ?? stderr.trim()}`)
  renameSync(draft, folder)
}

/** Stops the server of a folder whose application was killed; does nothing where none runs. */
export async function stopLeftOver(folder: string, onLine: (line: string) => void = () => {}): Promise<void> {
  const left = readPidFile(folder)
  if (!left || !isAlive(left.pid)) return
  if (!servesFolder(left.pid, folder)) return disownPidFile(folder)
  onLine("PostgreSQL was left running by an application that was killed; stopping it first.")
  for (const [signal, patience] of stopSignals) {
    process.kill(left.pid, signal)
    for (const until = Date.now() + patience; Date.now() < until; await sleep(20)) if (!isAlive(left.pid)) return
  }
  throw new Error(`The PostgreSQL that was left running (process ${left.pid}) does not stop.`)
}

// Fast, then without tidying up (it recovers at the next start), then by force.
const stopSignals: [NodeJS.Signals, number][] = [
  ["SIGINT", FAST_STOP_MS],
  ["SIGQUIT", HARD_STOP_MS],
  ["SIGKILL", HARD_STOP_MS],
]

async function end(child: ChildProcess): Promise<void> {
  child.ref()
  const exited = new Promise<true>((resolve) => child.once("exit", () => resolve(true)))
  for (const [signal, patience] of stopSignals) {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill(signal)
    if (await Promise.race([exited, sleep(patience, false, { ref: false })])) return
  }
}

async function launchOnFreePort(place: Place): Promise<{ child: ChildProcess; port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    try {
      return { port, child: await launch(place, port) }
    } catch (error) {
      // Another program may have taken the port, or sessions of a killed server are still ending.
      if (attempt === 5) throw error
      await sleep(attempt * 200)
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once("error", reject)
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

/** Starts the server in a session of its own, so that Ctrl-C in the terminal reaches us and not it, and waits until it is ready. */
async function launch({ folder, log, binaries, account }: Place, port: number): Promise<ChildProcess> {
  if (existsSync(log) && statSync(log).size > LOG_MAX_BYTES) renameSync(log, `${log}.1`)
  const output = openSync(log, "a", 0o600)
  const begin = statSync(log).size
  const settings = Object.entries({ ...SETTINGS, port: String(port) }).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ])
  const child = spawn(binaries.postgres, ["-D", folder, ...settings], {
    ...account,
    cwd: folder,
    env: NO_VARIABLES,
    detached: true,
    stdio: ["ignore", output, output],
  })
  closeSync(output)
  child.unref()
  let failure: Error | undefined
  child.once("error", (error) => (failure = error))
  while (true) {
    if (failure) throw failure
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`it stopped at once. ${lastLines(readFileSync(log).subarray(begin).toString())}`)
    }
    const state = readPidFile(folder)
    if (state?.pid === child.pid && state?.isReady) return child
    await sleep(20)
  }
}

function lastLines(text: string): string {
  return text.trim().split("\n").slice(-3).join(" | ")
}

/** The product's role is not a superuser: it owns its database and can do no harm beyond it. */
function rolePassword({ password }: Pick<Place, "password">): string {
  return createHmac("sha256", password).update(NAME).digest("base64url")
}

async function createDatabase(place: Place, port: number): Promise<void> {
  const client = new pg.Client({ connectionString: address(port, "postgres", place.password, "postgres") })
  await client.connect()
  try {
    const { rows } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [NAME])
    if (rows.length > 0) return
    await client.query(`DROP ROLE IF EXISTS ${NAME}`)
    await client.query(`CREATE ROLE ${NAME} LOGIN CREATEDB PASSWORD ${client.escapeLiteral(rolePassword(place))}`)
    await client.query(`CREATE DATABASE ${NAME} OWNER ${NAME}`)
  } finally {
    await client.end()
  }
}

function address(port: number, user: string, password: string, database: string): string {
  return `postgresql://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`
}
