import { env } from "#lib/platform/env"
import { listen } from "#lib/platform/listen"
import { log } from "#lib/platform/log"
import { type Loop, startLoop } from "#lib/worker/loop"
import { createLoops, schedules } from "#lib/worker/registry"
import { startScheduler } from "#lib/worker/scheduler"

export type Worker = { stop(): Promise<void> }

/**
 * Starts everything that happens in the background. Call after the site listens and the keyring is loaded.
 *
 * Needs no database at this moment, and survives it going away: it looks again until it is back.
 */
export function startWorker(loops: Loop[] = createLoops()): Worker {
  const running = loops.map((loop) => ({ channel: loop.channel, ...startLoop(loop) }))
  const { DIRECT_DATABASE_URL, DATABASE_URL } = env()
  const listener = listen({
    connectionString: DIRECT_DATABASE_URL ?? DATABASE_URL,
    channels: [...new Set(loops.map(({ channel }) => channel))],
    onMessage: (channel, payload) =>
      running.filter((loop) => loop.channel === channel).forEach(({ wake }) => wake(payload)),
    // Calls may have been lost before.
    onConnect: () => running.forEach(({ wake }) => wake(null)),
    onTrouble: (error) => log().warn({ err: error }, "database connection of the worker lost"),
  })
  const scheduler = startScheduler(schedules)
  return {
    /** Takes ten seconds at most: what is under way is finished or given back. */
    async stop() {
      await Promise.all([listener.stop(), scheduler.stop(), ...running.map((loop) => loop.stop())])
    },
  }
}
