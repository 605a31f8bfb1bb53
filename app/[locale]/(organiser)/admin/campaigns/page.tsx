import { type Query, readLocale, type WithLocale } from "../../../(public)/page-params"
import { Area, requireOrganiser } from "../area"
import { OwnCampaigns } from "#components/admin/own-campaigns"
import { SaveNotice } from "#components/admin/save-notice"
import { ButtonLink } from "#components/ui/button"
import { canStartCampaigns } from "#lib/domain/campaigns/create"
import { listOwnCampaigns } from "#lib/domain/campaigns/organiser-queries"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"
import type { FormState } from "#lib/web/drafts"
import { EDIT_KIND } from "#lib/web/handlers/campaign-parts"
import { visitorDraft } from "#lib/web/visitor"

/** The campaigns that the organiser has a part in. */
export default async function Page({ params, searchParams }: WithLocale & { searchParams: Query }) {
  const [locale, query] = await Promise.all([readLocale(params), searchParams])
  const signedIn = await requireOrganiser(locale, "/admin/campaigns")
  const [campaigns, draft] = await Promise.all([
    listOwnCampaigns(signedIn.actor, locale),
    query.draft === undefined ? null : visitorDraft<FormState>(EDIT_KIND, ""),
  ])
  const t = translator(locale, "adminCampaigns")
  const mayStart = canStartCampaigns(signedIn.actor)
  return (
    <Area locale={locale} path="/admin/campaigns" title={t("title")} signedIn={signedIn}>
      <SaveNotice locale={locale} isSaved={query.saved !== undefined} errors={draft?.errors} fieldId={() => null} />
      <h1>{t("title")}</h1>
      {mayStart && (
        <div className="actions">
          <ButtonLink isPrimary href={localePath(locale, "/admin/campaigns/new")}>
            {t("newTitle")}
          </ButtonLink>
        </div>
      )}
      <OwnCampaigns locale={locale} campaigns={campaigns} proof={signedIn.proof} mayChoose={mayStart} />
    </Area>
  )
}
