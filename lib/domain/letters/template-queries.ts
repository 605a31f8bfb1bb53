import "server-only"
import { layLetter, type PostalLetter } from "#lib/domain/letters/pdf/layout"
import { openPaper } from "#lib/domain/letters/pdf/document"
import { mergeText } from "#lib/domain/letters/merge"
import { postalLetter } from "#lib/domain/letters/postal"
import { findLetterTarget } from "#lib/domain/letters/queries"
import type { TemplateFields } from "#lib/domain/letters/schema"
import { mergeValues } from "#lib/domain/letters/values"
import { type Actor, canEditCampaign } from "#lib/domain/identity/policy"
import type { LetterTemplate } from "#lib/generated/prisma/client"
import { db } from "#lib/platform/db"
import { type Locale, toLocale } from "#lib/shared/locales"

/** One sample of a campaign and the languages it is in. */
export type TemplateLine = {
  key: string
  card: string
  isRetired: boolean
  languages: { locale: Locale; version: number; needsReview: boolean }[]
}

/** The samples of a campaign in their order, for its editors; `null` to all others. */
export async function listTemplates(actor: Actor, campaignId: string): Promise<TemplateLine[] | null> {
  if (!canEditCampaign(actor, campaignId)) return null
  const rows = await db().letterTemplate.findMany({
    where: { campaignId },
    orderBy: [{ position: "asc" }, { key: "asc" }, { locale: "asc" }, { version: "desc" }],
  })
  const keys = [...new Set(rows.map(({ key }) => key))]
  return keys.map((key) => {
    const own = rows.filter((row) => row.key === key)
    const newest = own.filter((row, index) => own.findIndex(({ locale }) => locale === row.locale) === index)
    return {
      key,
      card: (newest.find(({ locale }) => locale === "en") ?? newest[0])?.card ?? key,
      isRetired: newest.every(({ retiredAt }) => retiredAt !== null),
      languages: newest.map(({ locale, version, review }) => ({
        ...{ locale: toLocale(locale), version, needsReview: review !== null },
      })),
    }
  })
}

/** A version of a sample as its editor shows it. */
export type TemplateView = Omit<TemplateFields, "needsOrganisation" | "needsRole" | "safetyNote"> & {
  version: number
  safetyNote: string
  needs: readonly string[]
  needsReview: boolean
}

const toView = ({
  version,
  card,
  audience,
  reasonPrompt,
  subject,
  needs,
  safetyNote,
  body,
  review,
}: LetterTemplate) => ({
  ...{ version, card, audience, reasonPrompt, subject, needs, body },
  ...{ safetyNote: safetyNote ?? "", needsReview: review !== null },
})

/**
 * A sample in one language with all its versions, the newest first, for the campaign's editors.
 *
 * @returns no versions where it is not translated; `null` when the actor may not edit, or there is no such sample.
 */
export async function findTemplate(
  actor: Actor,
  { campaignId, key, locale }: { campaignId: string; key: string; locale: Locale },
): Promise<{ versions: (TemplateView & { savedOn: string })[] } | null> {
  if (!canEditCampaign(actor, campaignId)) return null
  const where = { campaignId, key, locale }
  const rows = await db().letterTemplate.findMany({ where, orderBy: { version: "desc" }, take: 50 })
  return { versions: rows.map((row) => ({ ...toView(row), savedOn: row.createdAt.toISOString().slice(0, 10) })) }
}

/** An own paragraph of an ordinary length, in about the space it takes in each language. */
const OWN_PARAGRAPH: Record<Locale, string> = {
  ...{
    en: "I have seen what this means for people whom I know. ",
    es: "He visto lo que esto supone para gente que conozco. ",
  },
  ...{
    fr: "J'ai vu ce que cela veut dire pour des gens que je connais. ",
    ru: "Я вижу, что это значит для людей рядом. ",
  },
  zh: "我亲眼看到这对身边的人意味着什么。",
}
const OWN_SENTENCES = 3

/**
 * How many pages a sample takes on A4 with everything filled in and an own paragraph of three sentences. More than one is worth a
 * warning: most offices read up to a page.
 */
export async function pagesOf(
  campaignId: string,
  locale: Locale,
  { subject, body }: Pick<TemplateFields, "subject" | "body">,
) {
  const found = await findLetterTarget(campaignId)
  const target = found ?? { name: "Robin Office", title: "Director", organisation: "The Council", postalAddress: "" }
  const on = "2026-01-05"
  const own = OWN_PARAGRAPH[locale].repeat(OWN_SENTENCES).trim()
  const writer = { name: "Ana María Pérez", town: "London", organisation: "", role: "", own }
  const values = mergeValues(locale, writer, target, on)
  const letter: PostalLetter = postalLetter(
    {
      ...{ name: writer.name, town: writer.town, organisation: "", role: "", country: "GB", textLocale: locale, on },
      ...{ subject: mergeText(subject, values), text: mergeText(body, values) },
    },
    target,
  )
  const paper = await openPaper(locale, on, "letter")
  const pages = layLetter(letter, "A4", paper.measure).length
  await paper.end()
  return pages
}
