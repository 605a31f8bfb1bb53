// Some registries carry only the builds for one platform. npm then writes a lock file without the entries for the
// others, and `npm ci` refuses it. This adds them, so that the lock file is whole again.
import { readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"

const HELP = `Usage: node scripts/complete-lockfile.mjs [--check]

Adds to package-lock.json the optional packages of other platforms that the registry in use did not list.
Run it after every "npm install". With --check nothing is written; exit code 1 when something is missing.
`

const SYSTEMS = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"]
const PROCESSORS = ["arm64", "arm", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "x64"]

/** The system and processor that a package's name speaks of, e.g. `…-linux-arm64-gnu`; undefined when it names none. */
export function platformOf(name) {
  const words = name.split("/").at(-1).split("-")
  const at = words.findIndex((word) => SYSTEMS.includes(word))
  const cpu = words.slice(at + 1).find((word) => PROCESSORS.includes(word))
  return at < 0 || !cpu ? undefined : { os: words[at], cpu }
}

/** Where Node would find a dependency of the package at `from`, or undefined: its own folder first, then each folder above. */
function findEntry(packages, from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("node_modules/") - 1))) {
    const path = `${folder ? `${folder}/` : ""}node_modules/${name}`
    if (packages[path]) return path
    if (!folder) return undefined
  }
}

/**
 * Adds the missing optional entries to a lock file's content and sorts it the way npm does.
 *
 * @returns {string[]} the names that were added.
 */
export function complete(lock) {
  const added = []
  for (const [path, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const platform = platformOf(name)
      if (!platform || findEntry(lock.packages, path, name)) continue
      lock.packages[`node_modules/${name}`] = {
        version,
        cpu: [platform.cpu],
        ...(entry.dev ? { dev: true } : {}),
        optional: true,
        os: [platform.os],
      }
      added.push(name)
    }
  }
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, "en")))
  return added
}

function main(args) {
  if (args.includes("--help")) {
    process.stdout.write(HELP)
    return 0
  }
  if (args.some((arg) => arg !== "--check")) {
    process.stderr.write(HELP)
    return 2
  }
  const file = join(dirname(fileURLToPath(import.meta.url)), "..", "package-lock.json")
  const lock = JSON.parse(readFileSync(file, "utf8"))
  const added = complete(lock)
  if (args.includes("--check")) {
    for (const name of added) console.error(`missing in package-lock.json: ${name}`)
    return added.length === 0 ? 0 : 1
  }
  if (added.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
  console.log(added.length > 0 ? `Added ${added.length} entries: ${added.join(", ")}` : "Nothing is missing.")
  return 0
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) process.exitCode = main(process.argv.slice(2))
