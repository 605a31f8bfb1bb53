import { PublicFrame } from "../public-frame"
import { readLocale, type WithLocale } from "../page-params"
import { CampaignList } from "#components/campaigns/campaign-list"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { listCampaigns } from "#lib/domain/campaigns/queries"
import { translator } from "#lib/shared/i18n"
import { siteSettings } from "#lib/web/site"

/** All campaigns: open, then ended. */
export default async function Page({ params }: WithLocale) {
  const locale = await readLocale(params)
  const [{ siteName, locales }, campaigns] = await Promise.all([siteSettings(), listCampaigns(locale)])
  const title = pageTitle(locale, { page: translator(locale, "campaign")("listTitle"), siteName })
  return (
    <PublicFrame locale={locale} path="/c">
      <PageHead locale={locale} path="/c" title={title} siteName={siteName} locales={locales} isIndexed />
      <CampaignList locale={locale} campaigns={campaigns} />
    </PublicFrame>
  )
}
