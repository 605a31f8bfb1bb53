import { PublicFrame } from "../../../public-frame"
import type { Query } from "../../../page-params"
import { readCampaign, type WithCampaign } from "../read-campaign"
import { StatusBanner } from "#components/campaigns/status-banner"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { GalleryPage } from "#components/letters/gallery-page"
import { listPublishedLanguages, listPublishedLetters } from "#lib/domain/letters/gallery"
import { findPoints, listSamples } from "#lib/domain/letters/queries"
import { translator } from "#lib/shared/i18n"
import { isLocale } from "#lib/shared/locales"
import { siteSettings } from "#lib/web/site"

const LETTERS_A_PAGE = 20

/** Sample letters and published letters. */
export default async function Page({ params, searchParams }: WithCampaign & { searchParams: Query }) {
  const [{ locale, campaign }, query] = await Promise.all([readCampaign(params), searchParams])
  const { id, slug, shortTitle, status, hasLetters } = campaign
  const language = isLocale(query.language) ? query.language : null
  const after = typeof query.after === "string" ? query.after : null
  const [{ siteName, locales }, samples, { rows, next }, languages, points] = await Promise.all([
    siteSettings(),
    listSamples(id, locale),
    listPublishedLetters(id, { language, after, limit: LETTERS_A_PAGE }),
    listPublishedLanguages(id),
    findPoints(id, locale),
  ])
  const path = `/c/${slug}/letters`
  const title = pageTitle(locale, { page: translator(locale, "letters")("pageTitle"), shortTitle, siteName })
  return (
    <PublicFrame
      locale={locale}
      path={path}
      slug={slug}
      banner={status !== "OPEN" && <StatusBanner campaign={campaign} />}
    >
      <PageHead locale={locale} path={path} title={title} siteName={siteName} locales={locales} isIndexed />
      <GalleryPage
        locale={locale}
        slug={slug}
        samples={samples}
        letters={rows}
        next={next}
        languages={languages}
        language={language}
        hasPoints={points !== null}
        isOpen={status === "OPEN" && hasLetters}
      />
    </PublicFrame>
  )
}
