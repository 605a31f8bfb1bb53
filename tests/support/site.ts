import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { chmodSync, mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"

const READY_PATIENCE_MS = 120_000

/** A whole site as an operator runs it: `npm start` in processes of its own. */
export type TestSite = {
  url: string
  dataDir: string
  /** What it printed so far. */
  output: () => string
  /** Ends all of its processes at once, as a power cut of the application would; PostgreSQL is left as it is. */
  kill: () => Promise<void>
  /** Stops it with a signal and keeps its data. */
  end: (signal: NodeJS.Signals) => Promise<{ code: number | null; ms: number }>
  /** Starts it again on the same data and port, with more variables. @returns milliseconds until it was ready. */
  restart: (more?: Record<string, string>) => Promise<number>
  /** Stops it in order and removes its data. */
  stop: () => Promise<void>
}

/** A port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  server.close()
  await once(server, "close")
  if (address === null || typeof address === "string") throw new Error("No port.")
  return address.port
}

/** Waits until a condition holds. @throws with its name when it does not within the patience. */
export async function until(what: string, holds: () => Promise<boolean>, patienceMs = 20_000): Promise<void> {
  for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(50)) if (await holds()) return
  throw new Error(`Not within ${patienceMs} ms: ${what}`)
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  )
}

const withPort = (variables: Record<string, string>, port: number) =>
  Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, value.replace("{port}", String(port))]))

/** Starts a site on data of its own. Limits are off and the log is quiet unless the variables say otherwise; `{port}` stands for its port. */
export async function startSite(variables: Record<string, string> = {}): Promise<TestSite> {
  const dataDir = mkdtempSync(join(tmpdir(), "two-minutes-site-"))
  chmodSync(dataDir, 0o755)
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  let output = ""
  let child: ChildProcess

  const launch = async (more: Record<string, string> = {}) => {
    const begin = performance.now()
    const launched = spawn("node", ["scripts/start.mjs"], {
      // A group of its own: killing it leaves nothing behind but what must survive.
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        TZ: "Asia/Kathmandu",
        PORT: String(port),
        DATA_DIR: dataDir,
        RATE_LIMITS: "off",
        LOG_LEVEL: "warn",
        ...withPort({ ...variables, ...more }, port),
      } as unknown as NodeJS.ProcessEnv,
    })
    launched.stdout.on("data", (text: Buffer) => (output += text.toString()))
    launched.stderr.on("data", (text: Buffer) => (output += text.toString()))
    child = launched
    const isUp = async () => {
      if (launched.exitCode !== null)
        throw new Error(`The site ended with ${launched.exitCode}:\n${output.slice(-4_000)}`)
      return isReady(url)
    }
    await until("the site is ready", isUp, READY_PATIENCE_MS).catch((error: Error) => {
      throw new Error(`${error.message}\n${output.slice(-4_000)}`)
    })
    return performance.now() - begin
  }

  const end = async (signal: NodeJS.Signals) => {
    const begin = performance.now()
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, "exit")
      process.kill(-child.pid!, signal)
      await exited
    }
    return { code: child.exitCode, ms: performance.now() - begin }
  }

  await launch()
  return {
    url,
    dataDir,
    output: () => output,
    kill: async () => void (await end("SIGKILL")),
    end,
    restart: launch,
    stop: async () => {
      await end("SIGTERM")
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
