import "server-only"
import { z } from "zod"
import { faintPair } from "#lib/domain/campaigns/colours"
import {
  appealFields,
  formFields,
  langField,
  slugField,
  targetFields,
  textFields,
} from "#lib/domain/campaigns/edit-schema"
import { currentTexts, hashBody, readingMinutes } from "#lib/domain/campaigns/edit-text"
import { recordAudit } from "#lib/domain/identity/audit"
import { db, transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { fail, ok, type Result } from "#lib/shared/result"

const flag = z.boolean().default(false)
const colour = z.string().regex(/^#[0-9a-f]{6}$/, "colour_malformed")

/** A text and whether a native speaker still has to read it. */
const inLanguage = { lang: langField, needsReview: flag }

const once = <Row extends { lang: string }>(rows: readonly Row[]) =>
  new Set(rows.map(({ lang }) => lang)).size === rows.length

/** A campaign as one file: its texts and choices. Nobody's data, no figures, no days but that of the decision. */
export const campaignFile = z.object({
  format: z.literal("two-minutes/campaign"),
  version: z.literal(1),
  slug: slugField,
  decisionOn: z.iso.date().nullable().default(null),
  texts: z.array(textFields.extend(inLanguage)).min(1).refine(once, "language_twice"),
  appeals: z.array(appealFields.extend(inLanguage)).default([]).refine(once, "language_twice"),
  target: targetFields.nullable().default(null),
  form: z.object(Object.fromEntries(Object.keys(formFields.shape).map((name) => [name, flag])) as FlagShape),
  safety: z.object({ isAtRisk: flag, showsExit: z.boolean().default(true) }),
  look: z.object({
    showsLogo: z.boolean().default(true),
    colours: z
      .object({ accent: colour, accentDark: colour, linkDark: colour })
      .refine((colours) => faintPair(colours) === null, "colours_faint")
      .nullable()
      .default(null),
  }),
})

type FlagShape = Record<keyof typeof formFields.shape, typeof flag>

export type CampaignFile = z.output<typeof campaignFile>

/** A campaign in any state as a file, in the version that people sign now; `null` when there is none at that address. */
export async function exportCampaign(slug: string): Promise<{ campaignId: string; file: CampaignFile } | null> {
  return transaction(async (tx) => {
    const found = await tx.campaign.findUnique({ where: { slug }, include: { appeals: true, targets: true } })
    if (!found) return null
    const texts = await currentTexts(tx, found.id)
    const { allowsNoEmail, asksCountry, asksTown, asksReason, asksUpdates, isAtRisk, showsExit, showsLogo } = found
    const { accent, accentDark, linkDark } = found
    const [target] = found.targets
    const file: CampaignFile = {
      format: "two-minutes/campaign",
      version: 1,
      slug,
      decisionOn: found.decisionOn?.toISOString().slice(0, 10) ?? null,
      texts: texts.map(({ locale, shortTitle, title, ask, addressedTo, startedBy, decisionNote, body, review }) => ({
        ...{ lang: langField.parse(locale), needsReview: review !== null },
        ...{ shortTitle, title, ask, addressedTo, startedBy, decisionNote: decisionNote ?? "", body },
      })),
      appeals: found.appeals.map(({ locale, title, author, body, review }) => ({
        ...{ lang: langField.parse(locale), needsReview: review !== null },
        ...{ title, author, body },
      })),
      target: target
        ? {
            ...{ name: target.name, title: target.title, organisation: target.organisation },
            postalAddress: target.postalAddress ?? "",
          }
        : null,
      form: { allowsNoEmail, asksCountry, asksTown, asksReason, asksUpdates },
      safety: { isAtRisk, showsExit },
      look: { showsLogo, colours: accent && accentDark && linkDark ? { accent, accentDark, linkDark } : null },
    }
    return { campaignId: found.id, file }
  })
}

/** Tells whether a campaign, in any state, has the address. */
export async function isSlugTaken(slug: string): Promise<boolean> {
  return (await db().campaign.findUnique({ where: { slug }, select: { id: true } })) !== null
}

const reviewOf = (needsReview: boolean) => (needsReview ? "pending: imported" : null)

/**
 * Adds a campaign from a file, as a draft. For operators: nobody's rights are asked.
 *
 * @returns `slug_taken` when a campaign, in any state, has the address.
 */
export async function importCampaign(file: CampaignFile): Promise<Result<{ campaignId: string }, "slug_taken">> {
  return transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('campaign slugs', 0))`
    const { slug, decisionOn, texts, appeals, target, form, safety, look } = file
    if (await tx.campaign.findUnique({ where: { slug }, select: { id: true } })) return fail("slug_taken")
    const campaignId = newId()
    await tx.campaign.create({
      data: {
        ...{ ...form, ...safety, showsLogo: look.showsLogo, ...look.colours },
        id: campaignId,
        slug,
        decisionOn: decisionOn === null ? null : new Date(`${decisionOn}T00:00:00Z`),
        texts: {
          create: texts.map(({ lang, needsReview, decisionNote, ...text }) => ({
            ...{ ...text, locale: lang, version: 1, review: reviewOf(needsReview) },
            decisionNote: decisionNote || null,
            bodyHash: hashBody(text.body),
          })),
        },
        appeals: {
          create: appeals.map(({ lang, needsReview, ...appeal }) => ({
            ...{ ...appeal, locale: lang, review: reviewOf(needsReview) },
            readingMinutes: readingMinutes(appeal.body),
          })),
        },
        ...(target && {
          targets: { create: { ...target, id: newId(), postalAddress: target.postalAddress || null } },
        }),
        count: { create: {} },
      },
    })
    await recordAudit(tx, null, "campaign_created", { campaignId })
    return ok({ campaignId })
  })
}
