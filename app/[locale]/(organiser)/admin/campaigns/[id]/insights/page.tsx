import { type Query, readLocale, type WithLocale } from "../../../../../(public)/page-params"
import { CampaignArea, requireCampaign } from "../../../area"
import { SaveNotice } from "#components/admin/save-notice"
import { InsightsPage } from "#components/insights/insights-page"
import { PartnerCodes, tagFieldId } from "#components/insights/partner-codes"
import { isAtLeast } from "#lib/domain/identity/policy"
import { loadNames } from "#lib/domain/insights/names"
import { findInsights } from "#lib/domain/insights/queries"
import { PERIODS } from "#lib/domain/insights/schema"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"
import type { FormState } from "#lib/web/drafts"
import { siteSettings } from "#lib/web/site"
import { visitorDraft } from "#lib/web/visitor"

/** How a campaign goes: eleven charts from daily totals. */
export default async function Page({ params, searchParams }: WithLocale<{ id: string }> & { searchParams: Query }) {
  const [locale, { id }, query] = await Promise.all([readLocale(params), params, searchParams])
  const signedIn = await requireCampaign(locale, id, "/admin/campaigns/{id}/insights")
  const { actor, campaign, proof } = signedIn
  const period = PERIODS.find((one) => one === query.period) ?? "all"
  const [insights, { tagList, ...names }, draft, { baseUrl }] = await Promise.all([
    findInsights(actor, campaign.id, period, new Date()),
    loadNames(campaign.id, locale),
    query.draft === undefined ? null : visitorDraft<FormState>("tags", campaign.id),
    siteSettings(),
  ])
  const t = translator(locale, "adminInsights")
  const path = `/admin/campaigns/${campaign.id}/insights`
  return (
    <CampaignArea locale={locale} page="/insights" title={t("title")} signedIn={signedIn}>
      <SaveNotice
        locale={locale}
        isSaved={query.saved !== undefined}
        errors={draft?.errors ?? []}
        fieldId={tagFieldId}
      />
      <h1>{t("title")}</h1>
      {insights && <InsightsPage insights={insights} names={names} path={path} />}
      {isAtLeast(actor, campaign.id, "OWNER") && (
        <PartnerCodes
          locale={locale}
          tags={tagList}
          action={`${path}/tags`}
          address={baseUrl + localePath(locale, `/c/${campaign.slug}`)}
          proof={proof}
          state={draft}
        />
      )}
    </CampaignArea>
  )
}
