import "server-only"
import { SHOWN_FROM } from "#lib/domain/campaigns/rules"
import { type Actor, isAtLeast, scopesOf } from "#lib/domain/identity/policy"
import type { CampaignStatus } from "#lib/generated/prisma/enums"
import { db } from "#lib/platform/db"
import { DEFAULT_LOCALE, type Locale, toLocale } from "#lib/shared/locales"

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

/** The newest short title in the language, else in English, else in any; the slug when there is no text at all. */
function shortTitleOf(texts: readonly { locale: string; shortTitle: string }[], locale: Locale, slug: string) {
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
