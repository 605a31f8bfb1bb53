import { spawn } from "node:child_process"

/** Told to stop while a step is under way. */
export class Interrupted extends Error {}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`

/**
 * Does one step of a start and prints a line with its time: on a terminal also while it lasts, elsewhere a slow one
 * announces itself.
 */
export async function step<Value>(name: string, work: () => Promise<Value> | Value, isSlow = false): Promise<Value> {
  const begin = performance.now()
  const isTerminal = process.stdout.isTTY
  if (isTerminal) process.stdout.write(`· ${name} …`)
  else if (isSlow) console.log(`· ${name} …`)
  try {
    const value = await work()
    console.log(`${isTerminal ? "\r" : ""}✓ ${name.padEnd(28)} ${seconds(performance.now() - begin).padStart(7)}`)
    return value
  } catch (error) {
    console.log(`${isTerminal ? "\r" : ""}✗ ${name.padEnd(28)} ${seconds(performance.now() - begin).padStart(7)}`)
    throw error
  }
}

/**
 * Runs a program quietly.
 *
 * @throws Error with everything it printed when it fails, Interrupted when it was stopped by the signal.
 */
export function runProgram(file: string, args: string[], env: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], { env, stdio: ["ignore", "pipe", "pipe"] })
    const stop = () => child.kill("SIGTERM")
    signal?.addEventListener("abort", stop)
    let output = ""
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => (output += data.toString()))
    child.once("error", reject)
    child.once("close", (code) => {
      signal?.removeEventListener("abort", stop)
      if (code === 0) resolve()
      else if (signal?.aborted) reject(new Interrupted())
      else reject(new Error(`${output.trim()}\n\n${[file, ...args].join(" ")} failed (exit code ${code}).`))
    })
  })
}
