import "server-only"
import { z } from "zod"
import { type CommentChoices, DEFAULT_CHOICES } from "#lib/domain/comments/opening"
import { recordAudit } from "#lib/domain/identity/audit"
import { type Actor, canEditCampaign } from "#lib/domain/identity/policy"
import { db, transaction } from "#lib/platform/db"
import { notify } from "#lib/platform/notify"
import { fail, ok, type Result } from "#lib/shared/result"
import { boxField } from "#lib/shared/form-fields"

/** What an organiser can choose for the comments of a campaign. */
export const settingsFields = z.object({
  mode: z.enum(["WITH_CAMPAIGN", "OPEN", "CLOSED", "OFF"], "choice_unknown"),
  closesOn: z
    .union([z.literal(""), z.iso.date("date_unreadable")], "date_unreadable")
    .default("")
    .transform((day) => day || null),
  holdsAll: boxField,
  allowsGuests: boxField,
  allowsLogin: boxField,
  allowsWebsite: boxField,
  asksOutside: boxField,
})

/** What is chosen for the comments of a campaign. */
export async function findCommentChoices(campaignId: string): Promise<CommentChoices> {
  const found = await db().commentSettings.findUnique({ where: { campaignId } })
  if (!found) return DEFAULT_CHOICES
  const { mode, closesOn, holdsAll, allowsGuests, allowsLogin, allowsWebsite, asksOutside } = found
  return {
    ...{ mode, holdsAll, allowsGuests, allowsLogin, allowsWebsite, asksOutside },
    closesOn: closesOn?.toISOString().slice(0, 10) ?? null,
  }
}

/** What published campaigns together do with comments. */
export type CommentsInUse = { isShown: boolean; allowsGuests: boolean; allowsLogin: boolean; asksOutside: boolean }

/** Tells what the comments of all published campaigns ask of people: the privacy text speaks of that and of nothing else. */
export async function findCommentsInUse(): Promise<CommentsInUse> {
  const campaigns = await db().campaign.findMany({
    where: { status: { not: "DRAFT" } },
    select: { commentSettings: { select: { mode: true, allowsGuests: true, allowsLogin: true, asksOutside: true } } },
  })
  const shown = campaigns
    .map(({ commentSettings }) => commentSettings ?? DEFAULT_CHOICES)
    .filter(({ mode }) => mode !== "OFF")
  return {
    isShown: shown.length > 0,
    allowsGuests: shown.some(({ allowsGuests }) => allowsGuests),
    allowsLogin: shown.some(({ allowsLogin }) => allowsLogin),
    asksOutside: shown.some(({ asksOutside }) => asksOutside),
  }
}

/** Keeps what an organiser chose. All pages show it at once: the privacy text tells of the outside service. */
export async function saveCommentChoices(
  actor: Actor,
  campaignId: string,
  { closesOn, ...choices }: CommentChoices,
): Promise<Result<null, "forbidden">> {
  if (!canEditCampaign(actor, campaignId)) return fail("forbidden")
  return transaction(async (tx) => {
    const data = { ...choices, closesOn: closesOn ? new Date(`${closesOn}T00:00:00Z`) : null }
    await tx.commentSettings.upsert({ where: { campaignId }, create: { campaignId, ...data }, update: data })
    await recordAudit(tx, actor.organiserId, "settings_changed", { campaignId })
    await notify(tx, "page_changed", JSON.stringify({ slug: "*", drop: true }))
    return ok(null)
  })
}
