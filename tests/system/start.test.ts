import { spawn, type ChildProcess } from "node:child_process"
import { once } from "node:events"
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it } from "vitest"
import { isAlive } from "#lib/platform/postgres-files"
import { freePort, startSite, until, type TestSite } from "#tests/support/site"

const STOP_PATIENCE_MS = 10_000

let site: TestSite

beforeAll(async () => {
  site = await startSite()
}, 150_000)
afterAll(() => site.stop())

const answers = (url: string) =>
  fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  )
const postgresPid = () => Number(readFileSync(join(site.dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[0])

function launch(args: string[], variables: Record<string, string>): ChildProcess {
  const { PATH, HOME } = process.env
  const env = { PATH, HOME, LOG_LEVEL: "warn", ...variables } as unknown as NodeJS.ProcessEnv
  return spawn("node", args, { stdio: ["ignore", "pipe", "pipe"], env })
}

/** Starts another site and waits for its end. */
async function tryToStart(variables: Record<string, string>, args: string[] = []) {
  const begin = Date.now()
  const child = launch(["scripts/start.mjs", "--no-env-file", ...args], variables)
  let output = ""
  for (const stream of [child.stdout!, child.stderr!]) stream.on("data", (text: Buffer) => (output += text.toString()))
  const [code] = (await once(child, "close")) as [number]
  return { code, output, ms: Date.now() - begin }
}

/** The processes that serve together, from the system's own list. */
function servingProcesses(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const [command, variables] = [
          readFileSync(`/proc/${pid}/cmdline`, "utf8"),
          readFileSync(`/proc/${pid}/environ`, "utf8"),
        ]
        return command.includes("serve-process.ts") && variables.includes(`DATA_DIR=${site.dataDir}\0`)
      } catch {
        return false
      }
    })
    .map(Number)
    .filter(isAlive)
}

it("says what it did, in lines with their times, and where the site is", async () => {
  // It answers a moment before it has said everything.
  await until("the start has said everything", async () => site.output().includes("Ctrl-C stops it."))
  const lines = site.output().split("\n")
  expect(lines.filter((line) => /^✓ .+ \d+\.\d s$/.test(line)).length).toBeGreaterThanOrEqual(4)
  expect(site.output()).toContain(`Site      ${site.url}`)
  expect(site.output()).toContain(`Mailbox   ${site.url}/demo/outbox`)
})

it("never prints a secret", () => {
  for (const name of ["secret", "ledger-seed", "postgres-password"]) {
    expect(site.output()).not.toContain(readFileSync(join(site.dataDir, name), "utf8").trim())
  }
})

it("refuses a second process on the same data within five seconds, and the first keeps working", async () => {
  const second = await tryToStart({ DATA_DIR: site.dataDir, PORT: String(await freePort()) })

  expect(second.output).toContain("is in use by another process")
  expect(second.code).toBe(1)
  expect(second.ms).toBeLessThan(5_000)
  expect(await answers(site.url)).toBe(true)
})

it("refuses a port that is taken, in words, and leaves nothing running", async () => {
  const { port } = new URL(site.url)
  const dataDir = `${site.dataDir}-second`
  const second = await tryToStart({ DATA_DIR: dataDir, PORT: port })

  expect(second.output).toContain("The port is in use by another program")
  expect(second.code).toBe(1)
  expect(existsSync(join(dataDir, "postgres", "PG_VERSION"))).toBe(true)
  expect(existsSync(join(dataDir, "postgres", "postmaster.pid"))).toBe(false)
  rmSync(dataDir, { recursive: true })
})

it.each([
  [{ PORT: "many" }, [], "PORT"],
  [{ APP_SECRET: "short" }, [], "APP_SECRET"],
  [{}, ["--fast"], "Unknown option --fast"],
])("refuses %j %j before it touches anything", async (variables, args, words) => {
  const dataDir = `${site.dataDir}-untouched`
  const { code, output } = await tryToStart({ DATA_DIR: dataDir, ...variables }, args)

  expect(code).toBe(2)
  expect(output).toContain(words)
  expect(existsSync(dataDir)).toBe(false)
})

it("stops in order when the process that started it is killed", async () => {
  await site.end("SIGTERM")
  // As on a machine with an older Node: one process waits for another on the project's Node.
  const call = `
    const { runScript } = await import("./scripts/bootstrap.mjs")
    process.exit(await runScript("launch.ts", ["--no-env-file"], true))`
  const outer = launch(["--input-type=module", "--eval", call], {
    DATA_DIR: site.dataDir,
    PORT: new URL(site.url).port,
  })
  await until("the site is ready", () => answers(site.url))
  const pid = postgresPid()
  outer.kill("SIGKILL")

  await until("PostgreSQL has ended", async () => !isAlive(pid), STOP_PATIENCE_MS)
  await until("the port is free", async () => !(await answers(site.url)), STOP_PATIENCE_MS)
  await site.restart()
})

it("starts again after everything but PostgreSQL was killed, and takes no second PostgreSQL", async () => {
  const left = postgresPid()
  await site.kill()
  expect(isAlive(left)).toBe(true)

  await site.restart()
  expect(isAlive(left)).toBe(false)
})

it.each(["SIGTERM", "SIGINT"] as const)("stops everything in order within ten seconds at %s", async (signal) => {
  const pid = postgresPid()
  const { code, ms } = await site.end(signal)

  expect(code).toBe(0)
  expect(ms).toBeLessThan(STOP_PATIENCE_MS)
  expect(isAlive(pid)).toBe(false)
  expect(site.output()).not.toContain("Stopping was not in order")
  await site.restart()
})

it("serves from several processes on one port, and replaces one that dies", async () => {
  await site.end("SIGTERM")
  await site.restart({ WEB_CONCURRENCY: "2" })
  // The site answers as soon as one of them is ready.
  await until("both serve", async () => site.output().trimEnd().endsWith("Ctrl-C stops it."))
  const [, second] = servingProcesses()
  expect(servingProcesses()).toHaveLength(2)

  process.kill(second!, "SIGKILL")
  await until("another process serves", async () => servingProcesses().filter((pid) => pid !== second).length === 2)
  expect(await answers(site.url)).toBe(true)
  expect((await site.end("SIGTERM")).code).toBe(0)
  expect(servingProcesses()).toEqual([])
})
