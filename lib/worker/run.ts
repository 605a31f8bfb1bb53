import { listen } from "#lib/worker/listener"
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
  const listener = listen([...new Set(loops.map(({ channel }) => channel))], {
    onCall: (channel, payload) =>
      running.filter((loop) => loop.channel === channel).forEach(({ wake }) => wake(payload)),
    onConnect: () => running.forEach(({ wake }) => wake(null)),
  })
  const scheduler = startScheduler(schedules)
  return {
    /** Takes ten seconds at most: what is under way is finished or given back. */
    async stop() {
      await Promise.all([listener.stop(), scheduler.stop(), ...running.map((loop) => loop.stop())])
    },
  }
}
