import { type Query, readLocale, type WithLocale } from "../../../../../../(public)/page-params"
import { CampaignArea, requireCampaign } from "../../../../area"
import { languageTabs, readLanguage } from "../language"
import { FormBasics } from "#components/admin/form-basics"
import { MailPreviews } from "#components/admin/mail-previews"
import { SaveNotice } from "#components/admin/save-notice"
import { PaceField, sendFieldId } from "#components/admin/update-send"
import { Button } from "#components/ui/button"
import { LinkTabs } from "#components/ui/link-tabs"
import { Notice } from "#components/ui/notice"
import { findOrganiserName } from "#lib/domain/identity/people"
import { outcomeDraft } from "#lib/domain/mailings/outcome"
import { previewMail } from "#lib/domain/mailings/preview"
import { countPeople, isMailed } from "#lib/domain/mailings/queries"
import { formatter, translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"
import type { FormState } from "#lib/web/drafts"
import { siteSettings } from "#lib/web/site"
import { visitorDraft } from "#lib/web/visitor"

/** Tells those who asked for news how it ended. */
export default async function Page({ params, searchParams }: WithLocale<{ id: string }> & { searchParams: Query }) {
  const [locale, { id }, query] = await Promise.all([readLocale(params), params, searchParams])
  const signedIn = await requireCampaign(locale, id, "/admin/campaigns/{id}/updates/outcome")
  const language = readLanguage(query, locale)
  const [draft, people, wasMailed, { mailingPerMinute }, state, name] = await Promise.all([
    outcomeDraft(id),
    countPeople(id, "OUTCOME"),
    isMailed(id, "OUTCOME", null),
    siteSettings(),
    query.draft === undefined ? null : visitorDraft<FormState>("outcome-mail", id),
    findOrganiserName(signedIn.actor.organiserId),
  ])
  const previews = await previewMail(draft, language, name ?? "")
  const t = translator(locale, "adminUpdates")
  const base = `/admin/campaigns/${id}/updates`
  const action = `${base}/outcome`
  return (
    <CampaignArea locale={locale} page="/updates" title={t("outcomeTitle")} signedIn={signedIn}>
      <SaveNotice locale={locale} isSaved={false} errors={state?.errors} fieldId={sendFieldId} />
      {query.tested !== undefined && <Notice kind="success" role="status" title={t("tested")} />}
      <h1>{t("outcomeTitle")}</h1>
      <p>{t("outcomeIntro")}</p>
      {!previews && <Notice kind="info" title={t("outcomeEmpty")} />}
      {previews && (
        <>
          <LinkTabs
            label={t("textLanguages")}
            tabs={languageTabs(
              locale,
              action,
              language,
              draft.texts.map((text) => text.locale),
            )}
          />
          <MailPreviews {...{ locale, language, previews, action, proof: signedIn.proof }} />
          <h2>{t("byMail")}</h2>
          {wasMailed && <p>{t("wasMailed")}</p>}
          {!wasMailed && people === 0 && <p>{t("nobody")}</p>}
          {!wasMailed && people > 0 && (
            <form action={`${action}/mail`} method="post" noValidate>
              <FormBasics locale={locale} proof={signedIn.proof} />
              <p>{t("byMailIntro", { n: people })}</p>
              <p className="small muted">{t("byMailHint")}</p>
              <PaceField locale={locale} pace={mailingPerMinute} state={state} />
              <Button isPrimary>{t("mailButton", { n: formatter(locale).number(people) })}</Button>
            </form>
          )}
        </>
      )}
      <p>
        <a href={localePath(locale, base)}>{t("backToUpdates")}</a>
      </p>
    </CampaignArea>
  )
}
