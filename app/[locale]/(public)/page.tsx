import { PublicFrame } from "./public-frame"
import { readLocale, type WithLocale } from "./page-params"
import { Appeal } from "#components/campaigns/appeal"
import { StatusBanner } from "#components/campaigns/status-banner"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { findAppeal, findMainCampaign } from "#lib/domain/campaigns/queries"
import { translator } from "#lib/shared/i18n"
import { siteSettings } from "#lib/web/site"

/** The front page: the appeal of the main campaign. */
export default async function Page({ params }: WithLocale) {
  const locale = await readLocale(params)
  const [{ siteName }, campaign] = await Promise.all([siteSettings(), findMainCampaign(locale)])
  const appeal = campaign && (await findAppeal(campaign.id, locale))
  const t = translator(locale, "appeal")
  const title = pageTitle(locale, { page: t("pageTitle"), siteName, shortTitle: campaign?.shortTitle })
  const card = appeal ? { title: appeal.title, description: campaign.ask } : undefined
  return (
    <PublicFrame
      locale={locale}
      path="/"
      slug={campaign?.slug}
      banner={campaign && campaign.status !== "OPEN" && <StatusBanner campaign={campaign} />}
    >
      <PageHead locale={locale} path="/" title={title} siteName={siteName} isIndexed card={card} />
      {campaign && appeal ? <Appeal campaign={campaign} appeal={appeal} /> : <h1>{t("noCampaign")}</h1>}
    </PublicFrame>
  )
}
