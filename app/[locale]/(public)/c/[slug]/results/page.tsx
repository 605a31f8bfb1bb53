import { notFound } from "next/navigation"
import { PublicFrame } from "../../../public-frame"
import type { Query } from "../../../page-params"
import { readCampaign, type WithCampaign } from "../read-campaign"
import { StatusBanner } from "#components/campaigns/status-banner"
import { Certificate } from "#components/deliveries/certificate"
import { CODE_FIELD_ID, type CodeCheckState } from "#components/deliveries/code-check"
import { ResultsPage } from "#components/deliveries/results-page"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { summaryErrors } from "#components/signatures/form-errors"
import { PaperSheet } from "#components/signatures/paper-sheet"
import { ErrorSummary } from "#components/ui/error-summary"
import { listHistory } from "#lib/domain/campaigns/history"
import type { CampaignView } from "#lib/domain/campaigns/queries"
import { listPublicDeliveries } from "#lib/domain/deliveries/public"
import { groupCountries } from "#lib/domain/deliveries/rules"
import { listHandedLetters } from "#lib/domain/letters/figures"
import { countSentLetters } from "#lib/domain/letters/queries"
import { countByCountry } from "#lib/domain/signatures/delivered"
import { translator } from "#lib/shared/i18n"
import { siteSettings } from "#lib/web/site"
import { visitorDraft } from "#lib/web/visitor"

async function Results({ campaign, state }: { campaign: CampaignView; state: CodeCheckState | null }) {
  const { id, locale } = campaign
  const [sentLetters, days, countries, deliveries, handedLetters] = await Promise.all([
    countSentLetters([id]),
    listHistory(id),
    countByCountry(id),
    listPublicDeliveries(id),
    listHandedLetters(id),
  ])
  const errors = state?.errors ?? []
  return (
    <>
      {errors.length > 0 && (
        <ErrorSummary
          title={translator(locale, "errors")("summaryTitle")}
          errors={summaryErrors(locale, errors, () => CODE_FIELD_ID)}
        />
      )}
      <ResultsPage
        campaign={campaign}
        sentLetters={sentLetters.get(id) ?? 0}
        days={days}
        grouped={groupCountries(countries)}
        deliveries={deliveries}
        handedLetters={handedLetters}
        state={state}
      />
    </>
  )
}

async function OneDelivery({ campaign, id }: { campaign: CampaignView; id: string }) {
  const delivery = (await listPublicDeliveries(campaign.id)).find((one) => one.id === id)
  if (!delivery) notFound()
  return <Certificate campaign={campaign} delivery={delivery} />
}

type View = "results" | "sheet" | "delivery"

const TITLES = { results: "title", sheet: "sheetTitle", delivery: "certTitle" } as const

/** What came of a campaign; the certificate of one delivery; the sheet to sign on paper. */
export default async function Page({ params, searchParams }: WithCampaign & { searchParams: Query }) {
  const [{ locale, campaign }, query, { siteName }] = await Promise.all([
    readCampaign(params),
    searchParams,
    siteSettings(),
  ])
  const { slug, shortTitle, status } = campaign
  const view: View = query.view === "sheet" ? "sheet" : typeof query.delivery === "string" ? "delivery" : "results"
  const state = query.draft === undefined ? null : await visitorDraft<CodeCheckState>("results", campaign.id)
  const path = `/c/${slug}/results`
  const page = translator(locale, "results")(TITLES[view])
  const title = pageTitle(locale, { page, shortTitle, siteName, hasErrors: Boolean(state?.errors?.length) })
  return (
    <PublicFrame
      locale={locale}
      path={path}
      slug={slug}
      banner={status !== "OPEN" && <StatusBanner campaign={campaign} />}
    >
      <PageHead locale={locale} path={path} title={title} siteName={siteName} isIndexed={view === "results"} />
      {view === "sheet" && <PaperSheet locale={locale} petition={campaign} siteName={siteName} />}
      {view === "delivery" && <OneDelivery campaign={campaign} id={String(query.delivery)} />}
      {view === "results" && <Results campaign={campaign} state={state} />}
    </PublicFrame>
  )
}
