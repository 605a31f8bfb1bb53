import cluster, { type Worker } from "node:cluster"
import { once } from "node:events"
import { setTimeout as sleep } from "node:timers/promises"

/** A running site. `failed` settles with an exit code when it can no longer serve. */
export type Site = { address: string; close: () => Promise<void>; failed: Promise<number> }

const RESTART_DELAY_MS = 1_000

/** Serves in this process, or in several that share the port; jobs run in the first of them only. */
export async function serveSite(processes: number): Promise<Site> {
  if (processes > 1) return serveInCluster(processes)
  const { serve } = await import("../server.ts")
  const { address, close } = await serve()
  return { address, close, failed: untilFault() }
}

/** An error that nobody caught: the state is unknown, so the process ends, but in order. */
function untilFault(): Promise<number> {
  return new Promise((resolve) => {
    for (const event of ["uncaughtException", "unhandledRejection"] as const) {
      process.on(event, (error: unknown) => {
        console.error(error)
        resolve(1)
      })
    }
  })
}

async function serveInCluster(processes: number): Promise<Site> {
  let isStopping = false
  cluster.setupPrimary({
    exec: "scripts/serve-process.ts",
    execArgv: ["--max-semi-space-size=8", "--import", "./scripts/register.mjs"],
  })
  const fork = async (index: number): Promise<string> => {
    const worker = cluster.fork(index === 0 ? {} : { WORKER: "off" })
    worker.once("exit", async (code, signal) => {
      if (isStopping) return
      console.error(
        `Process ${index + 1} of ${processes} ended by itself (${signal ?? `code ${code}`}); starting another.`,
      )
      await sleep(RESTART_DELAY_MS)
      if (!isStopping) fork(index).catch((error: Error) => console.error(error.message))
    })
    return untilReady(worker)
  }
  const close = async () => {
    isStopping = true
    const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined)
    await Promise.all(
      workers.map(async (worker) => {
        if (worker.isDead()) return
        const exited = once(worker, "exit")
        // It may just be ending by itself, with nobody at the other end.
        worker.send("stop", () => {})
        await exited
      }),
    )
  }
  try {
    // The first finds out whether the port is free and the settings are right. One that dies later is replaced.
    const address = await fork(0)
    await Promise.all(Array.from({ length: processes - 1 }, (_, index) => fork(index + 1).catch(() => "")))
    return { address, close, failed: new Promise(() => {}) }
  } catch (error) {
    await close()
    throw error
  }
}

function untilReady(worker: Worker): Promise<string> {
  return new Promise((resolve, reject) => {
    worker.on("message", ({ address, error }: { address?: string; error?: { code?: string; message: string } }) => {
      if (address) resolve(address)
      else if (error) reject(Object.assign(new Error(error.message), { code: error.code }))
    })
    worker.once("exit", () => reject(new Error("A serving process ended before it was ready.")))
  })
}
