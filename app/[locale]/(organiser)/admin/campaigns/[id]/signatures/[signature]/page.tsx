import { notFound } from "next/navigation"
import { z } from "zod"
import { type Query, readLocale, type WithLocale } from "../../../../../../(public)/page-params"
import { CampaignArea, requireCampaign } from "../../../../area"
import { SaveNotice } from "#components/admin/save-notice"
import { SignatureView } from "#components/admin/signatures/signature-view"
import { revealEmail, viewSignature } from "#lib/domain/signatures/organiser-queries"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"
import type { FormState } from "#lib/web/drafts"
import { visitorDraft } from "#lib/web/visitor"

type Params = WithLocale<{ id: string; signature: string }>

/** One signature: what was signed, and whether it is genuine. */
export default async function Page({ params, searchParams }: Params & { searchParams: Query }) {
  const [locale, { id, signature: signatureId }, query] = await Promise.all([readLocale(params), params, searchParams])
  const signedIn = await requireCampaign(locale, id, "/admin/campaigns/{id}/signatures/{signature}")
  const { actor, proof } = signedIn
  const isId = z.uuid().safeParse(signatureId).success
  const signature = isId ? await viewSignature(actor, id, signatureId) : null
  if (!signature) notFound()
  const [draft, permit] = await Promise.all([
    query.draft === undefined ? null : visitorDraft<FormState>("signature", signatureId),
    query.email === undefined ? null : visitorDraft<{ organiserId: string }>("show-email", signatureId),
  ])
  const email = permit?.organiserId === actor.organiserId ? await revealEmail(actor, id, signatureId) : null
  const t = translator(locale, "adminSignatures")
  const title = t("oneTitle")
  return (
    <CampaignArea locale={locale} page="/signatures" title={title} signedIn={signedIn}>
      <SaveNotice
        locale={locale}
        isSaved={query.saved !== undefined}
        errors={draft?.errors}
        fieldId={(field) => (field === "reason" ? "case-reason" : null)}
      />
      <p>
        <a href={localePath(locale, `/admin/campaigns/${id}/signatures`)}>{t("backToList")}</a>
      </p>
      <h1>{title}</h1>
      <SignatureView
        locale={locale}
        campaignId={id}
        signature={signature}
        email={email}
        proof={proof}
        canUndo={signature.name !== null}
        state={draft}
      />
      <p className="muted log-line">{t("viewLogged")}</p>
    </CampaignArea>
  )
}
