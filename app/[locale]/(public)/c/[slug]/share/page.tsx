import { PublicFrame } from "../../../public-frame"
import type { Query } from "../../../page-params"
import { readCampaign, type WithCampaign } from "../read-campaign"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { SharePage } from "#components/sharing/share-page"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"
import { siteSettings } from "#lib/web/site"

/** Ways to pass the campaign on. */
export default async function Page({ params, searchParams }: WithCampaign & { searchParams: Query }) {
  const [{ locale, campaign }, query] = await Promise.all([readCampaign(params), searchParams])
  const { slug, shortTitle, title } = campaign
  const { siteName, baseUrl } = await siteSettings()
  const isNeutral = query.neutral !== undefined
  const path = `/c/${slug}/share${isNeutral ? "?neutral=1" : ""}`
  const pageName = pageTitle(locale, { page: translator(locale, "share")("pageTitle"), shortTitle, siteName })
  return (
    <PublicFrame locale={locale} path={path} slug={slug}>
      <PageHead locale={locale} path={path} title={pageName} siteName={siteName} isIndexed={false} />
      <SharePage
        locale={locale}
        slug={slug}
        title={title}
        url={baseUrl + localePath(locale, `/c/${slug}`)}
        isNeutral={isNeutral}
      />
    </PublicFrame>
  )
}
