import { createHash, randomBytes } from "node:crypto"
import { chmodSync, linkSync, mkdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs"
import { connect, createServer, type Server } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"

/** Somebody else holds the lock. */
export class FolderInUse extends Error {}

/** Makes the data folder when it is missing; only its owner can look into it. @returns its real path. */
export function makeDataFolder(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  return realpathSync(path)
}

// A socket is the one lock that the system frees at the very moment its holder dies, even by SIGKILL. On Linux it has a name
// that is no file; elsewhere the file stays behind, and whether anybody answers there tells whether it is held.
function socketName(folder: string): string {
  const name = `two-minutes-${createHash("sha256").update(folder).digest("hex").slice(0, 32)}`
  if (process.platform === "linux") return `\0${name}`
  return process.platform === "win32" ? `\\\\.\\pipe\\${name}` : join(tmpdir(), name)
}

function listen(name: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.end(String(process.pid)).on("error", () => {}))
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(undefined) : reject(error),
    )
    server.listen(name, () => resolve(server.unref()))
  })
}

/** The process id that the holder of a lock answers with; undefined when nobody answers within a second. */
function askHolder(name: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let answer = ""
    const socket = connect(name)
    socket.setTimeout(1_000, () => socket.destroy())
    socket.on("data", (data) => (answer += data.toString()))
    socket.on("error", () => {})
    socket.on("close", () => resolve(answer || undefined))
  })
}

/**
 * Takes the exclusive lock of a folder. It is free again when the holder releases it or dies, in whatever way.
 *
 * @param waitMs How long to wait for another holder before giving up.
 * @throws FolderInUse when another process holds it.
 */
export async function lockFolder(folder: string, waitMs = 0): Promise<{ release: () => Promise<void> }> {
  const name = socketName(realpathSync(folder))
  for (const until = Date.now() + waitMs; ; await sleep(100)) {
    const server = await listen(name)
    if (server) return { release: () => new Promise((resolve) => server.close(() => resolve())) }
    const holder = await askHolder(name)
    if (!holder && !name.startsWith("\0") && process.platform !== "win32") rmSync(name, { force: true })
    if (Date.now() < until) continue
    throw new FolderInUse(
      `${folder} is in use by another process${holder ? ` (${holder})` : ""}.\n` +
        "Stop that one first, or give this one a data folder of its own: DATA_DIR=…",
    )
  }
}

const SECRET_BYTES = 32

/**
 * Reads a secret that lives in a file of the data folder, making it on first use: 256 random bits, base64url, readable by its owner
 * only. It is written whole or not at all. Never print what this returns.
 *
 * @throws when the file is there but too short to be a secret.
 */
export function readOrMakeSecret(dataDir: string, name: string): string {
  const file = join(dataDir, name)
  const known = readSecret(file)
  if (known !== undefined) return known
  const draft = `${file}.${process.pid}.new`
  writeFileSync(draft, `${randomBytes(SECRET_BYTES).toString("base64url")}\n`, { mode: 0o600, flag: "wx", flush: true })
  try {
    // Unlike renaming, linking fails when another process was faster: then its secret counts.
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error
  } finally {
    rmSync(draft)
  }
  const made = readSecret(file)
  if (made === undefined) throw new Error(`${file} vanished right after it was made.`)
  return made
}

function readSecret(file: string): string | undefined {
  let text: string
  try {
    text = readFileSync(file, "utf8").trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined
    throw error
  }
  if (text.length < SECRET_BYTES)
    throw new Error(`${file} holds ${text.length} characters; a secret has at least ${SECRET_BYTES}.`)
  if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600)
  return text
}
