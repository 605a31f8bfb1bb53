import "server-only"
import { openLetter } from "#lib/domain/letters/details"
import { recordAudit } from "#lib/domain/identity/audit"
import { type Actor, isAtLeast } from "#lib/domain/identity/policy"
import type { LetterDeliveryState } from "#lib/generated/prisma/enums"
import { db } from "#lib/platform/db"

/** Lists that an editor can look at: what could not be delivered, what waits after a failed try, what has reached the office. */
export const LETTER_LISTS = ["failed", "tried", "sent"] as const

export type LetterListName = (typeof LETTER_LISTS)[number]

/** One letter in a list: the writer's name, no address and no text. */
export type LetterLine = {
  letterId: string
  name: string
  state: LetterDeliveryState
  /** SMTP code and kind of the last fault. */
  error: string | null
  attempts: number
  /** `YYYY-MM-DD`: taken, come back, or tried last. */
  on: string | null
  isAnswered: boolean
  /** Its words are still here, so that it can go once more. */
  hasText: boolean
}

const PAGE = 50

const WHERE = {
  failed: { state: { in: ["BOUNCED", "FAILED"] } },
  tried: { state: "QUEUED", attempts: { gt: 0 } },
  sent: { state: { in: ["ACCEPTED", "HANDED_OVER"] } },
} satisfies Record<LetterListName, object>

/**
 * Letters of a campaign by what became of them, the newest first, for its editors; looking is logged.
 *
 * @param after Id of the last letter already shown.
 */
export async function listLetters(
  actor: Actor,
  campaignId: string,
  list: LetterListName,
  after: string | null,
): Promise<{ rows: LetterLine[]; next: string | null } | null> {
  if (!isAtLeast(actor, campaignId, "EDITOR")) return null
  const found = await db().letterDelivery.findMany({
    where: {
      ...(WHERE[list] as { state: LetterDeliveryState }),
      letter: { campaignId },
      ...(after && { letterId: { lt: after } }),
    },
    include: { letter: { select: { sealed: true } } },
    orderBy: { letterId: "desc" },
    take: PAGE + 1,
  })
  const shown = found.slice(0, PAGE)
  if (shown.length > 0) {
    await recordAudit(db(), actor.organiserId, "letters_viewed", { campaignId, rows: shown.length })
  }
  const rows = shown.map(({ letter, letterId, state, lastError, attempts, answeredAt, ...times }) => ({
    ...{ letterId, state, attempts, error: lastError, isAnswered: answeredAt !== null },
    name: letter.sealed ? openLetter(letterId, letter.sealed).name : "",
    hasText: letter.sealed !== null,
    on: (times.acceptedAt ?? times.bouncedAt ?? times.lastTriedAt)?.toISOString().slice(0, 10) ?? null,
  }))
  return { rows, next: found.length > PAGE ? (shown.at(-1)?.letterId ?? null) : null }
}
