import "server-only"
import { openLetter } from "#lib/domain/letters/details"
import { withoutName } from "#lib/domain/letters/review"
import { recordAudit } from "#lib/domain/identity/audit"
import type { Actor } from "#lib/domain/identity/policy"
import { canModerate } from "#lib/domain/moderation/policy"
import type { GalleryState, LetterState } from "#lib/generated/prisma/enums"
import { db } from "#lib/platform/db"

/** A letter as a moderator reads it: the chosen name and the words, and no address (trust.md T11). */
export type ModeratedLetter = {
  letterId: string
  campaignId: string
  slug: string
  publicId: string
  state: LetterState
  gallery: GalleryState
  /** `null` where it would stand without one. */
  name: string | null
  subject: string
  text: string
  locale: string
  /** `YYYY-MM-DD`. */
  writtenOn: string
}

/**
 * A letter for a moderator; looking at it is logged. `null` when it is gone or the actor may not moderate there.
 *
 * @param as `letter` shows it as it would go; `publication` as others would read it.
 */
export async function findModeratedLetter(
  actor: Actor,
  letterId: string,
  as: "letter" | "publication",
): Promise<ModeratedLetter | null> {
  const letter = await db().letter.findUnique({
    where: { id: letterId },
    include: { campaign: { select: { slug: true } } },
  })
  if (!letter?.sealed || !canModerate(actor, letter.campaignId)) return null
  const { campaignId, publicId, state, gallery, textLocale, createdAt, publication } = letter
  await recordAudit(db(), actor.organiserId, "letter_viewed", { subjectId: letterId, campaignId, rows: 1 })
  const { name, subject, text } = openLetter(letterId, letter.sealed)
  const isUnnamed = as === "publication" && publication !== "NAMED"
  return {
    ...{ letterId, campaignId, slug: letter.campaign.slug, publicId, state, gallery, subject, locale: textLocale },
    name: isUnnamed ? null : name,
    text: isUnnamed ? withoutName(text, name) : text,
    writtenOn: createdAt.toISOString().slice(0, 10),
  }
}
