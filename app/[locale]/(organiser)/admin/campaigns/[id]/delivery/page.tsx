import { type Query, readLocale, type WithLocale } from "../../../../../(public)/page-params"
import { CampaignArea, requireCampaign } from "../../../area"
import { DeliveryTable } from "#components/admin/delivery/delivery-table"
import { SaveNotice } from "#components/admin/save-notice"
import { ButtonLink } from "#components/ui/button"
import { listDeliveries } from "#lib/domain/deliveries/queries"
import { isAtLeast } from "#lib/domain/identity/policy"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"

/** Every hand-over of a campaign. Whoever has a part in it sees the figures. */
export default async function Page({ params, searchParams }: WithLocale<{ id: string }> & { searchParams: Query }) {
  const [locale, { id }, query] = await Promise.all([readLocale(params), params, searchParams])
  const signedIn = await requireCampaign(locale, id, "/admin/campaigns/{id}/delivery")
  const { actor, campaign } = signedIn
  const t = translator(locale, "adminDelivery")
  const isEditor = isAtLeast(actor, id, "EDITOR")
  const isPublic = campaign.status !== "DRAFT"
  return (
    <CampaignArea locale={locale} page="/delivery" title={t("title")} signedIn={signedIn}>
      <SaveNotice locale={locale} isSaved={query.saved !== undefined} />
      <h1>{t("title")}</h1>
      <p>{t("intro")}</p>
      <p className="actions">
        {isEditor && (
          <ButtonLink isPrimary href={localePath(locale, `/admin/campaigns/${id}/delivery/new`)}>
            {t("build")}
          </ButtonLink>
        )}
        {isPublic && <a href={localePath(locale, `/c/${campaign.slug}/results`)}>{t("publicPage")}</a>}
        {isPublic && <a href={localePath(locale, `/c/${campaign.slug}/results?view=sheet`)}>{t("sheet")}</a>}
      </p>
      <DeliveryTable locale={locale} campaignId={id} rows={await listDeliveries(actor, id)} isEditor={isEditor} />
    </CampaignArea>
  )
}
