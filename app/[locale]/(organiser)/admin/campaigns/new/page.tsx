import { notFound } from "next/navigation"
import { type Query, readLocale, type WithLocale } from "../../../../(public)/page-params"
import { Area, requireOrganiser } from "../../area"
import { SaveNotice } from "#components/admin/save-notice"
import { editFieldId } from "#components/campaign-editor/edit-form"
import { withFieldNames } from "#components/campaign-editor/field-names"
import { NewForm } from "#components/campaign-editor/new-form"
import { canStartCampaigns, proposeSlug } from "#lib/domain/campaigns/create"
import { dayOf } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import type { FormState } from "#lib/web/drafts"
import { EDIT_KIND } from "#lib/web/handlers/campaign-parts"
import { visitorDraft } from "#lib/web/visitor"

/** Starts a campaign. */
export default async function Page({ params, searchParams }: WithLocale & { searchParams: Query }) {
  const [locale, query] = await Promise.all([readLocale(params), searchParams])
  const signedIn = await requireOrganiser(locale)
  if (!canStartCampaigns(signedIn.actor)) notFound()
  const [draft, proposed] = await Promise.all([
    query.draft === undefined ? null : visitorDraft<FormState>(EDIT_KIND, "new"),
    proposeSlug(dayOf(new Date())),
  ])
  const errors = withFieldNames(locale, draft?.errors ?? [])
  const title = translator(locale, "adminCampaigns")("newTitle")
  return (
    <Area locale={locale} path="/admin/campaigns/new" title={title} signedIn={signedIn}>
      <SaveNotice locale={locale} isSaved={false} errors={errors} fieldId={editFieldId} />
      <h1>{title}</h1>
      <NewForm
        locale={locale}
        proof={signedIn.proof}
        state={{ values: draft?.values ?? {}, errors }}
        proposed={proposed}
      />
    </Area>
  )
}
