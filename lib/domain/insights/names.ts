import "server-only"
import type { Names } from "#lib/domain/insights/words"
import { listTags, type TagView } from "#lib/domain/sharing/tags"
import { db } from "#lib/platform/db"
import { DEFAULT_LOCALE, type Locale } from "#lib/shared/locales"

/** The names of samples in a language, else in English, by key. */
async function sampleNames(campaignId: string, locale: Locale): Promise<Map<string, string>> {
  const rows = await db().letterTemplate.findMany({
    where: { campaignId, locale: { in: [locale, DEFAULT_LOCALE] } },
    select: { key: true, card: true, locale: true },
    orderBy: { version: "asc" },
  })
  const ordered = [...rows.filter((row) => row.locale !== locale), ...rows.filter((row) => row.locale === locale)]
  return new Map(ordered.map(({ key, card }) => [key, card]))
}

/** How the rows of a campaign's charts are called, and its partner codes. The caller has asked who may see them. */
export async function loadNames(campaignId: string, locale: Locale): Promise<Names & { tagList: TagView[] }> {
  const [samples, tagList] = await Promise.all([sampleNames(campaignId, locale), listTags(campaignId)])
  return { locale, samples, tagList, tags: new Map(tagList.map(({ code, label }) => [code, label])) }
}
