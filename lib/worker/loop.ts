import { log } from "#lib/platform/log"
import type { Channel } from "#lib/platform/notify"

/** Work that is done again and again: whenever the channel calls, and every `pollMs` in case a call was lost. */
export type Loop = {
  name: string
  /** The NOTIFY channel that wakes it. */
  channel: Channel
  pollMs: number
  /** The shortest time between two runs. */
  gapMs: number
  /** @param payloads What the channel called with since the last run, each once; none when it is time to look by oneself. */
  run(payloads: string[]): Promise<void>
  stop?(): Promise<void>
}

export type RunningLoop = { wake(payload: string | null): void; stop(): Promise<void> }

/** Runs a loop: never twice at once, and once more when it was woken meanwhile. A fault is logged; the next poll tries again. */
export function startLoop(loop: Loop): RunningLoop {
  const payloads = new Set<string>()
  let isPollDue = true
  let isStopping = false
  let isRunning = false
  let timer: NodeJS.Timeout | undefined
  let lastStart = 0
  let current: Promise<void> = Promise.resolve()

  function schedule(delayMs: number): void {
    clearTimeout(timer)
    timer = setTimeout(begin, delayMs)
  }

  function begin(): void {
    if (isStopping || isRunning) return
    isRunning = true
    lastStart = Date.now()
    const work = isPollDue ? [] : [...payloads]
    payloads.clear()
    isPollDue = false
    current = loop
      .run(work)
      .catch((error: unknown) => {
        log().warn({ err: error, loop: loop.name }, "loop failed; it will be tried again")
        // What it was called for must not be lost: the next run looks for itself.
        isPollDue = true
        return "failed" as const
      })
      .then((outcome) => {
        isRunning = false
        if (isStopping) return
        if (outcome !== "failed" && (payloads.size > 0 || isPollDue)) return schedule(remainingGap())
        clearTimeout(timer)
        timer = setTimeout(poll, loop.pollMs)
      })
  }

  function poll(): void {
    isPollDue = true
    begin()
  }

  const remainingGap = () => Math.max(0, lastStart + loop.gapMs - Date.now())

  schedule(0)
  return {
    wake(payload) {
      if (payload === null) isPollDue = true
      else payloads.add(payload)
      if (!isRunning && !isStopping) schedule(remainingGap())
    },
    async stop() {
      isStopping = true
      clearTimeout(timer)
      await Promise.all([current, loop.stop?.()])
    },
  }
}
