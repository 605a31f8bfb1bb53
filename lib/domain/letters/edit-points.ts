import "server-only"
import { z } from "zod"
import type { TalkingPoint } from "#lib/domain/letters/samples"
import { recordAudit } from "#lib/domain/identity/audit"
import { type Actor, canEditCampaign } from "#lib/domain/identity/policy"
import { transaction } from "#lib/platform/db"
import { notify } from "#lib/platform/notify"
import { lineField } from "#lib/shared/form-fields"
import type { Locale } from "#lib/shared/locales"
import { fail, ok, type Result } from "#lib/shared/result"

const POINTS_MAX = 20
const LINE_MAX = 400

const line = lineField(LINE_MAX, "letter_point_too_long")

/** Talking points as an organiser edits them: a few lines each. */
export const pointsFields = z.object({
  title: line.refine((text) => text !== "", "letter_card_empty"),
  intro: line.default(""),
  points: z.array(z.object({ label: line, say: line, evidence: line, source: line })).max(POINTS_MAX),
})

export type PointsFields = z.output<typeof pointsFields>

/** Points of which nothing is left are dropped; one with evidence alone is no point. */
function pointsOf(fields: PointsFields): TalkingPoint[] {
  return fields.points
    .filter(({ label, say }) => label !== "" && say !== "")
    .map(({ label, say, evidence, source }, index) => ({
      ...{ key: `point-${index + 1}`, label, say, evidence: evidence || null, source: source || null },
    }))
}

/** Saves the talking points of a campaign in one language. A change is to be read by a native speaker like any other text. */
export async function savePoints(
  actor: Actor,
  { campaignId, locale }: { campaignId: string; locale: Locale },
  fields: PointsFields,
  isRead: boolean,
): Promise<Result<null, "forbidden">> {
  return transaction(async (tx) => {
    const campaign = await tx.campaign.findUnique({ where: { id: campaignId }, select: { slug: true } })
    if (!campaign || !canEditCampaign(actor, campaignId)) return fail("forbidden")
    const { title, intro } = fields
    const data = { title, intro, points: pointsOf(fields), review: isRead ? null : "pending" }
    const where = { campaignId_locale: { campaignId, locale } }
    await tx.talkingPointSet.upsert({ where, create: { campaignId, locale, ...data }, update: data })
    await recordAudit(tx, actor.organiserId, "letter_points_saved", { subjectId: locale, campaignId })
    await notify(tx, "page_changed", JSON.stringify({ slug: campaign.slug, drop: false }))
    return ok(null)
  })
}
