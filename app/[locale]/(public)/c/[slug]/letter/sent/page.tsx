import { PublicFrame } from "../../../../public-frame"
import { readCampaign, type WithCampaign } from "../../read-campaign"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { type LetterSent, SentPage } from "#components/letters/sent-page"
import { findLetterTarget } from "#lib/domain/letters/queries"
import { dayOf } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import { siteSettings } from "#lib/web/site"
import { visitorDraft } from "#lib/web/visitor"

/** What happens next with a letter. */
export default async function Page({ params }: WithCampaign) {
  const { locale, campaign } = await readCampaign(params)
  const { id, slug, shortTitle, decisionOn } = campaign
  const [{ siteName }, target, sent] = await Promise.all([
    siteSettings(),
    findLetterTarget(id),
    visitorDraft<LetterSent>("letter-sent", id),
  ])
  const path = `/c/${slug}/letter/sent`
  const title = pageTitle(locale, { page: translator(locale, "letter")("sentPageTitle"), shortTitle, siteName })
  return (
    <PublicFrame locale={locale} path={path} slug={slug}>
      <PageHead locale={locale} path={path} title={title} siteName={siteName} isIndexed={false} />
      <SentPage
        locale={locale}
        slug={slug}
        sent={sent}
        isCollected={!target?.email}
        decisionOn={decisionOn}
        today={dayOf(new Date())}
      />
    </PublicFrame>
  )
}
