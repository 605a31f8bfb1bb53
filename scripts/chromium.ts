import { execFileSync } from "node:child_process"
import { accessSync, constants } from "node:fs"
import { delimiter, join } from "node:path"

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The browser for the end-to-end tests: CHROMIUM_PATH, else the first Chromium or Chrome on the PATH; undefined when there is none. */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM_PATH
  if (named) return isProgram(named) ? named : undefined
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin"]
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isProgram)
}

/**
 * The browser, installed from Debian's packages when it is missing and this process may do that.
 *
 * @throws with what to install.
 */
export function ensureChromium(): string {
  const known = findChromium()
  if (known) return known
  const isRootOnDebian = process.getuid?.() === 0 && isProgram("/usr/bin/apt-get")
  if (isRootOnDebian && !process.env.CHROMIUM_PATH) {
    console.log("· Install Chromium from Debian's packages …")
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" }
    execFileSync("apt-get", ["update", "-qq"], { stdio: "inherit", env })
    execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], { stdio: "inherit", env })
    const installed = findChromium()
    if (installed) return installed
  }
  throw new Error(
    "The end-to-end tests need Chromium or Chrome. Install it (Debian: apt-get install chromium), or say where it is: CHROMIUM_PATH=…",
  )
}
