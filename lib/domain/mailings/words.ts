import "server-only"
import { pickText } from "#lib/domain/campaigns/update-rules"
import { SHOWN_FROM } from "#lib/domain/campaigns/rules"
import { provideMailings, type BulkMessage } from "#lib/domain/mail/bulk"
import type { MailWords } from "#lib/domain/mail/schema"
import type { MailingKind } from "#lib/generated/prisma/enums"
import { db } from "#lib/platform/db"
import { env } from "#lib/platform/env"
import { hotPool } from "#lib/platform/sql"
import { formatter, translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"
import { plainParagraphs } from "#lib/shared/markdown-plain"

/** What a mailing is about, as far as its words need it. */
export type WordsFrame = {
  kind: MailingKind
  slug: string
  /** Of the campaign, in each language. */
  titles: readonly { locale: string; title: string }[]
  confirmed: number
  isWon: boolean
  publicId: string
  /** Of the news. */
  number: number | null
}

type Text = { locale: string; title: string; parts: readonly string[] }

/** What a text of news is filled with, on the page and in messages. */
export function updateFields(locale: Locale, { title, confirmed }: { title: string; confirmed: number }) {
  return { title, count: formatter(locale).number(confirmed) }
}

/** The four answers about exposed data, each under its heading. */
function answers(locale: Locale, parts: readonly string[]): string[] {
  const t = translator(locale, "mail")
  const headings = [t("exposedWhat"), t("exposedWhen"), t("exposedDid"), t("exposedDo")]
  return headings.map((heading, place) => `${heading}\n${parts[place] ?? ""}`)
}

function thanks(locale: Locale, { confirmed, isWon }: WordsFrame): string {
  const t = translator(locale, "mail")
  if (confirmed < SHOWN_FROM) return t("outcomeFew")
  return t(isWon ? "outcomeWon" : "outcomeSpoke", { n: confirmed })
}

function paragraphsOf(text: Text, locale: Locale, frame: WordsFrame, campaignTitle: string): string[] {
  switch (frame.kind) {
    case "UPDATE":
      return plainParagraphs(text.parts[0] ?? "", {
        fields: updateFields(locale, { title: campaignTitle, confirmed: frame.confirmed }),
        toUrl: (path) => env().baseUrl + path,
      })
    case "OUTCOME":
      return [text.parts[0] ?? "", thanks(locale, frame)]
    case "EXPOSED":
      return answers(locale, text.parts)
  }
}

/** The page that a mailing leads to. */
export function pathOf({ kind, slug, number }: Pick<WordsFrame, "kind" | "slug" | "number">): string {
  if (kind === "UPDATE") return number === null ? `/c/${slug}/updates` : `/c/${slug}/updates/${number}`
  return kind === "OUTCOME" ? `/c/${slug}/results` : `/c/${slug}`
}

/** The words of a mailing for readers of a language; `null` when there is no text in any. */
export function composeWords(texts: readonly Text[], locale: Locale, frame: WordsFrame): MailWords | null {
  const text = pickText(texts, locale)
  if (!text) return null
  const campaignTitle = pickText(frame.titles, locale)?.title ?? ""
  return {
    title: text.title,
    paragraphs: paragraphsOf(text, locale, frame, campaignTitle),
    campaignTitle,
    path: pathOf(frame),
    shortPath: `/n/${frame.publicId}`,
    isForeign: text.locale !== locale,
  }
}

/** What the words of a campaign's mailings have in common. */
export async function frameOf(
  campaignId: string,
): Promise<Pick<WordsFrame, "slug" | "titles" | "confirmed" | "isWon">> {
  const { slug, outcome, texts, count } = await db().campaign.findUniqueOrThrow({
    where: { id: campaignId },
    select: {
      ...{ slug: true, outcome: true, count: { select: { confirmed: true } } },
      texts: { select: { locale: true, title: true }, orderBy: { version: "desc" } },
    },
  })
  return { slug, titles: texts, confirmed: count?.confirmed ?? 0, isWon: outcome === "WON" }
}

async function readWords(mailingId: string, locale: Locale): Promise<MailWords | null> {
  const mailing = await db().mailing.findUnique({ where: { id: mailingId }, include: { texts: true } })
  if (!mailing) return null
  const { kind, campaignId, publicId, updateId, texts } = mailing
  const [shared, update] = await Promise.all([
    frameOf(campaignId),
    updateId === null ? null : db().update.findUnique({ where: { id: updateId }, select: { number: true } }),
  ])
  return composeWords(texts, locale, { ...shared, kind, publicId, number: update?.number ?? null })
}

const FRESH_MS = 30_000
const KEPT_MAX = 50

const kept = new Map<string, { words: Promise<MailWords | null>; readAt: number }>()

/** The same for thousands of messages in a row, so they are read once in a while. */
function wordsOf(mailingId: string, locale: Locale): Promise<MailWords | null> {
  const key = `${mailingId} ${locale}`
  const known = kept.get(key)
  if (known && Date.now() - known.readAt < FRESH_MS) return known.words
  if (kept.size >= KEPT_MAX) kept.clear()
  const words = readWords(mailingId, locale)
  kept.set(key, { words, readAt: Date.now() })
  words.catch(() => kept.delete(key))
  return words
}

async function mayGo({ mailingId, subjectId }: BulkMessage): Promise<boolean> {
  const { rowCount } = await hotPool().query({
    name: "may mailing go",
    text: `select from "Mailing" m join "Signature" s on s.id = $2 and s."campaignId" = m."campaignId"
      where m.id = $1 and m.state = 'SENDING' and s.sealed is not null
        and case m.kind when 'EXPOSED' then s.state in ('PENDING', 'CONFIRMED', 'DELIVERED', 'DISPUTED')
          else s."wantsUpdates" and s.state in ('CONFIRMED', 'DELIVERED') end`,
    values: [mailingId, subjectId],
  })
  return rowCount === 1
}

provideMailings({ mayGo, words: wordsOf })
