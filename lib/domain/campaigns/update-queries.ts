import "server-only"
import { pickText } from "#lib/domain/campaigns/update-rules"
import type { UpdateState } from "#lib/generated/prisma/enums"
import { db } from "#lib/platform/db"
import { dayOf } from "#lib/shared/dates"
import { type Locale, toLocale } from "#lib/shared/locales"

/** News as a reader of one language sees it. Days are `YYYY-MM-DD`. */
export type PublicUpdate = {
  number: number
  title: string
  /** Markdown. */
  body: string
  textLocale: Locale
  publishedOn: string
  correctedOn: string | null
}

const withTexts = { texts: true } as const

type Loaded = {
  number: number | null
  publishedAt: Date | null
  texts: { locale: string; title: string; body: string; correctedOn: Date | null }[]
}

function toPublic({ number, publishedAt, texts }: Loaded, locale: Locale): PublicUpdate | null {
  const text = pickText(texts, locale)
  if (!text || number === null || !publishedAt) return null
  return {
    ...{ number, title: text.title, body: text.body, textLocale: toLocale(text.locale) },
    publishedOn: dayOf(publishedAt),
    correctedOn: text.correctedOn && dayOf(text.correctedOn),
  }
}

/**
 * The published news of a campaign, the newest first.
 *
 * @param limit Rows, 1 to 500.
 */
export async function listPublicUpdates(campaignId: string, locale: Locale, limit: number): Promise<PublicUpdate[]> {
  const found = await db().update.findMany({
    where: { campaignId, state: "PUBLISHED" },
    include: withTexts,
    orderBy: { number: "desc" },
    take: limit,
  })
  return found.flatMap((update) => toPublic(update, locale) ?? [])
}

/** One of them by its number; `withdrawn` when it was taken back, `null` when it was never there. */
export async function findPublicUpdate(
  campaignId: string,
  number: number,
  locale: Locale,
): Promise<PublicUpdate | "withdrawn" | null> {
  const found = await db().update.findUnique({
    where: { campaignId_number: { campaignId, number } },
    include: withTexts,
  })
  if (found?.state === "WITHDRAWN") return "withdrawn"
  return found?.state === "PUBLISHED" ? toPublic(found, locale) : null
}

/** A row of the organisers' list. */
export type UpdateRow = {
  id: string
  state: UpdateState
  number: number | null
  title: string
  textLocale: Locale
  locales: Locale[]
  dueAt: Date | null
  timeZone: string | null
  sendsMail: boolean
  publishedOn: string | null
}

/** Everything that was written for a campaign, the newest first. The caller has asked who may see it. */
export async function listUpdates(campaignId: string, locale: Locale): Promise<UpdateRow[]> {
  const found = await db().update.findMany({
    where: { campaignId },
    include: { texts: { select: { locale: true, title: true } } },
    orderBy: { createdAt: "desc" },
    take: 500,
  })
  return found.map(({ texts, publishedAt, mailsPerMinute, ...update }) => {
    const text = pickText(texts, locale)
    return {
      ...update,
      title: text?.title ?? "",
      textLocale: toLocale(text?.locale),
      locales: texts.map((one) => toLocale(one.locale)),
      sendsMail: mailsPerMinute !== null,
      publishedOn: publishedAt && dayOf(publishedAt),
    }
  })
}

/** A text as its writer sees it. */
export type UpdateDraftText = {
  locale: Locale
  title: string
  body: string
  revision: number
  changedBy: string | null
  changedOn: string
}

/** News with all of its texts, for organisers. */
export type UpdateDetails = Omit<UpdateRow, "title" | "textLocale" | "locales"> & {
  campaignId: string
  texts: UpdateDraftText[]
}

/** One of them with its texts; `null` when it is not of that campaign. The caller has asked who may see it. */
export async function findUpdate(campaignId: string, id: string): Promise<UpdateDetails | null> {
  const found = await db().update.findFirst({ where: { id, campaignId }, include: withTexts })
  if (!found) return null
  const { texts, publishedAt, mailsPerMinute, ...update } = found
  return {
    ...update,
    sendsMail: mailsPerMinute !== null,
    publishedOn: publishedAt && dayOf(publishedAt),
    texts: texts.map(({ locale, title, body, revision, changedBy, changedAt }) => ({
      ...{ locale: toLocale(locale), title, body, revision, changedBy },
      changedOn: dayOf(changedAt),
    })),
  }
}

/** The zone that was chosen last in a campaign. */
export async function lastZone(campaignId: string): Promise<string> {
  const found = await db().update.findFirst({
    where: { campaignId, timeZone: { not: null } },
    orderBy: { createdAt: "desc" },
    select: { timeZone: true },
  })
  return found?.timeZone ?? "UTC"
}
