import { PublicFrame } from "../../../public-frame"
import { readCampaign, type WithCampaign } from "../read-campaign"
import { UpdatesPage } from "#components/campaigns/updates"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { listPublicUpdates } from "#lib/domain/campaigns/update-queries"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"
import { siteSettings } from "#lib/web/site"

const SHOWN = 200

/** All news of a campaign. */
export default async function Page({ params }: WithCampaign) {
  const { locale, campaign } = await readCampaign(params)
  const { id, slug, shortTitle } = campaign
  const [{ siteName, locales }, updates] = await Promise.all([siteSettings(), listPublicUpdates(id, locale, SHOWN)])
  const path = `/c/${slug}/updates`
  const title = pageTitle(locale, { page: translator(locale, "updates")("title"), shortTitle, siteName })
  return (
    <PublicFrame locale={locale} path={path} slug={slug}>
      <PageHead locale={locale} locales={locales} path={path} title={title} siteName={siteName} isIndexed />
      <link rel="alternate" type="application/atom+xml" href={localePath(locale, `/c/${slug}/feed.xml`)} />
      <UpdatesPage locale={locale} slug={slug} updates={updates} />
    </PublicFrame>
  )
}
