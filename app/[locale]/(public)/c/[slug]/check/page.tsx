import { PublicFrame } from "../../../public-frame"
import { readCampaign, type WithCampaign } from "../read-campaign"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { CheckPage } from "#components/signatures/check-page"
import type { CheckDraft } from "#lib/domain/signatures/sign"
import { translator } from "#lib/shared/i18n"
import { siteSettings } from "#lib/web/site"
import { visitorDraft } from "#lib/web/visitor"

/** Where the message went, and the box for its code. */
export default async function Page({ params }: WithCampaign) {
  const { locale, campaign } = await readCampaign(params)
  const { id, slug, shortTitle } = campaign
  const [{ siteName }, draft] = await Promise.all([siteSettings(), visitorDraft<CheckDraft>("check", id)])
  const path = `/c/${slug}/check`
  const page = translator(locale, "check")("title")
  const title = pageTitle(locale, { page, shortTitle, siteName, hasErrors: Boolean(draft?.error) })
  const check = draft && { email: draft.fields.email, isResent: draft.resent ?? false, error: draft.error ?? null }
  return (
    <PublicFrame locale={locale} path={path} slug={slug}>
      <PageHead locale={locale} path={path} title={title} siteName={siteName} isIndexed={false} />
      <CheckPage locale={locale} slug={slug} check={check} hasLetters={campaign.hasLetters} />
    </PublicFrame>
  )
}
