import { type Query, readLocale, type WithLocale } from "../../../../(public)/page-params"
import { Area, requireOrganiser } from "../../area"
import { BlockRules } from "#components/admin/block-rules"
import { CommentChoicesForm } from "#components/admin/comment-choices"
import { ModerationTabs } from "#components/admin/moderation-tabs"
import { OutsideLine } from "#components/admin/outside-line"
import { summaryErrors } from "#components/signatures/form-errors"
import { ErrorSummary } from "#components/ui/error-summary"
import { Notice } from "#components/ui/notice"
import { listOwnCampaigns } from "#lib/domain/campaigns/organiser-queries"
import { findCommentChoices } from "#lib/domain/comments/settings"
import { canEditCampaign, WHOLE_SITE } from "#lib/domain/identity/policy"
import { listBlockRules } from "#lib/domain/moderation/block-commands"
import { findServiceState } from "#lib/domain/moderation/outside-jobs"
import { canSetRules } from "#lib/domain/moderation/policy"
import { countWaiting } from "#lib/domain/moderation/queries"
import { translator } from "#lib/shared/i18n"
import type { FormState } from "#lib/web/drafts"
import { visitorDraft } from "#lib/web/visitor"

/** Switches of each campaign's comments, and the rules of the filter. For editors. */
export default async function Page({ params, searchParams }: WithLocale & { searchParams: Query }) {
  const [locale, query] = await Promise.all([readLocale(params), searchParams])
  const signedIn = await requireOrganiser(locale, "/admin/moderation/settings")
  const { actor, proof } = signedIn
  const [campaigns, rules, waiting, outside, draft] = await Promise.all([
    // Drafts too: their choices are made before they open.
    listOwnCampaigns(actor, locale),
    listBlockRules(actor),
    countWaiting(actor),
    findServiceState(),
    query.draft === undefined ? null : visitorDraft<FormState>("moderation-settings", ""),
  ])
  const editable = campaigns.filter(({ id }) => canEditCampaign(actor, id))
  const choices = await Promise.all(editable.map(({ id }) => findCommentChoices(id)))
  const scopes = [
    ...(canSetRules(actor, WHOLE_SITE) ? [{ id: WHOLE_SITE, title: translator(locale, "admin")("wholeSite") }] : []),
    ...editable.map(({ id, shortTitle }) => ({ id, title: shortTitle })),
  ]
  const t = translator(locale, "moderation")
  const errors = draft?.errors ?? []
  return (
    <Area locale={locale} path="/admin/moderation/settings" title={t("settingsTitle")} signedIn={signedIn}>
      {errors.length > 0 && (
        <ErrorSummary
          title={translator(locale, "errors")("summaryTitle")}
          errors={summaryErrors(locale, errors, (field) => (field === "rule" ? "rule" : null))}
        />
      )}
      {query.saved !== undefined && (
        <Notice kind="success" role="status" title={translator(locale, "admin")("saved")} />
      )}
      <h1>{t("settingsTitle")}</h1>
      <ModerationTabs locale={locale} tab="settings" waiting={waiting} />
      <OutsideLine locale={locale} state={outside} />
      {editable.map((campaign, index) => {
        const chosen = choices[index]
        return (
          chosen && (
            <CommentChoicesForm
              key={campaign.id}
              locale={locale}
              campaign={campaign}
              choices={chosen}
              hasOutside={outside !== null}
              proof={proof}
            />
          )
        )
      })}
      <BlockRules
        locale={locale}
        rules={rules}
        scopes={scopes}
        proof={proof}
        typed={draft?.values.rule ?? ""}
        errors={errors}
      />
    </Area>
  )
}
