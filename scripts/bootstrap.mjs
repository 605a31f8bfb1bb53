// What has to work before anything is installed: built-ins only, Node 20 and up.
import { spawn } from "node:child_process"
import { existsSync, readFileSync, realpathSync } from "node:fs"
import { delimiter, dirname, join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..")
const BIN = join(ROOT, "node_modules", ".bin")

function readPackages(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : undefined
}

/** True when node_modules holds what package-lock.json says. Optional packages of other machines may be missing. */
export function isInstalled(root = ROOT) {
  const wanted = readPackages(join(root, "package-lock.json"))
  const present = readPackages(join(root, "node_modules", ".package-lock.json"))
  if (!wanted || !present) return false
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "") return true
    return present[path] ? present[path].version === entry.version : entry.optional === true
  })
}

/** Runs a program to its end with our terminal. @returns {Promise<number>} its exit code. */
function runToEnd(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: "inherit", ...options })
    const forward = (signal) => child.kill(signal)
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"]
    for (const signal of signals) process.on(signal, forward)
    child.once("error", reject)
    child.once("exit", (code, signal) => {
      for (const each of signals) process.off(each, forward)
      resolve(code ?? (signal === "SIGINT" || signal === "SIGTERM" ? 0 : 1))
    })
  })
}

/**
 * Installs the dependencies when they are not those of the lock file. No package's install script runs: none is needed.
 *
 * @returns {Promise<boolean>} whether anything was installed.
 */
export async function install() {
  if (isInstalled()) return false
  const begin = Date.now()
  console.log("· Install dependencies … (once; about a minute)")
  // npm may itself run on the Node that lives in the folder it is about to replace, so it gets a PATH without that folder.
  const path = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== BIN)
  const env = { ...process.env, PATH: path.join(delimiter) }
  const args = ["ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"]
  const npm = process.env.npm_execpath
  const code = npm?.endsWith(".js")
    ? await runToEnd(process.execPath, [npm, ...args], { env })
    : await runToEnd("npm", args, { env, shell: process.platform === "win32" })
  if (code !== 0 || !isInstalled()) {
    throw new Error(`npm ${args.join(" ")} failed (exit code ${code}). Nothing was started.`)
  }
  console.log(`✓ Install dependencies  ${((Date.now() - begin) / 1000).toFixed(1)} s`)
  return true
}

// Bounds the memory of the serving process under load: without it V8 takes 130 MB for young objects (docs/decisions/0041).
const HEAP = "--max-semi-space-size=8"

/** The Node of the project; where there is none for this machine, the one we run on, if it is new enough. */
function projectNode() {
  const own = join(BIN, process.platform === "win32" ? "node.cmd" : "node")
  if (existsSync(own)) return own
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath
  throw new Error(`This machine needs Node.js 24 or newer; this is ${process.versions.node}. See https://nodejs.org`)
}

/**
 * Runs one of the project's TypeScript programs on the project's Node: in this process when it is the one, else in another.
 * The file's `main(args)` gives the exit code.
 *
 * @param {string} script File name in scripts/.
 * @param {boolean} isFresh The dependencies were just replaced, and maybe the Node with them.
 */
export async function runScript(script, args, isFresh = false) {
  const node = projectNode()
  process.chdir(ROOT)
  // npm puts this folder first as well, so child processes find the project's programs either way.
  process.env.PATH = [BIN, process.env.PATH].filter(Boolean).join(delimiter)
  const file = join(ROOT, "scripts", script)
  if (!isFresh && realpathSync(node) === realpathSync(process.execPath)) {
    await import("./register.mjs")
    const { main } = await import(pathToFileURL(file).href)
    return main(args)
  }
  const register = pathToFileURL(join(ROOT, "scripts", "register.mjs")).href
  const call = `const { main } = await import(${JSON.stringify(pathToFileURL(file).href)}); process.exit(await main(process.argv.slice(1)))`
  // The channel tells the other process when this one is killed: then it stops in order by itself.
  const stdio = ["inherit", "inherit", "inherit", "ipc"]
  return runToEnd(node, [HEAP, "--import", register, "--input-type=module", "--eval", call, "--", ...args], { stdio })
}
