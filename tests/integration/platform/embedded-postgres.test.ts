import { spawn } from "node:child_process"
import { once } from "node:events"
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, it } from "vitest"
import { assertDurable } from "#lib/platform/durability"
import { startPostgres, type EmbeddedPostgres } from "#lib/platform/embedded-postgres"
import { isAlive } from "#lib/platform/postgres-files"
import { withClient } from "#tests/support/database"

let folder: string
let running: EmbeddedPostgres | undefined
let lines: string[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "two-minutes-postgres-"))
  chmodSync(folder, 0o755)
  lines = []
})
afterEach(async () => {
  await running?.stop()
  running = undefined
  rmSync(folder, { recursive: true })
})

async function start(): Promise<EmbeddedPostgres> {
  running = await startPostgres(folder, (line) => lines.push(line))
  return running
}

const ask = (url: string, sql: string) =>
  withClient(url, async (client) => Object.values((await client.query({ text: sql })).rows[0] ?? {})[0])

const pidFile = () => join(folder, "postgres", "postmaster.pid")
const pidInFile = () => Number(readFileSync(pidFile(), "utf8").split("\n")[0])

it("starts empty, keeps what it was given, and stops without a trace of a process", async () => {
  const first = await start()
  await ask(first.url, "CREATE TABLE kept AS SELECT 7 AS n")
  const pid = first.pid()
  await first.stop()
  expect(isAlive(pid)).toBe(false)
  expect(existsSync(pidFile())).toBe(false)

  const second = await start()
  expect(await ask(second.url, "SELECT n FROM kept")).toBe(7)
  expect(lines).toEqual([])
})

it("is reachable from this machine only, with a password, as a role that is no superuser", async () => {
  const { url } = await start()
  expect(await ask(url, "SHOW listen_addresses")).toBe("127.0.0.1")
  expect(await ask(url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user")).toBe(false)
  expect(await ask(url, "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'two_minutes'")).toBe(
    "UTF8",
  )
  expect(new URL(url).hostname).toBe("127.0.0.1")
  expect(statSync(join(folder, "postgres-password")).mode & 0o777).toBe(0o600)
  const guess = new URL(url)
  guess.password = "postgres"
  await expect(ask(guess.href, "SELECT 1")).rejects.toThrow("password authentication failed")
  await expect(assertDurable(url)).resolves.toBeUndefined()
})

it("runs again within seconds after all of it was killed, at the same address", async () => {
  const { url, pid } = await start()
  await ask(url, "CREATE TABLE kept AS SELECT 7 AS n")
  const killed = pid()
  process.kill(killed, "SIGKILL")

  await expect.poll(() => ask(url, "SELECT n FROM kept").catch(() => null), { timeout: 15_000 }).toBe(7)
  expect(pid()).not.toBe(killed)
  expect(lines).toEqual(["PostgreSQL ended by itself (SIGKILL); starting it again.", "PostgreSQL runs again."])
})

it("stops and starts anew what a killed application left running", async () => {
  const code = `
    const { startPostgres } = await import("#lib/platform/embedded-postgres")
    console.log((await startPostgres(${JSON.stringify(folder)})).url)
    setInterval(() => {}, 1000)`
  const application = spawn(process.execPath, ["--input-type=module", "--eval", code], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  const [output] = (await once(application.stdout, "data")) as [Buffer]
  await ask(output.toString().trim(), "CREATE TABLE kept AS SELECT 7 AS n")
  application.kill("SIGKILL")
  await once(application, "exit")
  const left = pidInFile()
  expect(isAlive(left)).toBe(true)

  const begin = Date.now()
  const { url } = await start()
  expect(Date.now() - begin).toBeLessThan(8_000)
  expect(isAlive(left)).toBe(false)
  expect(await ask(url, "SELECT n FROM kept")).toBe(7)
  expect(lines).toEqual(["PostgreSQL was left running by an application that was killed; stopping it first."])
})

it.each([
  ["of nobody", 2_147_483_000],
  ["that another program has now", process.pid],
])("starts over a left-over pid file with the id %s", async (_, pid) => {
  const first = await start()
  const content = readFileSync(pidFile(), "utf8")
  await first.stop()
  writeFileSync(pidFile(), content.replace(/^\d+/, String(pid)))

  const { url } = await start()
  expect(await ask(url, "SELECT 1")).toBe(1)
})

it("makes a half-made data folder anew", async () => {
  mkdirSync(join(folder, "postgres.new"))
  writeFileSync(join(folder, "postgres.new", "PG_VERSION"), "18")

  const { url } = await start()
  expect(await ask(url, "SELECT 1")).toBe(1)
})

it("says what to do about the files of another major version", async () => {
  mkdirSync(join(folder, "postgres"))
  writeFileSync(join(folder, "postgres", "PG_VERSION"), "9.6\n")
  await expect(start()).rejects.toThrow("was made by PostgreSQL 9.6")
})

it("keeps what people typed out of its log", async () => {
  const { url } = await start()
  await ask(url, "CREATE TABLE signature (name text UNIQUE)")
  await ask(url, "INSERT INTO signature VALUES ('canary@example.org')")
  await expect(ask(url, "INSERT INTO signature VALUES ('canary@example.org')")).rejects.toThrow("duplicate key")

  const log = readFileSync(join(folder, "postgres.log"), "utf8")
  expect(log).toContain("duplicate key")
  expect(log).not.toContain("canary")
})

it.each(["fsync", "full_page_writes", "synchronous_commit"])("refuses a database with %s = off", async (name) => {
  const { url } = await start()
  const setting = name === "synchronous_commit" ? `ALTER ROLE two_minutes SET ${name} = off` : undefined
  if (setting) await ask(url, setting)
  else {
    await running!.stop()
    const file = join(folder, "postgres", "postgresql.conf")
    writeFileSync(file, `${readFileSync(file, "utf8")}\n${name} = off\n`)
    await start()
  }
  await expect(assertDurable(running!.url)).rejects.toThrow(`${name} = off`)
})
