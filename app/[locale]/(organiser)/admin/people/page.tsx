import { notFound } from "next/navigation"
import { type Query, readLocale, type WithLocale } from "../../../(public)/page-params"
import { Area, requireOrganiser } from "../area"
import { PeoplePage, peopleFieldId } from "#components/admin/people-page"
import { summaryErrors } from "#components/signatures/form-errors"
import { ErrorSummary } from "#components/ui/error-summary"
import { Notice } from "#components/ui/notice"
import { listOwnCampaigns } from "#lib/domain/campaigns/organiser-queries"
import { listOrganisers } from "#lib/domain/identity/people"
import { translator } from "#lib/shared/i18n"
import type { FormState } from "#lib/web/drafts"
import { visitorDraft } from "#lib/web/visitor"

/** Who can sign in and what they may do. For owners: it shows addresses. */
export default async function Page({ params, searchParams }: WithLocale & { searchParams: Query }) {
  const [locale, query] = await Promise.all([readLocale(params), searchParams])
  const signedIn = await requireOrganiser(locale, "/admin/people")
  const [organisers, campaigns, draft] = await Promise.all([
    listOrganisers(signedIn.actor),
    listOwnCampaigns(signedIn.actor, locale),
    query.draft === undefined ? null : visitorDraft<FormState>("people", ""),
  ])
  if (!organisers.ok) notFound()
  const t = translator(locale, "admin")
  const errors = draft?.errors ?? []
  return (
    <Area locale={locale} path="/admin/people" title={t("peopleTitle")} signedIn={signedIn}>
      {errors.length > 0 && (
        <ErrorSummary
          title={translator(locale, "errors")("summaryTitle")}
          errors={summaryErrors(locale, errors, peopleFieldId)}
        />
      )}
      {query.saved !== undefined && <Notice kind="success" role="status" title={t("saved")} />}
      <h1>{t("peopleTitle")}</h1>
      <PeoplePage
        locale={locale}
        organisers={organisers.value}
        campaigns={campaigns.map(({ id, shortTitle }) => ({ id, shortTitle }))}
        proof={signedIn.proof}
        state={draft}
      />
    </Area>
  )
}
