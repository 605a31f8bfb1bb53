/** Too much is under way already. */
export class GateFull extends Error {}

/**
 * Lets a few pieces of work run at once; the others wait in a line of limited length.
 *
 * @returns A function that runs work when its turn comes; it rejects with GateFull when the line is full.
 */
export function createGate(runningMax: number, waitingMax: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    if (running >= runningMax) {
      if (waiting.length >= waitingMax) throw new GateFull("Too many pages are being made.")
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else {
      running += 1
    }
    try {
      return await work()
    } finally {
      // The place goes to the next in line without being given up in between.
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
