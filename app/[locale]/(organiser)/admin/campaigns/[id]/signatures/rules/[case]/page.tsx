import { notFound } from "next/navigation"
import { z } from "zod"
import { readLocale, type WithLocale } from "../../../../../../../(public)/page-params"
import { CampaignArea, requireCampaign } from "../../../../../area"
import { RuleSteps } from "#components/admin/signatures/rule-steps"
import { ruleState, ruleWords } from "#components/admin/signatures/rule-words"
import { SignatureTable } from "#components/admin/signatures/signature-table"
import { Notice } from "#components/ui/notice"
import { ProgressBar } from "#components/ui/progress-bar"
import { viewRule } from "#lib/domain/signatures/bulk"
import { listFilter } from "#lib/domain/signatures/organiser-schema"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"

/** A rule: how many signatures fit it, some of them, and what to do with them. It looks again by itself while work is under way. */
export default async function Page({ params }: WithLocale<{ id: string; case: string }>) {
  const [locale, { id, case: caseId }] = await Promise.all([readLocale(params), params])
  const signedIn = await requireCampaign(locale, id, "/admin/campaigns/{id}/signatures/rules/{case}")
  const isId = z.uuid().safeParse(caseId).success
  const viewed = isId ? await viewRule(signedIn.actor, id, caseId) : null
  if (!viewed) notFound()
  const { found, sample, hasFailed } = viewed
  const t = translator(locale, "adminSignatures")
  const title = t("ruleTitle")
  const state = ruleState(locale, found)
  const isUnderWay = found.isWorking && !hasFailed
  return (
    <CampaignArea locale={locale} page="/signatures" title={title} signedIn={signedIn}>
      {isUnderWay && <meta httpEquiv="refresh" content="2" />}
      <p>
        <a href={localePath(locale, `/admin/campaigns/${id}/signatures/rules`)}>{t("rulesAll")}</a>
      </p>
      <h1>{title}</h1>
      <p>{ruleWords(locale, found)}</p>
      <p className="muted">{t("caseBy", { reason: found.reason })}</p>
      {isUnderWay ? (
        <ProgressBar label={state} {...(found.matched > 0 && { value: found.done, max: found.matched })}>
          {state}
        </ProgressBar>
      ) : (
        <Notice kind={hasFailed ? "error" : "info"} title={hasFailed ? t("ruleFailed") : state}>
          {found.state === "REJECTED" && !found.isSettled && <p>{t("ruleNoMail")}</p>}
          {found.state === "DISPUTED" && <p>{t("disputeHint")}</p>}
        </Notice>
      )}
      <RuleSteps
        locale={locale}
        action={`/admin/campaigns/${id}/signatures/rules/${found.id}`}
        proof={signedIn.proof}
        found={found}
        hasFailed={hasFailed}
        now={new Date()}
      />
      {sample.length > 0 && (
        <>
          <h2>{t("ruleSample")}</h2>
          <SignatureTable locale={locale} campaignId={id} rows={sample} next={null} filter={listFilter.parse({})} />
        </>
      )}
    </CampaignArea>
  )
}
