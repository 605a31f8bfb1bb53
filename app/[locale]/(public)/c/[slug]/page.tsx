import { PublicFrame } from "../../public-frame"
import { readCampaign, type WithCampaign } from "./read-campaign"
import { SignOrStatus } from "./sign-or-status"
import { CampaignPage } from "#components/campaigns/campaign-page"
import { StatusBanner } from "#components/campaigns/status-banner"
import { TextHistory } from "#components/campaigns/text-history"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { SIGN_FORM_ID, type SignState } from "#components/signatures/sign-form"
import { findTextHistory } from "#lib/domain/campaigns/queries"
import { listPublicUpdates } from "#lib/domain/campaigns/update-queries"
import { listPublishedReasons, listRecentSigners } from "#lib/domain/signatures/queries"
import { translator } from "#lib/shared/i18n"
import { siteSettings } from "#lib/web/site"
import { visitorDraft } from "#lib/web/visitor"

const SIGNERS_SHOWN = 8
const REASONS_SHOWN = 3
const UPDATES_SHOWN = 3

/** A campaign: ask, form, petition text, signers. */
export default async function Page({ params }: WithCampaign) {
  const { locale, campaign } = await readCampaign(params)
  const { id, slug, shortTitle, title, ask, status, counts } = campaign
  const [{ siteName, locales }, signers, reasons, updates, draft, history] = await Promise.all([
    siteSettings(),
    listRecentSigners(id, SIGNERS_SHOWN),
    listPublishedReasons(id, REASONS_SHOWN),
    listPublicUpdates(id, locale, UPDATES_SHOWN),
    visitorDraft<SignState>("sign", id),
    findTextHistory(campaign),
  ])
  const now = new Date()
  const path = `/c/${slug}`
  const page = translator(locale, "campaign")("pageTitle")
  return (
    <PublicFrame
      locale={locale}
      path={path}
      slug={slug}
      isWide
      showsHint
      banner={status !== "OPEN" && <StatusBanner campaign={campaign} />}
      formId={status === "OPEN" ? SIGN_FORM_ID : undefined}
    >
      <PageHead
        locale={locale}
        path={path}
        title={pageTitle(locale, { page, shortTitle, siteName })}
        siteName={siteName}
        locales={locales}
        isIndexed
        card={{ title, description: ask }}
      />
      <CampaignPage
        campaign={campaign}
        signers={signers}
        reasons={reasons}
        updates={updates}
        othersCount={counts.confirmed - signers.length}
        now={now}
        // Errors are shown on the page of the form alone; here what was typed is enough.
        history={<TextHistory locale={locale} history={history} />}
        form={<SignOrStatus campaign={campaign} state={draft && { ...draft, errors: [] }} now={now} />}
      />
    </PublicFrame>
  )
}
