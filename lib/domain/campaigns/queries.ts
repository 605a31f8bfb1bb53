import "server-only"
import type { Colours } from "#lib/domain/campaigns/colours"
import { db } from "#lib/platform/db"
import type { CampaignOutcome, CampaignStatus } from "#lib/generated/prisma/enums"
import { DEFAULT_LOCALE, type Locale, LOCALES, toLocale } from "#lib/shared/locales"

export type Counts = { confirmed: number; unverified: number; paper: number; withdrawn: number }

/** What a sign form may ask besides name and e-mail; what it does not ask is not kept either. */
export type Asks = { country: boolean; town: boolean; reason: boolean; updates: boolean }

/** What a visitor may see of a campaign, in one language. Dates are `YYYY-MM-DD`. */
export type CampaignView = {
  id: string
  slug: string
  status: CampaignStatus
  outcome: CampaignOutcome | null
  isMain: boolean
  /** The language asked for. */
  locale: Locale
  /** The language the texts are in: English where they are not translated. */
  textLocale: Locale
  version: number
  title: string
  shortTitle: string
  ask: string
  addressedTo: string
  startedBy: string
  decisionNote: string | null
  outcomeNote: string | null
  /** Where the outcome can be read. */
  outcomeSource: string | null
  decisionOn: string | null
  outcomeOn: string | null
  openedOn: string | null
  closedOn: string | null
  reopensOn: string | null
  /** Markdown. */
  body: string
  needsReview: boolean
  allowsNoEmail: boolean
  isAtRisk: boolean
  /** What the sign form asks besides name and e-mail. */
  asks: Asks
  /** It addresses somebody by name, so that people can write to them. */
  hasLetters: boolean
  counts: Counts
  updatedAt: string
}

export type AppealView = {
  title: string
  author: string
  readingMinutes: number
  /** Markdown. */
  body: string
  textLocale: Locale
  needsReview: boolean
}

const day = (date: Date | null) => date?.toISOString().slice(0, 10) ?? null

const withTexts = { texts: true, count: true, _count: { select: { targets: true } } } as const

async function loadCampaigns(where: { id?: string; slug?: string; isMain?: boolean; status?: { not: "DRAFT" } }) {
  return db().campaign.findMany({ where, include: withTexts, orderBy: [{ openedOn: "desc" }, { createdAt: "desc" }] })
}

type Loaded = Awaited<ReturnType<typeof loadCampaigns>>[number]

/** The text in the language, else in English, else in whatever language there is; of versions, the one that people sign now. */
function newest<T extends { locale: string; version?: number }>(texts: readonly T[], locale: Locale): T | undefined {
  const version = Math.max(0, ...texts.map((text) => text.version ?? 0))
  const current = texts.filter((text) => (text.version ?? 0) === version)
  return [locale, DEFAULT_LOCALE, ...LOCALES].flatMap((wanted) => current.filter((text) => text.locale === wanted))[0]
}

function toView(campaign: Loaded, locale: Locale): CampaignView | null {
  const text = newest(campaign.texts, locale)
  if (!text) return null
  return {
    id: campaign.id,
    slug: campaign.slug,
    status: campaign.status,
    outcome: campaign.outcome,
    isMain: campaign.isMain,
    locale,
    textLocale: toLocale(text.locale),
    version: text.version,
    title: text.title,
    shortTitle: text.shortTitle,
    ask: text.ask,
    addressedTo: text.addressedTo,
    startedBy: text.startedBy,
    decisionNote: text.decisionNote,
    outcomeNote: text.outcomeNote,
    outcomeSource: campaign.outcomeSource,
    decisionOn: day(campaign.decisionOn),
    outcomeOn: day(campaign.outcomeOn),
    openedOn: day(campaign.openedOn),
    closedOn: day(campaign.closedOn),
    reopensOn: day(campaign.reopensOn),
    body: text.body,
    needsReview: text.review !== null,
    allowsNoEmail: campaign.allowsNoEmail,
    isAtRisk: campaign.isAtRisk,
    asks: {
      country: campaign.asksCountry,
      town: campaign.asksTown,
      reason: campaign.asksReason,
      updates: campaign.asksUpdates,
    },
    hasLetters: campaign._count.targets > 0,
    counts: {
      confirmed: campaign.count?.confirmed ?? 0,
      unverified: campaign.count?.unverified ?? 0,
      paper: campaign.count?.paper ?? 0,
      withdrawn: campaign.count?.withdrawn ?? 0,
    },
    updatedAt: (campaign.count?.updatedAt ?? campaign.updatedAt).toISOString(),
  }
}

/** The campaign at that address, drafts left out; `null` when there is none. */
export async function findCampaign(slug: string, locale: Locale): Promise<CampaignView | null> {
  const [campaign] = await loadCampaigns({ slug, status: { not: "DRAFT" } })
  return campaign ? toView(campaign, locale) : null
}

/** A campaign that visitors cannot see yet, for its preview. The caller has asked who may see it. */
export async function findDraft(id: string, locale: Locale): Promise<CampaignView | null> {
  const [campaign] = await loadCampaigns({ id })
  return campaign ? toView(campaign, locale) : null
}

/** What the pages of a campaign show of the site around it, and its own colours. */
export type Look = { showsLogo: boolean; showsExit: boolean; colours: Colours | null }

/** How the pages of a campaign look; `null` when there is none at that address. */
export async function findLook(slug: string): Promise<Look | null> {
  const found = await db().campaign.findUnique({
    where: { slug },
    select: { showsLogo: true, showsExit: true, accent: true, accentDark: true, linkDark: true },
  })
  if (!found) return null
  const { showsLogo, showsExit, accent, accentDark, linkDark } = found
  return { showsLogo, showsExit, colours: accent && accentDark && linkDark ? { accent, accentDark, linkDark } : null }
}

/** A typing error that was put right in a text which people had signed. */
export type CorrectionView = {
  on: string
  field: string
  version: number
  before: string
  after: string
  locale: Locale
}

/** The corrections of a campaign's texts, the newest first. */
export async function listCorrections(campaignId: string): Promise<CorrectionView[]> {
  const found = await db().textCorrection.findMany({ where: { campaignId }, orderBy: { id: "desc" }, take: 100 })
  return found.map(({ correctedOn, field, version, before, after, locale }) => {
    return { on: correctedOn.toISOString().slice(0, 10), field, version, before, after, locale: toLocale(locale) }
  })
}

/** What was changed in a text that people had signed. */
export type TextHistoryView = {
  textLocale: Locale
  corrections: CorrectionView[]
  /** Earlier versions, the newest first. */
  versions: { version: number; body: string }[]
}

/** The public history of a campaign's text in the language in which it is shown. */
export async function findTextHistory(
  view: Pick<CampaignView, "id" | "version" | "textLocale">,
): Promise<TextHistoryView> {
  const { id, version, textLocale } = view
  const [corrections, versions] = await Promise.all([
    listCorrections(id),
    db().campaignText.findMany({
      where: { campaignId: id, locale: textLocale, version: { lt: version } },
      select: { version: true, body: true },
      orderBy: { version: "desc" },
    }),
  ])
  return { textLocale, corrections: corrections.filter(({ locale }) => locale === textLocale), versions }
}

/** The campaign whose appeal stands on the front page. */
export async function findMainCampaign(locale: Locale): Promise<CampaignView | null> {
  const [campaign] = await loadCampaigns({ isMain: true, status: { not: "DRAFT" } })
  return campaign ? toView(campaign, locale) : null
}

const TAKES_PART = new Set<CampaignStatus>(["OPEN", "PAUSED"])

/** Every published campaign: open ones first, then ended ones, the newest first. */
export async function listCampaigns(locale: Locale): Promise<CampaignView[]> {
  const found = await loadCampaigns({ status: { not: "DRAFT" } })
  const views = found.map((campaign) => toView(campaign, locale)).filter((view) => view !== null)
  return [
    ...views.filter((view) => TAKES_PART.has(view.status)),
    ...views.filter((view) => !TAKES_PART.has(view.status)),
  ]
}

/** The appeal of a campaign in the language, else in English. */
export async function findAppeal(campaignId: string, locale: Locale): Promise<AppealView | null> {
  const appeal = newest(await db().appealText.findMany({ where: { campaignId } }), locale)
  if (!appeal) return null
  const { title, author, readingMinutes, body, review } = appeal
  return { title, author, readingMinutes, body, textLocale: toLocale(appeal.locale), needsReview: review !== null }
}

/** Slugs of the campaigns that take signatures now. */
export async function listOpenSlugs(): Promise<string[]> {
  const found = await db().campaign.findMany({ where: { status: "OPEN" }, select: { slug: true }, take: 200 })
  return found.map(({ slug }) => slug)
}

/** The public figures of a campaign and how old they are; `null` when there is no such campaign. */
export async function findCounts(slug: string): Promise<{ counts: Counts; asOf: string } | null> {
  const found = await db().campaign.findFirst({ where: { slug, status: { not: "DRAFT" } }, include: { count: true } })
  if (!found) return null
  const { confirmed = 0, unverified = 0, paper = 0, withdrawn = 0 } = found.count ?? {}
  return {
    counts: { confirmed, unverified, paper, withdrawn },
    asOf: (found.count?.updatedAt ?? found.createdAt).toISOString(),
  }
}

/** Who a campaign addresses, by name; `null` when it names nobody. */
export async function findTarget(
  campaignId: string,
): Promise<{ name: string; title: string; organisation: string } | null> {
  return db().target.findFirst({ where: { campaignId }, select: { name: true, title: true, organisation: true } })
}
