import { notFound } from "next/navigation"
import { readLocale, type WithLocale } from "../../page-params"
import { type CampaignView, findCampaign } from "#lib/domain/campaigns/queries"
import type { Locale } from "#lib/shared/locales"

export type WithCampaign = WithLocale<{ slug: string }>

/** The language and the campaign that an address names. A draft or unknown campaign is no page. */
export async function readCampaign(
  params: WithCampaign["params"],
): Promise<{ locale: Locale; campaign: CampaignView }> {
  const [locale, { slug }] = await Promise.all([readLocale(params), params])
  const campaign = await findCampaign(slug, locale)
  if (!campaign) notFound()
  return { locale, campaign }
}
