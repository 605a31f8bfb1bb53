import { type Query, readLocale, type WithLocale } from "../../../../../(public)/page-params"
import { CampaignArea, requireCampaign } from "../../../area"
import { SaveNotice } from "#components/admin/save-notice"
import { Figures } from "#components/admin/signatures/figures"
import { SignatureFilter } from "#components/admin/signatures/signature-filter"
import { SignatureSearch } from "#components/admin/signatures/signature-search"
import { filterQuery, SignatureTable } from "#components/admin/signatures/signature-table"
import { SignatureTabs } from "#components/admin/signatures/signature-tabs"
import { isAtLeast } from "#lib/domain/identity/policy"
import { findFigures, viewSignatures } from "#lib/domain/signatures/organiser-queries"
import { listFilter } from "#lib/domain/signatures/organiser-schema"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"
import type { FormState } from "#lib/web/drafts"
import { visitorDraft } from "#lib/web/visitor"

/** Who signed a campaign. Everybody who has a part in it sees the figures; who signed is for editors. */
export default async function Page({ params, searchParams }: WithLocale<{ id: string }> & { searchParams: Query }) {
  const [locale, { id }, query] = await Promise.all([readLocale(params), params, searchParams])
  const signedIn = await requireCampaign(locale, id, "/admin/campaigns/{id}/signatures")
  const { actor, proof } = signedIn
  const filter = listFilter.parse(query)
  const [figures, list, draft] = await Promise.all([
    findFigures(actor, id),
    viewSignatures(actor, id, filter),
    query.draft === undefined ? null : visitorDraft<FormState>("signatures", id),
  ])
  const t = translator(locale, "adminSignatures")
  const title = t("title")
  const errors = draft?.errors ?? []
  return (
    <CampaignArea locale={locale} page="/signatures" title={title} signedIn={signedIn}>
      <SaveNotice
        locale={locale}
        isSaved={query.saved !== undefined}
        errors={errors}
        fieldId={(field) => (field === "email" ? "search-email" : null)}
      />
      <h1>{title}</h1>
      {figures && <Figures locale={locale} figures={figures} hidesSmall={!isAtLeast(actor, id, "EDITOR")} />}
      {list ? (
        <>
          <SignatureTabs locale={locale} campaignId={id} current="" />
          <SignatureFilter locale={locale} campaignId={id} filter={filter} />
          <SignatureTable locale={locale} campaignId={id} rows={list.rows} next={list.next} filter={filter} />
          <p className="muted">
            {t("viewLogged")}{" "}
            <a href={localePath(locale, `/admin/campaigns/${id}/signatures/export${filterQuery(filter)}`)}>
              {t("pageExport")}
            </a>
          </p>
          <SignatureSearch
            locale={locale}
            campaignId={id}
            proof={proof}
            email={draft?.values.email ?? ""}
            errors={errors}
          />
        </>
      ) : (
        <p>{t("figuresOnly")}</p>
      )}
    </CampaignArea>
  )
}
