import { notFound } from "next/navigation"
import { PublicFrame } from "../../../../public-frame"
import type { WithLocale } from "../../../../page-params"
import { readCampaign } from "../../read-campaign"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { PublishedPage } from "#components/letters/published-page"
import { findPublished } from "#lib/domain/letters/gallery"
import { translator } from "#lib/shared/i18n"
import { siteSettings } from "#lib/web/site"

/** One published letter. Search engines leave it out: its writer agreed to readers of this site. */
export default async function Page({ params }: WithLocale<{ slug: string; id: string }>) {
  const [{ locale, campaign }, { id }] = await Promise.all([readCampaign(params), params])
  const { slug, shortTitle } = campaign
  const [{ siteName }, letter] = await Promise.all([siteSettings(), findPublished(id)])
  if (letter?.slug !== slug) notFound()
  const path = `/c/${slug}/l/${id}`
  const title = pageTitle(locale, { page: translator(locale, "letters")("letterTitle"), shortTitle, siteName })
  return (
    <PublicFrame locale={locale} path={path} slug={slug}>
      <PageHead locale={locale} path={path} title={title} siteName={siteName} isIndexed={false} />
      <PublishedPage locale={locale} slug={slug} letter={letter} />
    </PublicFrame>
  )
}
