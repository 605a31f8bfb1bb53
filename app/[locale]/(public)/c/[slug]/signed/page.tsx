import { PublicFrame } from "../../../public-frame"
import { readCampaign, type WithCampaign } from "../read-campaign"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { type Signed, SignedPage } from "#components/signatures/signed-page"
import { translator } from "#lib/shared/i18n"
import { siteSettings } from "#lib/web/site"
import { visitorDraft } from "#lib/web/visitor"

/** Thanks, receipt code, next step. */
export default async function Page({ params }: WithCampaign) {
  const { locale, campaign } = await readCampaign(params)
  const { id, slug, shortTitle } = campaign
  const [{ siteName, showsLogo, logo }, signed] = await Promise.all([
    siteSettings(),
    visitorDraft<Signed>("signed", id),
  ])
  const path = `/c/${slug}/signed`
  const title = pageTitle(locale, { page: translator(locale, "signed")("title"), shortTitle, siteName })
  return (
    <PublicFrame locale={locale} path={path} slug={slug}>
      <PageHead locale={locale} path={path} title={title} siteName={siteName} isIndexed={false} />
      <SignedPage
        locale={locale}
        slug={slug}
        logo={showsLogo ? logo : null}
        signed={signed}
        hasLetters={campaign.hasLetters}
      />
    </PublicFrame>
  )
}
