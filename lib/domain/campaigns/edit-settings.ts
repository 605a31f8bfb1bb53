import "server-only"
import type { z } from "zod"
import { faintPair, type PairName } from "#lib/domain/campaigns/colours"
import type { dateFields, formFields, lookFields, safetyFields, targetFields } from "#lib/domain/campaigns/edit-schema"
import { announceCampaign, changedFields, type EditOf, editPart, type EditRefusal } from "#lib/domain/campaigns/edits"
import type { Campaign } from "#lib/generated/prisma/client"
import type { Transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { fail, ok, type Result } from "#lib/shared/result"

type Edit = Omit<EditOf, "part">

/** Saves columns of the campaign's own row. */
async function saveColumns(tx: Transaction, campaign: Campaign, fields: Partial<Campaign>) {
  await tx.campaign.update({ where: { id: campaign.id }, data: fields })
  return ok({ fields: changedFields(fields, campaign) })
}

/** Saves what the sign form asks. */
export async function saveForm(edit: Edit, fields: z.output<typeof formFields>): Promise<Result<null, EditRefusal>> {
  return editPart({ ...edit, part: "form" }, (tx, campaign) => saveColumns(tx, campaign, fields))
}

/** Saves what keeps the people who sign safe. */
export async function saveSafety(
  edit: Edit,
  fields: z.output<typeof safetyFields>,
): Promise<Result<null, EditRefusal>> {
  return editPart({ ...edit, part: "safety" }, (tx, campaign) => saveColumns(tx, campaign, fields))
}

/**
 * Saves the colours and whether the logo is shown. Without colours the site's own are used.
 *
 * @returns `faint_…` when a pair of colours is below what WCAG AA asks; as `editPart`.
 */
export async function saveLook(
  edit: Edit,
  { accent, accentDark, linkDark, showsLogo }: z.output<typeof lookFields>,
): Promise<Result<null, EditRefusal | `faint_${PairName}`>> {
  return editPart<`faint_${PairName}`>({ ...edit, part: "look" }, async (tx, campaign) => {
    const faint = accent ? faintPair({ accent, accentDark, linkDark }) : null
    if (faint) return fail(`faint_${faint.name}`)
    const colours = { accent: accent || null, accentDark: accentDark || null, linkDark: linkDark || null }
    return saveColumns(tx, campaign, { ...colours, showsLogo })
  })
}

const asDate = (on: string | null) => (on === null ? null : new Date(`${on}T00:00:00Z`))
const asDay = (date: Date | null) => date?.toISOString().slice(0, 10) ?? null

/**
 * Saves when things happen. Days that a campaign has not come to yet cannot be set.
 *
 * @returns `day_too_early` for a day of opening or closing that has not come; as `editPart`.
 */
export async function saveDates(
  edit: Edit,
  fields: z.output<typeof dateFields>,
): Promise<Result<null, EditRefusal | "day_not_reached">> {
  return editPart<"day_not_reached">({ ...edit, part: "dates" }, async (tx, campaign) => {
    const isEarly = (on: string | null, known: Date | null) => (on !== null) !== (known !== null)
    if (isEarly(fields.openedOn, campaign.openedOn) || isEarly(fields.closedOn, campaign.closedOn))
      return fail("day_not_reached")
    const { decisionOn, openedOn, closedOn } = fields
    const data = { decisionOn: asDate(decisionOn), openedOn: asDate(openedOn), closedOn: asDate(closedOn) }
    await tx.campaign.update({ where: { id: campaign.id }, data })
    const stored = {
      decisionOn: asDay(campaign.decisionOn),
      openedOn: asDay(campaign.openedOn),
      closedOn: asDay(campaign.closedOn),
    }
    return ok({ fields: changedFields(fields, stored) })
  })
}

/** Saves who decides. `null` takes the name away, and with it the letters that people can write. */
export async function saveTarget(
  edit: Edit,
  fields: z.output<typeof targetFields> | null,
): Promise<Result<null, EditRefusal | "target_has_letters">> {
  return editPart<"target_has_letters">({ ...edit, part: "target" }, async (tx, { id: campaignId }) => {
    const known = await tx.target.findFirst({ where: { campaignId }, orderBy: { id: "asc" } })
    if (!fields) {
      if (!known) return ok({ fields: [] })
      if (await hasLetters(tx, known.id)) return fail("target_has_letters")
      await tx.target.delete({ where: { id: known.id } })
      return ok({ fields: ["name"] })
    }
    const data = { ...fields, postalAddress: fields.postalAddress || null }
    if (known) await tx.target.update({ where: { id: known.id }, data })
    else await tx.target.create({ data: { id: newId(), campaignId, ...data } })
    return ok({ fields: changedFields(data, known ?? {}) })
  })
}

async function hasLetters(tx: Transaction, targetId: string): Promise<boolean> {
  const target = await tx.target.findUnique({ where: { id: targetId }, select: { letters: { take: 1 } } })
  return (target?.letters.length ?? 0) > 0
}

/**
 * Gives a draft another address. Once it was open, its address stands in messages and on other sites.
 *
 * @returns `slug_fixed` when it is no draft; `slug_taken`; as `editPart`.
 */
export async function saveSlug(
  edit: Edit,
  slug: string,
): Promise<Result<null, EditRefusal | "slug_fixed" | "slug_taken">> {
  return editPart<"slug_fixed" | "slug_taken">({ ...edit, part: "slug" }, async (tx, campaign) => {
    if (campaign.slug === slug) return ok({ fields: [] })
    if (campaign.status !== "DRAFT") return fail("slug_fixed")
    if (await tx.campaign.findUnique({ where: { slug }, select: { id: true } })) return fail("slug_taken")
    await tx.campaign.update({ where: { id: campaign.id }, data: { slug } })
    await announceCampaign(tx, slug)
    return ok({ fields: ["slug"] })
  })
}
