import "server-only"
import { z } from "zod"
import type { TalkingPoint } from "#lib/domain/letters/samples"
import type { LetterTemplate } from "#lib/generated/prisma/client"
import { db } from "#lib/platform/db"
import { env } from "#lib/platform/env"
import { DEFAULT_LOCALE, type Locale, toLocale } from "#lib/shared/locales"

/** A sample letter as the editor offers it. `subject` and `body` are templates. */
export type SampleView = {
  id: string
  key: string
  /** Which text this is, exactly: key, language and version. */
  mark: string
  /** The language of the text: English where it is not translated. */
  textLocale: Locale
  card: string
  audience: string
  words: number
  reasonPrompt: string
  subject: string
  needs: readonly string[]
  safetyNote: string | null
  body: string
  needsReview: boolean
}

function toView(row: LetterTemplate): SampleView {
  const { id, key, locale, version, card, audience, words, reasonPrompt, subject, needs, safetyNote, body } = row
  return {
    id,
    key,
    mark: `${key}.${locale}.${version}`,
    textLocale: toLocale(locale),
    card,
    audience,
    words,
    reasonPrompt,
    subject,
    needs,
    safetyNote,
    body,
    needsReview: row.review !== null,
  }
}

/** The samples of a campaign in their order: each in the language where it is translated, else in English; the newest version. */
export async function listSamples(campaignId: string, locale: Locale): Promise<SampleView[]> {
  const rows = await db().letterTemplate.findMany({
    where: { campaignId, locale: { in: [locale, DEFAULT_LOCALE] }, retiredAt: null },
    orderBy: [{ position: "asc" }, { key: "asc" }, { version: "desc" }],
  })
  const keys = [...new Set(rows.map(({ key }) => key))]
  return keys.flatMap((key) => {
    const own = rows.filter((row) => row.key === key)
    const row = own.find((one) => one.locale === locale) ?? own[0]
    return row ? [toView(row)] : []
  })
}

/**
 * The text that a letter came from.
 *
 * @param mark From `SampleView.mark`, as a form brings it back. `null` where it names nothing of this campaign, e.g. a blank page.
 */
export async function findSampleByMark(campaignId: string, mark: string): Promise<SampleView | null> {
  const [, key, locale, version] = /^([a-z0-9-]{1,64})\.([a-z]{2})\.(\d{1,6})$/.exec(mark) ?? []
  if (!key || !locale || !version) return null
  const where = { campaignId_key_locale_version: { campaignId, key, locale, version: Number(version) } }
  const row = await db().letterTemplate.findUnique({ where })
  return row && toView(row)
}

/** Points to choose from, as the page shows them. */
export type PointsView = {
  title: string
  intro: string
  textLocale: Locale
  needsReview: boolean
  points: TalkingPoint[]
}

const storedPoints = z.array(
  z.object({
    key: z.string(),
    label: z.string(),
    say: z.string(),
    evidence: z.string().nullable(),
    source: z.string().nullable(),
  }),
)

/** The talking points of a campaign in the language, else in English; `null` when it has none. */
export async function findPoints(campaignId: string, locale: Locale): Promise<PointsView | null> {
  const rows = await db().talkingPointSet.findMany({ where: { campaignId, locale: { in: [locale, DEFAULT_LOCALE] } } })
  const row = rows.find((one) => one.locale === locale) ?? rows[0]
  if (!row) return null
  const { title, intro, review } = row
  const points = storedPoints.parse(row.points)
  return { title, intro, textLocale: toLocale(row.locale), needsReview: review !== null, points }
}

/** Who letters of a campaign go to. `email` is null where letters are collected for delivery by hand. */
export type LetterTarget = {
  id: string
  name: string
  title: string
  organisation: string
  postalAddress: string
  email: string | null
}

/** The address of a target's office: its own, or the site's setting for the target of the main campaign. */
export function addressOf(line: { email: string | null } | null, isMain: boolean): string | null {
  return line?.email ?? (isMain ? (env().LETTER_TARGET_EMAIL ?? null) : null)
}

/** The target of a campaign's letters; `null` when the campaign addresses nobody by name. */
export async function findLetterTarget(campaignId: string): Promise<LetterTarget | null> {
  const found = await db().target.findFirst({
    where: { campaignId },
    orderBy: { id: "asc" },
    include: { line: { select: { email: true } }, campaign: { select: { isMain: true } } },
  })
  if (!found) return null
  const { id, name, title, organisation, postalAddress, line, campaign } = found
  return { id, name, title, organisation, postalAddress: postalAddress ?? "", email: addressOf(line, campaign.isMain) }
}

/**
 * How many letters of each campaign have reached somebody: taken by the target's mail server, handed over, or sent by their writers.
 *
 * @returns by campaign id; campaigns without any are left out.
 */
export async function countSentLetters(campaignIds: readonly string[]): Promise<Map<string, number>> {
  const ids = [...campaignIds]
  const rows = await db().$queryRaw<{ id: string; sent: number }[]>`
    select c.id, ((select count(*) from "Target" t join "LetterDelivery" d on d."targetId" = t.id
        where t."campaignId" = c.id and d.state in ('ACCEPTED', 'HANDED_OVER'))
      + coalesce((select "selfSent" from "LetterSettings" s where s."campaignId" = c.id), 0))::int as sent
    from unnest(${ids}::uuid[]) as c(id)`
  return new Map(rows.filter(({ sent }) => sent > 0).map(({ id, sent }) => [id, sent]))
}
