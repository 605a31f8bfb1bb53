import "server-only"
import { deliver } from "#lib/domain/mail/delivery"
import { leaseMessages, reclaimMessages, releaseMessage, type LeasedMessage } from "#lib/domain/mail/leases"
import { outagePauseMs } from "#lib/domain/mail/rules"
import { log } from "#lib/platform/log"
import type { Mailer } from "#lib/platform/smtp"

/** Messages under way at once, and connections to the mail server. */
export const CONCURRENCY = 8

const STOP_PATIENCE_MS = 8_000

/** Takes messages out of the outbox and hands them to the mail server. */
export type OutboxRunner = {
  /** Starts as many deliveries as there is room for. Returns at once; further ones follow by themselves. */
  run(): Promise<void>
  /** Finishes what is under way, or gives it back. Takes ten seconds at most. */
  stop(): Promise<void>
}

type SenderOptions = {
  /** Messages under way at once. */
  concurrency?: number
  /** Deliveries begun in a second at most, evenly spread. */
  perSecond?: number
  /** How long they may go on when the worker stops. */
  patienceMs?: number
}

/** Sends by a mailer, at most so many messages at once. */
export function createSender(
  mailer: Mailer,
  { concurrency = CONCURRENCY, perSecond = Infinity, patienceMs = STOP_PATIENCE_MS }: SenderOptions = {},
): OutboxRunner {
  const underWay = new Map<Promise<void>, LeasedMessage>()
  /** Faults of the server itself in a row. While there are any, one message at a time finds out whether it is back. */
  let faults = 0
  let pausedUntil = 0
  let timer: NodeJS.Timeout | undefined
  let isStopping = false
  let filling: Promise<void> | null = null
  let nextStart = 0

  /** Waits for the turn of the next delivery. */
  async function takeTurn(): Promise<void> {
    const now = Date.now()
    const turn = Math.max(now, nextStart)
    nextStart = turn + 1_000 / perSecond
    if (turn > now) await new Promise((resolve) => setTimeout(resolve, turn - now))
  }

  function start(message: LeasedMessage): void {
    const delivery = takeTurn()
      .then(() => deliver(message, mailer, () => isStopping))
      .then((outcome) => {
        if (outcome === "down") pause()
        else faults = 0
      })
      // The lease runs out, and the message is taken again.
      .catch((error: unknown) => log().error({ err: error, messageId: message.id }, "mail not recorded"))
      .finally(() => {
        underWay.delete(delivery)
        if (!isStopping) fillLater()
      })
    underWay.set(delivery, message)
  }

  function pause(): void {
    // Those that failed together are one fault.
    if (Date.now() < pausedUntil) return
    faults += 1
    const pauseMs = outagePauseMs(faults)
    pausedUntil = Date.now() + pauseMs
    clearTimeout(timer)
    timer = setTimeout(fillLater, pauseMs)
  }

  async function fill(): Promise<void> {
    while (!isStopping && Date.now() >= pausedUntil) {
      const room = (faults > 0 ? 1 : concurrency) - underWay.size
      if (room <= 0) return
      const messages = await leaseMessages(room)
      // Stopped meanwhile: nothing new is begun.
      if (isStopping) await Promise.all(messages.map(releaseMessage))
      else messages.forEach(start)
      if (messages.length < room) return
    }
  }

  function fillOnce(): Promise<void> {
    filling ??= fill().finally(() => {
      filling = null
    })
    return filling
  }

  function fillLater(): void {
    fillOnce().catch((error: unknown) => log().warn({ err: error }, "outbox not read"))
  }

  return {
    async run() {
      await reclaimMessages()
      await fillOnce()
    },
    async stop() {
      isStopping = true
      clearTimeout(timer)
      await filling?.catch(() => undefined)
      await settled([...underWay.keys()], patienceMs)
      // What is still under way fails now, and is given back by its own delivery.
      mailer.close()
      await settled([...underWay.keys()], 1_000)
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
