import "server-only"
import { recordAudit } from "#lib/domain/identity/audit"
import type { Actor } from "#lib/domain/identity/policy"
import { canModerate } from "#lib/domain/moderation/policy"
import { openDetails } from "#lib/domain/signatures/details"
import type { GalleryState } from "#lib/generated/prisma/enums"
import { db } from "#lib/platform/db"

/** Why somebody signs, as a moderator reads it: the words, and the name only where its owner shows it. */
export type ModeratedReason = {
  signatureId: string
  slug: string
  state: GalleryState
  name: string | null
  text: string
  locale: string
  /** `YYYY-MM-DD`. */
  signedOn: string
}

/** A reason for a moderator; looking at it is logged. `null` when it is gone or the actor may not moderate there. */
export async function findModeratedReason(actor: Actor, signatureId: string): Promise<ModeratedReason | null> {
  const found = await db().signatureReason.findUnique({
    where: { signatureId },
    include: { signature: { include: { campaign: { select: { slug: true } } } } },
  })
  if (!found?.signature.sealed || !canModerate(actor, found.campaignId)) return null
  const { signature, state, campaignId } = found
  await recordAudit(db(), actor.organiserId, "reason_viewed", { subjectId: signatureId, campaignId, rows: 1 })
  const { reason, name } = openDetails(signature, found.signature.sealed)
  return {
    ...{ signatureId, slug: signature.campaign.slug, state, text: reason, locale: signature.locale },
    name: signature.showName ? name : null,
    signedOn: signature.createdAt.toISOString().slice(0, 10),
  }
}
