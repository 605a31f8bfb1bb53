import "server-only"
import type { LetterDecision, LetterDecisionRefusal } from "#lib/domain/letters/decide"
import { openLetter } from "#lib/domain/letters/details"
import { lockModerated } from "#lib/domain/letters/lock"
import { HIDING_REASONS, withoutName } from "#lib/domain/letters/review"
import type { Actor } from "#lib/domain/identity/policy"
import {
  findSubject,
  findUndoable,
  markUndone,
  recordDecision,
  settleDecisions,
} from "#lib/domain/moderation/decisions"
import { canModerate } from "#lib/domain/moderation/policy"
import type { Letter } from "#lib/generated/prisma/client"
import type { GalleryState } from "#lib/generated/prisma/enums"
import { transaction, type Transaction } from "#lib/platform/db"
import { notify } from "#lib/platform/notify"
import { fail, ok, type Result } from "#lib/shared/result"

/** Whether others may read it is still open, and it can be answered: it has a text, and nobody holds it. */
function isDecidable({ gallery, publication, state, sealed }: Letter): boolean {
  return gallery !== "HIDDEN" && publication !== "NONE" && sealed !== null && state !== "HELD" && state !== "PENDING"
}

/** Shows a letter to others, or no longer. Its text and, where its writer wants that, its name are plain only while it is shown. */
async function setGallery(tx: Transaction, letter: Letter, gallery: GalleryState, now: Date): Promise<void> {
  if (!letter.sealed) throw new Error("A letter without a text cannot be shown.")
  const { name, text } = openLetter(letter.id, letter.sealed)
  const isNamed = letter.publication === "NAMED"
  const shown = {
    publicText: isNamed ? text : withoutName(text, name),
    publicName: isNamed ? name : null,
    publishedAt: letter.publishedAt ?? now,
  }
  const hidden = { publicText: null, publicName: null, publishedAt: null }
  await tx.letter.update({ where: { id: letter.id }, data: { gallery, ...(gallery === "PUBLIC" ? shown : hidden) } })
  const { slug } = await tx.campaign.findUniqueOrThrow({ where: { id: letter.campaignId }, select: { slug: true } })
  await notify(tx, "page_changed", JSON.stringify({ slug, drop: letter.gallery === "PUBLIC" }))
}

/**
 * Publishes a letter whose writer allowed it, or decides that it is not published, or takes it off.
 *
 * @returns `gone` when its writer has changed their mind; `changed` when it was decided meanwhile.
 */
export async function decidePublication(
  actor: Actor,
  { letterId, action, reason, round }: LetterDecision,
  now: Date,
): Promise<Result<{ decisionId: string }, LetterDecisionRefusal>> {
  return transaction(async (tx) => {
    const { letter, publication } = await lockModerated(tx, letterId)
    if (!letter || !publication) return fail("gone")
    if (!canModerate(actor, letter.campaignId)) return fail("forbidden")
    if (publication.round !== round) return fail("changed")
    if (!isDecidable(letter)) return fail("gone")
    const known = HIDING_REASONS.find((one) => one === reason) ?? "rules"
    const verdict = { action, reason: action === "approve" ? null : known, before: letter.gallery }
    const decisionId = await recordDecision(tx, publication, actor.organiserId, verdict, now)
    await setGallery(tx, letter, action === "approve" ? "PUBLIC" : "REFUSED", now)
    return ok({ decisionId })
  })
}

/** Takes such a decision back within its 30 seconds. */
export async function undoPublicationDecision(
  actor: Actor,
  decisionId: string,
  now: Date,
): Promise<Result<{ letterId: string }, "too_late">> {
  return transaction(async (tx) => {
    const letterId = await findSubject(tx, "publication", decisionId)
    if (!letterId) return fail("too_late")
    const { letter } = await lockModerated(tx, letterId)
    const found = await findUndoable(tx, actor, decisionId)
    if (!found.ok || !letter || !isDecidable(letter)) return fail("too_late")
    await setGallery(tx, letter, found.value.before as GalleryState, now)
    await markUndone(tx, found.value, now)
    return ok({ letterId })
  })
}

/** Nothing follows outside from these decisions; they only stop being undoable. @returns How many there were. */
export function settlePublications(now: Date): Promise<number> {
  return settleDecisions("publication", now)
}
