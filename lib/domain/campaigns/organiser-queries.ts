import "server-only"
import { SHOWN_FROM } from "#lib/domain/campaigns/rules"
import { type Actor, canEditCampaign, isAtLeast, scopesOf } from "#lib/domain/identity/policy"
import type { AppealFields, TextFields } from "#lib/domain/campaigns/edit-schema"
import { currentTexts, isSigned } from "#lib/domain/campaigns/edit-text"
import type { CampaignOutcome, CampaignStatus } from "#lib/generated/prisma/enums"
import { db, transaction } from "#lib/platform/db"
import { DEFAULT_LOCALE, type Locale, LOCALES, toLocale } from "#lib/shared/locales"

/** What every page of the organisers' area says of its campaign. */
export type CampaignHead = {
  id: string
  slug: string
  status: CampaignStatus
  shortTitle: string
  /** The language of the short title. */
  textLocale: Locale
}

/**
 * A campaign in any state, drafts too, as the frame of the organisers' pages names it. The caller has asked who may see it.
 *
 * @returns `null` when there is none with that id, or what was given is no id.
 */
export async function findCampaignHead(id: string, locale: Locale): Promise<CampaignHead | null> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return null
  const found = await db().campaign.findUnique({
    where: { id },
    select: {
      id: true,
      slug: true,
      status: true,
      texts: { select: { locale: true, shortTitle: true, version: true }, orderBy: { version: "desc" } },
    },
  })
  if (!found) return null
  const { texts, ...campaign } = found
  return { ...campaign, ...shortTitleOf(texts, locale, campaign.slug) }
}

/** The short title in the language, else in English, else in any; the slug when there is no text at all. @param texts The newest first. */
export function shortTitleOf(texts: readonly { locale: string; shortTitle: string }[], locale: Locale, slug: string) {
  const text =
    texts.find((one) => one.locale === locale) ?? texts.find((one) => one.locale === DEFAULT_LOCALE) ?? texts[0]
  return { shortTitle: text?.shortTitle ?? slug, textLocale: toLocale(text?.locale) }
}

/** A campaign in the list of an organiser. Figures below five are `null` for those who see figures only. */
export type OwnCampaign = CampaignHead & { isMain: boolean; confirmed: number | null; unverified: number | null }

/** The campaigns that an organiser has a part in, in any state, the newest first. */
export async function listOwnCampaigns(actor: Actor, locale: Locale): Promise<OwnCampaign[]> {
  const ids = scopesOf(actor, "VIEWER")
  const found = await db().campaign.findMany({
    where: ids === null ? {} : { id: { in: ids } },
    select: {
      id: true,
      slug: true,
      status: true,
      isMain: true,
      texts: { select: { locale: true, shortTitle: true }, orderBy: { version: "desc" } },
      count: { select: { confirmed: true, unverified: true } },
    },
    orderBy: { createdAt: "desc" },
    take: 500,
  })
  return found.map(({ texts, count, ...campaign }) => {
    const seesAll = isAtLeast(actor, campaign.id, "MODERATOR")
    const figure = (value = 0) => (seesAll || value >= SHOWN_FROM ? value : null)
    return {
      ...campaign,
      ...shortTitleOf(texts, locale, campaign.slug),
      confirmed: figure(count?.confirmed),
      unverified: figure(count?.unverified),
    }
  })
}

/** A text as it is edited. */
export type EditableText = {
  lang: Locale
  version: number
  fields: TextFields
  outcomeNote: string | null
  needsReview: boolean
}

/** The appeal of the front page as it is edited. */
export type EditableAppeal = { lang: Locale; fields: AppealFields; needsReview: boolean }

/** Everything that the editor of a campaign shows. Days are `YYYY-MM-DD`. */
export type EditableCampaign = {
  id: string
  slug: string
  status: CampaignStatus
  isMain: boolean
  /** The version that people sign now. */
  version: number
  /** Somebody has signed it. */
  isSigned: boolean
  texts: EditableText[]
  appeals: EditableAppeal[]
  form: { allowsNoEmail: boolean; asksCountry: boolean; asksTown: boolean; asksReason: boolean; asksUpdates: boolean }
  safety: { isAtRisk: boolean; showsExit: boolean }
  look: { accent: string | null; accentDark: string | null; linkDark: string | null; showsLogo: boolean }
  dates: { decisionOn: string | null; openedOn: string | null; closedOn: string | null; reopensOn: string | null }
  outcome: {
    outcome: CampaignOutcome | null
    outcomeOn: string | null
    outcomeSource: string | null
    outcomeVerified: boolean
  }
  target: { id: string; name: string; title: string; organisation: string; postalAddress: string | null } | null
}

const day = (date: Date | null) => date?.toISOString().slice(0, 10) ?? null

/**
 * A campaign in any state, for its editor.
 *
 * @returns `null` to those who may not edit it, and when there is none.
 */
export async function findEditable(actor: Actor, id: string): Promise<EditableCampaign | null> {
  if (!canEditCampaign(actor, id)) return null
  return transaction(async (tx) => {
    const found = await tx.campaign.findUnique({ where: { id }, include: { appeals: true, targets: true } })
    if (!found) return null
    const texts = await currentTexts(tx, id)
    const version = texts[0]?.version ?? 1
    const inOrder = <T extends { locale: string }>(rows: readonly T[]) =>
      LOCALES.flatMap((lang) => rows.filter(({ locale }) => locale === lang).map((row) => ({ ...row, lang })))
    const [target] = found.targets.sort((a, b) => a.id.localeCompare(b.id))
    const { slug, status, isMain, allowsNoEmail, asksCountry, asksTown, asksReason, asksUpdates } = found
    const { isAtRisk, showsExit, showsLogo, accent, accentDark, linkDark } = found
    return {
      ...{ id, slug, status, isMain, version },
      isSigned: await isSigned(tx, id, version),
      texts: inOrder(texts).map(({ lang, outcomeNote, review, ...text }) => {
        const { shortTitle, title, ask, addressedTo, startedBy, body } = text
        const fields = { shortTitle, title, ask, addressedTo, startedBy, decisionNote: text.decisionNote ?? "", body }
        return { lang, version, fields, outcomeNote, needsReview: review !== null }
      }),
      appeals: inOrder(found.appeals).map(({ lang, title, author, body, review }) => {
        return { lang, fields: { title, author, body }, needsReview: review !== null }
      }),
      form: { allowsNoEmail, asksCountry, asksTown, asksReason, asksUpdates },
      safety: { isAtRisk, showsExit },
      look: { accent, accentDark, linkDark, showsLogo },
      dates: {
        decisionOn: day(found.decisionOn),
        openedOn: day(found.openedOn),
        closedOn: day(found.closedOn),
        reopensOn: day(found.reopensOn),
      },
      outcome: {
        outcome: found.outcome,
        outcomeOn: day(found.outcomeOn),
        outcomeSource: found.outcomeSource,
        outcomeVerified: found.outcomeVerified,
      },
      target: target ?? null,
    }
  })
}
