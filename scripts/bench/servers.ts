import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { chmodSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** A server in a process of its own. */
export type Server = { url: string; stop: () => Promise<void> }

const PATIENCE_MS = 180_000

/** Waits for the line that tells the address. */
async function untilAddress(child: ChildProcess, pattern: RegExp): Promise<string> {
  let output = ""
  const found = new Promise<string>((resolve, reject) => {
    const read = (text: Buffer) => {
      output += text.toString()
      const address = pattern.exec(output)?.[1]
      if (address) resolve(address)
    }
    child.stdout?.on("data", read)
    child.stderr?.on("data", read)
    child.once("exit", (code) => reject(new Error(`A server ended with ${code}:\n${output.slice(-2_000)}`)))
    setTimeout(() => reject(new Error(`A server was not ready in time:\n${output.slice(-2_000)}`)), PATIENCE_MS).unref()
  })
  return found
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, "exit")
  child.kill("SIGTERM")
  await exited
}

/** The whole site as `npm start` serves it, on data of its own that is gone after `stop`. */
export async function startSite(variables: Record<string, string> = {}): Promise<Server> {
  const dataDir = mkdtempSync(join(tmpdir(), "two-minutes-bench-"))
  // PostgreSQL may run as another user, who has to pass through.
  chmodSync(dataDir, 0o755)
  const child = spawn(process.execPath, ["--max-semi-space-size=8", "scripts/start.mjs", "--no-env-file"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, PORT: "0", DATA_DIR: dataDir, RATE_LIMITS: "off", LOG_LEVEL: "warn", ...variables },
  })
  const stop = async () => {
    await end(child)
    rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    return { url: await untilAddress(child, /Site\s+(http:\S+)/), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** A script of this folder that prints `ready {address}`. */
export async function startScript(file: string, variables: Record<string, string>): Promise<Server> {
  const child = spawn(process.execPath, ["--import", "./scripts/register.mjs", join("scripts/bench", file)], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...variables },
  })
  return { url: await untilAddress(child, /ready (http:\S+)/), stop: () => end(child) }
}
