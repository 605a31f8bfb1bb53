import { exportComments, type ExportChoices } from "#lib/domain/comments/export"
import { commentSink, finishImport } from "#lib/domain/comments/import"
import { importWxr, type WxrReport } from "#lib/domain/comments/wxr/import"
import { readWxr } from "#lib/domain/comments/wxr/read"
import type { WxrItem } from "#lib/domain/comments/wxr/types"
import { writeWxr } from "#lib/domain/comments/wxr/write"
import { db } from "#lib/platform/db"
import { env } from "#lib/platform/env"
import { siteNames } from "#lib/platform/settings"
import { translator } from "#lib/shared/i18n"
import { DEFAULT_LOCALE, isLocale, localePath, LOCALES, type Locale, toLocale } from "#lib/shared/locales"
import { UsageError } from "#scripts/surroundings"

/** Opens the export anew. */
export type Opener = () => AsyncIterable<Uint8Array>

export type ImportChoices = {
  campaign?: string | undefined
  pages?: readonly string[] | undefined
  isAllPages?: boolean | undefined
  language?: string | undefined
  isDry?: boolean | undefined
  /** Hears how many comments have been looked at, now and then. */
  onProgress?: (comments: number) => void
}

export type ImportOutcome = { slug: string; locale: Locale; report: WxrReport }

type Page = { item: WxrItem; comments: number }

const isPage = ({ slug, postId }: WxrItem, wanted: string) => wanted !== "" && (wanted === slug || wanted === postId)

async function findCampaign(slug: string | undefined) {
  const found = await db().campaign.findFirst({
    where: slug === undefined ? { isMain: true } : { slug },
    select: { id: true, slug: true, status: true, texts: { select: { locale: true, title: true } } },
  })
  if (!found)
    throw new UsageError(slug === undefined ? "There is no main campaign." : `There is no campaign "${slug}".`)
  return found
}

/** The pages of an export that have comments, and its language. */
async function listPages(open: Opener): Promise<{ language: string; pages: Page[] }> {
  const pages = new Map<number, Page>()
  let language = ""
  for await (const event of readWxr(open())) {
    if (event.kind === "site") language = event.site.language
    if (event.kind !== "comment") continue
    const page = pages.get(event.item.number) ?? { item: event.item, comments: 0 }
    page.comments += 1
    pages.set(event.item.number, page)
  }
  return { language, pages: [...pages.values()] }
}

const PAGES_SHOWN = 40

function checkPages(found: Page[], { pages = [], isAllPages }: ImportChoices): void {
  const missing = pages.find((wanted) => !found.some(({ item }) => isPage(item, wanted)))
  if (missing !== undefined) throw new UsageError(`The export has no comments on a page "${missing}".`)
  if (isAllPages || pages.length > 0 || found.length < 2) return
  const lines = found
    .sort((a, b) => b.comments - a.comments)
    .slice(0, PAGES_SHOWN)
    .map(({ item, comments }) => `  ${String(comments).padStart(6)}  --page ${item.slug || item.postId}  ${item.title}`)
  const more = found.length > PAGES_SHOWN ? `\n  … and ${found.length - PAGES_SHOWN} more` : ""
  throw new UsageError(`The export has comments on several pages; say which to take:\n${lines.join("\n")}${more}\n`)
}

function localeOf(typed: string | undefined, ofExport: string): Locale {
  if (typed === undefined) return toLocale(ofExport.slice(0, 2).toLowerCase())
  if (isLocale(typed)) return typed
  throw new UsageError(`The site's languages are ${LOCALES.join(", ")}.`)
}

/** Takes the comments of an export into a campaign. Twice is like once. */
export async function importFrom(open: Opener, choices: ImportChoices, now: Date): Promise<ImportOutcome> {
  const campaign = await findCampaign(choices.campaign)
  const { language, pages } = await listPages(open)
  checkPages(pages, choices)
  const locale = localeOf(choices.language, language)
  const target = { campaignId: campaign.id, locale, unnamed: translator(locale, "comments")("no_name") }
  const sink = commentSink(target, now, choices.isDry)
  let seen = 0
  try {
    const report = await importWxr(
      open,
      {
        item: async (item) => choices.pages === undefined || choices.pages.some((wanted) => isPage(item, wanted)),
        put: async (comment) => {
          const outcome = await sink.put(comment)
          seen += 1
          if (seen % 1_000 === 0) choices.onProgress?.(seen)
          return outcome
        },
      },
      { now },
    )
    return { slug: campaign.slug, locale, report }
  } finally {
    // What went in before a fault is there and must be counted.
    if (seen > 0 && !choices.isDry) await finishImport(campaign.id)
  }
}

const REASONS: Record<keyof WxrReport["skipped"], string> = {
  ping: "pings",
  other_type: "of another type",
  status: "spam or deleted there",
  empty: "without words",
  no_number: "without a number",
  twice: "twice in the file",
  other_page: "on other pages",
}

/** What an import did, for whoever started it. */
export function describeImport({ slug, locale, report }: ImportOutcome, isDry: boolean): string {
  const { put, skipped, uprooted } = report
  const moved = Object.values(uprooted).reduce((sum, count) => sum + count, 0)
  const left = Object.entries(skipped).filter(([, count]) => count > 0)
  return [
    isDry ? "Nothing was written. An import would do this:" : "Done.",
    `  into campaign ${slug}, as ${locale}`,
    `  ${report.comments} comments in the file`,
    `  ${put.created} new, ${put.updated} changed, ${put.unchanged} as they were`,
    ...left.map(([reason, count]) => `  ${count} left out: ${REASONS[reason as keyof WxrReport["skipped"]]}`),
    ...(moved > 0 ? [`  ${moved} replies stand on their own: what they answer is not there`] : []),
    ...(report.shortened > 0 ? [`  ${report.shortened} names or texts shortened`] : []),
    ...(report.guessedDates > 0 ? [`  ${report.guessedDates} dates worked out from local time`] : []),
    "",
  ].join("\n")
}

/** A campaign's comments as a WordPress export, piece by piece. */
export async function* exportFrom(slug: string | undefined, choices: ExportChoices, now: Date): AsyncGenerator<string> {
  const campaign = await findCampaign(slug)
  const { siteName } = await siteNames()
  const base = env().baseUrl
  const text = campaign.texts.find(({ locale }) => locale === DEFAULT_LOCALE) ?? campaign.texts[0]
  const locale = toLocale(text?.locale)
  const oldest = await db().comment.findFirst({
    where: { campaignId: campaign.id },
    orderBy: { postedAt: "asc" },
    select: { postedAt: true },
  })
  yield* writeWxr({ title: siteName, link: base, language: locale, now }, [
    {
      title: text?.title ?? campaign.slug,
      link: base + localePath(locale, `/c/${campaign.slug}`),
      slug: campaign.slug,
      publishedAt: oldest?.postedAt ?? now,
      isOpen: campaign.status === "OPEN",
      comments: exportComments(campaign.id, choices),
    },
  ])
}
