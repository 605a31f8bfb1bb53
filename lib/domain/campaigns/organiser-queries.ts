import "server-only"
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
  const text =
    texts.find((one) => one.locale === locale) ?? texts.find((one) => one.locale === DEFAULT_LOCALE) ?? texts[0]
  return {
    ...campaign,
    shortTitle: text?.shortTitle ?? campaign.slug,
    textLocale: toLocale(text?.locale),
  }
}
