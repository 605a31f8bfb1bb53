import { readLocale, type WithLocale } from "../../../(public)/page-params"
import { Area, requireOrganiser } from "../area"
import { OwnCampaigns } from "#components/admin/own-campaigns"
import { listOwnCampaigns } from "#lib/domain/campaigns/organiser-queries"
import { translator } from "#lib/shared/i18n"

/** The campaigns that the organiser has a part in. */
export default async function Page({ params }: WithLocale) {
  const locale = await readLocale(params)
  const signedIn = await requireOrganiser(locale)
  const campaigns = await listOwnCampaigns(signedIn.actor, locale)
  const title = translator(locale, "admin")("navCampaigns")
  return (
    <Area locale={locale} path="/admin/campaigns" title={title} signedIn={signedIn}>
      <h1>{title}</h1>
      <OwnCampaigns locale={locale} campaigns={campaigns} />
    </Area>
  )
}
