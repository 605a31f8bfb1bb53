import "server-only"
import { releaseLetter } from "#lib/domain/letters/admit"
import { openLetter } from "#lib/domain/letters/details"
import { lockLetter } from "#lib/domain/letters/lock"
import { addToken } from "#lib/domain/letters/tokens"
import { type Actor, isAtLeast } from "#lib/domain/identity/policy"
import { enqueue } from "#lib/domain/mail/commands"
import type { Letter } from "#lib/generated/prisma/client"
import { transaction, type Transaction } from "#lib/platform/db"
import { notify } from "#lib/platform/notify"
import { toLocale } from "#lib/shared/locales"
import { fail, ok, type Result } from "#lib/shared/result"

/** Why a letter was not sent, as its writer reads it. */
export const RETURN_REASONS = ["threat", "personal", "advertising", "topic", "rules"] as const

export type ReturnReason = (typeof RETURN_REASONS)[number]

export type ReviewDecision = { action: "release" } | { action: "return"; reason: ReturnReason }

/**
 * Decides about a letter that was held: it goes, or it comes back to its writer with the reason.
 *
 * @returns `forbidden` to those who may not moderate this campaign; `gone` when it was withdrawn or decided meanwhile.
 */
export async function reviewLetter(
  actor: Actor,
  letterId: string,
  decision: ReviewDecision,
  now: Date,
): Promise<Result<null, "forbidden" | "gone">> {
  return transaction(async (tx) => {
    const letter = await lockLetter(tx, letterId)
    if (!letter) return fail("gone")
    if (!isAtLeast(actor, letter.campaignId, "MODERATOR")) return fail("forbidden")
    if (letter.state !== "HELD" || !letter.sealed) return fail("gone")
    if (decision.action === "release") await releaseLetter(tx, letter, now)
    else await returnLetter(tx, letter, decision.reason, now)
    return ok(null)
  })
}

async function returnLetter(tx: Transaction, letter: Letter, reason: ReturnReason, now: Date): Promise<void> {
  await tx.letter.update({
    where: { id: letter.id },
    data: { state: "RETURNED", returnedFor: reason, gallery: "HIDDEN" },
  })
  if (!letter.sealed) return
  const { name, email } = openLetter(letter.id, letter.sealed)
  await enqueue(tx, {
    template: "letter.returned",
    locale: toLocale(letter.locale),
    isDiscreet: letter.isDiscreet,
    to: email,
    data: { name, reason, token: await addToken(tx, letter, "STATUS", now) },
    subjectId: letter.id,
    priority: 1,
    isTriggerable: false,
  })
}

/**
 * Publishes a letter whose writer allowed it, or decides that it is not published. Its text and, where the writer wants that, its
 * name are plain from then on.
 *
 * @returns `gone` when its writer has changed their mind or it was decided.
 */
export async function reviewPublication(
  actor: Actor,
  letterId: string,
  publishes: boolean,
  now: Date,
): Promise<Result<null, "forbidden" | "gone">> {
  return transaction(async (tx) => {
    const letter = await lockLetter(tx, letterId)
    if (!letter) return fail("gone")
    if (!isAtLeast(actor, letter.campaignId, "MODERATOR")) return fail("forbidden")
    const isDecidable = letter.gallery === "WAITING" || letter.gallery === "PUBLIC"
    if (!isDecidable || letter.publication === "NONE" || !letter.sealed || letter.state === "HELD") return fail("gone")
    const { name, text } = openLetter(letter.id, letter.sealed)
    const isNamed = letter.publication === "NAMED"
    await tx.letter.update({
      where: { id: letterId },
      data: publishes
        ? {
            gallery: "PUBLIC",
            publicText: withoutName(text, name, isNamed),
            publicName: isNamed ? name : null,
            publishedAt: now,
          }
        : { gallery: "REFUSED", publicText: null, publicName: null, publishedAt: null },
    })
    const { slug } = await tx.campaign.findUniqueOrThrow({ where: { id: letter.campaignId }, select: { slug: true } })
    await notify(tx, "page_changed", JSON.stringify({ slug, drop: !publishes }))
    return ok(null)
  })
}

/** Unnamed letters lose the lines of their signature; the name may stand in the text once more, there it becomes a dash. */
function withoutName(text: string, name: string, isNamed: boolean): string {
  if (isNamed) return text
  const lines = text.split("\n")
  const at = lines.findLastIndex((line) => line.trim() === name)
  const kept = at >= 0 ? lines.slice(0, at) : lines
  return kept.join("\n").replaceAll(name, "–").trimEnd()
}
