import "server-only"
import { deliverLetter } from "#lib/domain/letters/delivery"
import { bundleAlike } from "#lib/domain/letters/digest"
import { listOpenLines, type OpenLine, takeNext } from "#lib/domain/letters/line"
import { isOpenAt } from "#lib/domain/letters/office-hours"
import { log } from "#lib/platform/log"
import type { Mailer } from "#lib/platform/smtp"

/** Targets whose letters go at the same time. */
export const LINES_AT_ONCE = 4

const STOP_PATIENCE_MS = 8_000

/** Takes letters out of their lines and hands them to the mail server. */
export type LetterRunner = {
  /** Sets every line in motion that may move. Returns at once; further letters follow by themselves. */
  run(): Promise<void>
  /** Settles when nothing is under way. */
  idle(): Promise<void>
  /** Finishes what is under way, or gives it back. Takes ten seconds at most. */
  stop(): Promise<void>
}

type RunnerOptions = {
  /** Letters begun in a second at most, over all targets. */
  perSecond?: number
  /** Tells the time; tests bring their own. */
  clock?: () => Date
  patienceMs?: number
}

/** Sends letters by a mailer: those of one target one after the other, those of a few targets at once. */
export function createLetterRunner(
  mailer: Mailer,
  { perSecond = Infinity, clock = () => new Date(), patienceMs = STOP_PATIENCE_MS }: RunnerOptions = {},
): LetterRunner {
  const moving = new Map<string, Promise<void>>()
  let isStopping = false
  let nextStart = 0

  /** Waits for the turn of the next letter, so that visitors of the same process never wait behind a burst. */
  async function takeTurn(): Promise<void> {
    const now = Date.now()
    const turn = Math.max(now, nextStart)
    nextStart = turn + 1_000 / perSecond
    if (turn > now) await new Promise((resolve) => setTimeout(resolve, turn - now))
  }

  async function move({ targetId, email, hours, bundlesAlike }: OpenLine): Promise<void> {
    if (bundlesAlike) await bundleAlike(targetId, clock())
    for (;;) {
      await takeTurn()
      const now = clock()
      if (isStopping || (hours && !isOpenAt(now, hours))) return
      const leased = await takeNext(targetId, now)
      if (!leased) return
      const outcome = await deliverLetter(leased, email, mailer, { clock, isStopping: () => isStopping })
      // What stopped the line is looked at anew by the next run: hours, settings, address.
      if (outcome !== "accepted" && outcome !== "deferred") return
    }
  }

  function start(line: OpenLine): void {
    const movement = move(line)
      // The lease runs out, and the letter is taken again.
      .catch((error: unknown) => log().error({ err: error, targetId: line.targetId }, "letters interrupted"))
      .finally(() => moving.delete(line.targetId))
    moving.set(line.targetId, movement)
  }

  return {
    async run() {
      const lines = await listOpenLines(clock())
      for (const line of lines) {
        if (isStopping || moving.size >= LINES_AT_ONCE) return
        if (!moving.has(line.targetId)) start(line)
      }
    },
    async idle() {
      while (moving.size > 0) await Promise.all(moving.values())
    },
    async stop() {
      isStopping = true
      await settled([...moving.values()], patienceMs)
      // What is still under way fails now, and is given back by its own delivery.
      mailer.close()
      await settled([...moving.values()], 1_000)
    },
  }
}

async function settled(work: Promise<unknown>[], limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise((resolve) => {
    timer = setTimeout(resolve, limitMs)
  })
  await Promise.race([Promise.allSettled(work), limit])
  clearTimeout(timer)
}
