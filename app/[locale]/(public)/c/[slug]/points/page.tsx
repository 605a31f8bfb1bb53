import { notFound } from "next/navigation"
import { PublicFrame } from "../../../public-frame"
import { readCampaign, type WithCampaign } from "../read-campaign"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { PointsPage } from "#components/letters/points-page"
import { findPoints } from "#lib/domain/letters/queries"
import { translator } from "#lib/shared/i18n"
import { siteSettings } from "#lib/web/site"

/** Talking points. */
export default async function Page({ params }: WithCampaign) {
  const { locale, campaign } = await readCampaign(params)
  const { id, slug, shortTitle, status, hasLetters } = campaign
  const [{ siteName, locales }, points] = await Promise.all([siteSettings(), findPoints(id, locale)])
  if (!points) notFound()
  const path = `/c/${slug}/points`
  const title = pageTitle(locale, { page: translator(locale, "letters")("pointsTitle"), shortTitle, siteName })
  return (
    <PublicFrame locale={locale} path={path} slug={slug}>
      <PageHead locale={locale} path={path} title={title} siteName={siteName} locales={locales} isIndexed />
      <PointsPage locale={locale} slug={slug} points={points} isOpen={status === "OPEN" && hasLetters} />
    </PublicFrame>
  )
}
