import { type Query, readLocale, type WithLocale } from "../../../../../../(public)/page-params"
import { CampaignArea, requireCampaign } from "../../../../area"
import { SaveNotice } from "#components/admin/save-notice"
import { RuleForm } from "#components/admin/signatures/rule-form"
import { ruleDay, ruleState, ruleWords } from "#components/admin/signatures/rule-words"
import { SignatureTabs } from "#components/admin/signatures/signature-tabs"
import { listRules } from "#lib/domain/signatures/bulk"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"
import type { FormState } from "#lib/web/drafts"
import { visitorDraft } from "#lib/web/visitor"

/** Finds signatures that have something in common, to dispute or reject them together. */
export default async function Page({ params, searchParams }: WithLocale<{ id: string }> & { searchParams: Query }) {
  const [locale, { id }, query] = await Promise.all([readLocale(params), params, searchParams])
  const signedIn = await requireCampaign(locale, id, "/admin/campaigns/{id}/signatures/rules")
  const [rules, draft] = await Promise.all([
    listRules(signedIn.actor, id),
    query.draft === undefined ? null : visitorDraft<FormState>("signature-rule", id),
  ])
  const t = translator(locale, "adminSignatures")
  const title = t("rulesTitle")
  const base = localePath(locale, `/admin/campaigns/${id}/signatures/rules`)
  return (
    <CampaignArea locale={locale} page="/signatures" title={title} signedIn={signedIn}>
      <SaveNotice
        locale={locale}
        isSaved={false}
        errors={draft?.errors}
        fieldId={(field) => (field === "form" ? null : `rule-${field}`)}
      />
      <h1>{title}</h1>
      <SignatureTabs locale={locale} campaignId={id} current="/rules" />
      <p>{t("rulesIntro")}</p>
      <RuleForm locale={locale} campaignId={id} proof={signedIn.proof} state={draft} />
      {rules && rules.length > 0 && (
        <>
          <h2>{t("rulesBefore")}</h2>
          <ul className="history">
            {rules.map((found) => (
              <li key={found.id}>
                <a href={`${base}/${found.id}`}>{ruleWords(locale, found)}</a>
                <br />
                <span className="muted">
                  {ruleDay(locale, found)} · {ruleState(locale, found)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </CampaignArea>
  )
}
