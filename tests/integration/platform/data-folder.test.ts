import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, it } from "vitest"
import { FolderInUse, lockFolder, makeDataFolder, readOrMakeSecret } from "#lib/platform/data-folder"

let folder: string

beforeEach(() => {
  folder = makeDataFolder(join(mkdtempSync(join(tmpdir(), "two-minutes-lock-")), "data"))
})
afterEach(() => rmSync(join(folder, ".."), { recursive: true }))

/** Another process that holds the lock until it is killed. */
async function startHolder() {
  const code = `
    const { lockFolder } = await import("#lib/platform/data-folder")
    await lockFolder(${JSON.stringify(folder)})
    console.log("locked")
    setInterval(() => {}, 1000)`
  const holder = spawn(process.execPath, ["--input-type=module", "--eval", code], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  await once(holder.stdout, "data")
  return holder
}

it("refuses a second process at once and names the first", async () => {
  const holder = await startHolder()
  try {
    const begin = Date.now()
    const refusal = await lockFolder(folder).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(FolderInUse)
    expect((refusal as Error).message).toContain(`in use by another process (${holder.pid})`)
    expect(Date.now() - begin).toBeLessThan(1_000)
  } finally {
    holder.kill("SIGKILL")
  }
})

it("is free again the moment its holder is killed", async () => {
  const holder = await startHolder()
  holder.kill("SIGKILL")
  await once(holder, "exit")

  const { release } = await lockFolder(folder)
  await release()
})

it("can wait for its turn", async () => {
  const first = await lockFolder(folder)
  const second = lockFolder(folder, 5_000)
  await first.release()

  await (await second).release()
})

it("locks the same folder by every path that leads to it", async () => {
  const { release } = await lockFolder(folder)
  await expect(lockFolder(join(folder, "..", "data"))).rejects.toThrow(FolderInUse)
  await release()
})

it("makes a secret once, for its owner only, and leaves no draft behind", () => {
  const secret = readOrMakeSecret(folder, "secret")

  expect(Buffer.from(secret, "base64url")).toHaveLength(32)
  expect(readOrMakeSecret(folder, "secret")).toBe(secret)
  expect(statSync(join(folder, "secret")).mode & 0o777).toBe(0o600)
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(readdirSync(folder)).toEqual(["secret"])
  expect(readOrMakeSecret(folder, "another")).not.toBe(secret)
})

it("closes a secret that others could read, and refuses one that is too short", () => {
  writeFileSync(join(folder, "open"), "0123456789abcdef0123456789abcdef\n", { mode: 0o644 })
  writeFileSync(join(folder, "short"), "hunter2\n")

  expect(readOrMakeSecret(folder, "open")).toBe("0123456789abcdef0123456789abcdef")
  expect(statSync(join(folder, "open")).mode & 0o777).toBe(0o600)
  const refuse = () => readOrMakeSecret(folder, "short")
  expect(refuse).toThrow("7 characters")
  expect(refuse).not.toThrow("hunter2")
})
