import "server-only"
import { setTimeout as sleep } from "node:timers/promises"
import { countBulk } from "#lib/domain/mail/bulk-rows"
import { expandMailing, listSending, settleMailing } from "#lib/domain/mailings/expand"
import { COUNTED_DAYS } from "#lib/domain/mailings/rules"
import { publishDueUpdates } from "#lib/domain/mailings/publish"
import "#lib/domain/mailings/words"
import { db } from "#lib/platform/db"

/** While a mailing is under way its outbox is topped up this often. */
const STEP_MS = 1_000

const DAY_MS = 86_400_000

/** Moves every mailing on as far as its pace allows. @returns whether any is under way. */
export async function advanceMailings(now: () => Date, isStopping: () => boolean): Promise<boolean> {
  const ids = await listSending()
  for (const id of ids) {
    while (!isStopping() && (await expandMailing(id, now())) === "more");
    await settleMailing(id, now())
  }
  return ids.length > 0
}

/** What sends mailings and publishes news at its time. Ends at once when the worker stops: all of it is in the database. */
export function createMailings(stepMs = STEP_MS): { run(): Promise<void>; stop(): Promise<void> } {
  const stopping = new AbortController()
  return {
    async run() {
      do {
        await publishDueUpdates(new Date())
        if (
          !(await advanceMailings(
            () => new Date(),
            () => stopping.signal.aborted,
          ))
        )
          return
        await sleep(stepMs, undefined, { signal: stopping.signal }).catch(() => undefined)
      } while (!stopping.signal.aborted)
    },
    async stop() {
      stopping.abort()
    },
  }
}

/** Counts anew what became of mailings that have ended: messages come back days later. Safe to run twice. */
export async function recountMailings(now: Date): Promise<void> {
  const ended = await db().mailing.findMany({
    where: { endedAt: { gt: new Date(now.getTime() - COUNTED_DAYS * DAY_MS) } },
    select: { id: true },
  })
  for (const { id } of ended) {
    const { sent, failed, bounced, suppressed } = await countBulk(db(), id)
    await db().mailing.update({ where: { id }, data: { sent, failed, bounced, suppressed } })
  }
}
