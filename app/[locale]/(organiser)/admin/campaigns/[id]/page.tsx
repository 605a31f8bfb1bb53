import { type Query, readLocale, type WithLocale } from "../../../../(public)/page-params"
import { CampaignArea, requireCampaign } from "../../area"
import { SaveNotice } from "#components/admin/save-notice"
import { translator } from "#lib/shared/i18n"

/** What visitors see of a campaign. */
export default async function Page({ params, searchParams }: WithLocale<{ id: string }> & { searchParams: Query }) {
  const [locale, { id }, query] = await Promise.all([readLocale(params), params, searchParams])
  const signedIn = await requireCampaign(locale, id, "/admin/campaigns/{id}")
  const title = translator(locale, "admin")("tabCampaign")
  return (
    <CampaignArea locale={locale} page="" title={title} signedIn={signedIn}>
      <SaveNotice locale={locale} isSaved={query.saved !== undefined} />
      <h1>{title}</h1>
    </CampaignArea>
  )
}
