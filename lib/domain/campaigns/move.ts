import "server-only"
import type { Move, OutcomeFields } from "#lib/domain/campaigns/edit-schema"
import {
  announceCampaign,
  changedFields,
  type EditOf,
  editPart,
  type EditRefusal,
  lockCampaign,
} from "#lib/domain/campaigns/edits"
import { currentTexts } from "#lib/domain/campaigns/edit-text"
import { canMove, type MoveFault, moveFaults } from "#lib/domain/campaigns/rules"
import { recordAudit } from "#lib/domain/identity/audit"
import { type Actor, canEditCampaign } from "#lib/domain/identity/policy"
import type { Campaign, CampaignText } from "#lib/generated/prisma/client"
import { transaction } from "#lib/platform/db"
import { dayOf } from "#lib/shared/dates"
import { LOCALES } from "#lib/shared/locales"
import { fail, ok, type Result } from "#lib/shared/result"

const asDate = (on: string) => new Date(`${on}T00:00:00Z`)
const asDay = (date: Date | null) => date?.toISOString().slice(0, 10) ?? null

function factsOf(campaign: Campaign, texts: readonly CampaignText[], reopensOn: string | null) {
  const { outcome, outcomeOn, outcomeVerified } = campaign
  const hasNote = texts.some(({ outcomeNote }) => outcomeNote)
  return {
    texts,
    outcome: { isSet: outcome !== null, on: asDay(outcomeOn), hasNote, isVerified: outcomeVerified },
    reopensOn,
  }
}

/** The days that a change of state writes down. The first opening stays the day of opening. */
function daysOf({ to, reopensOn }: Move, campaign: Campaign, today: string): Partial<Campaign> {
  switch (to) {
    case "OPEN":
      return { openedOn: campaign.openedOn ?? asDate(today), reopensOn: null }
    case "PAUSED":
      return { reopensOn: reopensOn === null ? null : asDate(reopensOn) }
    case "CLOSED":
      return { closedOn: asDate(today), reopensOn: null }
    case "DECIDED":
    case "ARCHIVED":
      return {}
  }
}

/**
 * Brings a campaign to its next state, on all pages at once.
 *
 * @param now Its day is the day of opening or closing.
 * @returns `moved_meanwhile` when it is no longer in the state that the form shows; `no_such_move`; what is missing, as `moveFaults`.
 */
export async function moveCampaign(
  actor: Actor,
  campaignId: string,
  move: Move,
  now: Date,
): Promise<Result<null, "forbidden" | "unknown" | "moved_meanwhile" | "no_such_move" | MoveFault>> {
  if (!canEditCampaign(actor, campaignId)) return fail("forbidden")
  return transaction(async (tx) => {
    const campaign = await lockCampaign(tx, campaignId)
    if (!campaign) return fail("unknown")
    if (campaign.status !== move.from) return fail("moved_meanwhile")
    if (!canMove(move.from, move.to)) return fail("no_such_move")
    const texts = await currentTexts(tx, campaignId)
    const [fault] = moveFaults(move.to, factsOf(campaign, texts, move.reopensOn), dayOf(now))
    if (fault) return fail(fault)
    const days = daysOf(move, campaign, dayOf(now))
    await tx.campaign.update({ where: { id: campaignId }, data: { status: move.to, ...days } })
    await recordAudit(tx, actor.organiserId, "status_changed", { campaignId, subjectId: move.to })
    await announceCampaign(tx, campaign.slug)
    return ok(null)
  })
}

/**
 * Keeps what became of a campaign. It is a proposal until the facts are ticked as checked, and public once the campaign is decided.
 *
 * @returns `outcome_in_future` when the day has not come; `outcome_needed` when a decided campaign would lose what it says; as `editPart`.
 */
export async function saveOutcome(
  edit: Omit<EditOf, "part">,
  fields: OutcomeFields,
  now: Date,
): Promise<Result<null, EditRefusal | "outcome_in_future" | "outcome_needed">> {
  return editPart<"outcome_in_future" | "outcome_needed">({ ...edit, part: "outcome" }, async (tx, campaign) => {
    const { outcome, outcomeOn, outcomeSource, outcomeVerified } = fields
    if (outcomeOn !== null && outcomeOn > dayOf(now)) return fail("outcome_in_future")
    const texts = await currentTexts(tx, campaign.id)
    const noteOf = (locale: string) => LOCALES.flatMap((one) => (one === locale ? fields[`note_${one}`] : []))[0] ?? ""
    const isDecided = campaign.status === "DECIDED" || campaign.status === "ARCHIVED"
    const isWhole = outcome && outcomeOn && outcomeVerified && texts.some(({ locale }) => noteOf(locale))
    if (isDecided && !isWhole) return fail("outcome_needed")
    const data = {
      outcome,
      outcomeOn: outcomeOn ? asDate(outcomeOn) : null,
      outcomeSource: outcomeSource || null,
      outcomeVerified,
    }
    await tx.campaign.update({ where: { id: campaign.id }, data })
    const changed = changedFields(
      { outcome, outcomeOn, outcomeSource: outcomeSource || null, outcomeVerified },
      { ...campaign, outcomeOn: asDay(campaign.outcomeOn) },
    ).map(String)
    for (const { locale, version, outcomeNote } of texts) {
      const note = noteOf(locale) || null
      if (note === outcomeNote) continue
      const key = { campaignId: campaign.id, locale, version }
      await tx.campaignText.update({ where: { campaignId_locale_version: key }, data: { outcomeNote: note } })
      changed.push(`note_${locale}`)
    }
    return ok({ fields: changed })
  })
}
