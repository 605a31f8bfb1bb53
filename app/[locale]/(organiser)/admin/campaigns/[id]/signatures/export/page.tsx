import { type Query, readLocale, type WithLocale } from "../../../../../../(public)/page-params"
import { CampaignArea, requireCampaign } from "../../../../area"
import { SaveNotice } from "#components/admin/save-notice"
import { ExportForm } from "#components/admin/signatures/export-form"
import { SignatureTabs } from "#components/admin/signatures/signature-tabs"
import { listFilter } from "#lib/domain/signatures/organiser-schema"
import { translator } from "#lib/shared/i18n"
import type { FormState } from "#lib/web/drafts"
import { visitorDraft } from "#lib/web/visitor"

/** Asks for a CSV file of the signatures. */
export default async function Page({ params, searchParams }: WithLocale<{ id: string }> & { searchParams: Query }) {
  const [locale, { id }, query] = await Promise.all([readLocale(params), params, searchParams])
  const signedIn = await requireCampaign(locale, id, "/admin/campaigns/{id}/signatures/export")
  const draft = query.draft === undefined ? null : await visitorDraft<FormState>("signatures-export", id)
  // Columns have the same names as parts of the filter, which have a prefix for that.
  const only = Object.entries(draft?.values ?? {}).flatMap(([name, value]) =>
    name.startsWith("only-") ? [[name.slice("only-".length), value]] : [],
  )
  const filter = listFilter.parse(draft ? Object.fromEntries(only) : query)
  const t = translator(locale, "adminSignatures")
  const title = t("exportTitle")
  return (
    <CampaignArea locale={locale} page="/signatures" title={title} signedIn={signedIn}>
      <SaveNotice
        locale={locale}
        isSaved={false}
        errors={draft?.errors}
        fieldId={(field) => (field === "form" ? null : `export-${field}`)}
      />
      <h1>{title}</h1>
      <SignatureTabs locale={locale} campaignId={id} current="/export" />
      <p>{t("exportIntro")}</p>
      <ExportForm locale={locale} campaignId={id} proof={signedIn.proof} filter={filter} state={draft} />
    </CampaignArea>
  )
}
