import { type Query, readLocale, type WithLocale } from "../../../../../../(public)/page-params"
import { CampaignArea, requireCampaign } from "../../../../area"
import { languageTabs, readLanguage } from "../language"
import { ExposedForm, exposedFieldId } from "#components/admin/exposed-form"
import { FormBasics } from "#components/admin/form-basics"
import { MailPreviews } from "#components/admin/mail-previews"
import { SaveNotice } from "#components/admin/save-notice"
import { PaceField } from "#components/admin/update-send"
import { errorsByField } from "#components/signatures/form-errors"
import { Button } from "#components/ui/button"
import { Field } from "#components/ui/field"
import { LinkTabs } from "#components/ui/link-tabs"
import { Notice } from "#components/ui/notice"
import { findOrganiserName } from "#lib/domain/identity/people"
import { exposedDraft, listExposedTexts } from "#lib/domain/mailings/exposed"
import { previewMail } from "#lib/domain/mailings/preview"
import { countPeople } from "#lib/domain/mailings/queries"
import { formatter, translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"
import type { FormState } from "#lib/web/drafts"
import { siteSettings } from "#lib/web/site"
import { visitorDraft } from "#lib/web/visitor"

/** Tells everybody concerned that personal data was exposed. For owners. */
export default async function Page({ params, searchParams }: WithLocale<{ id: string }> & { searchParams: Query }) {
  const [locale, { id }, query] = await Promise.all([readLocale(params), params, searchParams])
  const signedIn = await requireCampaign(locale, id, "/admin/campaigns/{id}/updates/exposed")
  const language = readLanguage(query, locale)
  const [texts, draft, people, { mailingPerMinute }, state, name] = await Promise.all([
    listExposedTexts(id),
    exposedDraft(id),
    countPeople(id, "EXPOSED"),
    siteSettings(),
    query.draft === undefined ? null : visitorDraft<FormState>("exposed-mail", id),
    findOrganiserName(signedIn.actor.organiserId),
  ])
  const previews = await previewMail(draft, language, name ?? "")
  const t = translator(locale, "adminUpdates")
  const base = `/admin/campaigns/${id}/updates`
  const action = `${base}/exposed`
  const { proof } = signedIn
  return (
    <CampaignArea locale={locale} page="/updates" title={t("exposedTitle")} signedIn={signedIn}>
      <SaveNotice locale={locale} isSaved={query.saved !== undefined} errors={state?.errors} fieldId={exposedFieldId} />
      {query.tested !== undefined && <Notice kind="success" role="status" title={t("tested")} />}
      <h1>{t("exposedTitle")}</h1>
      <p>{t("exposedIntro")}</p>
      <p className="small muted">{t("exposedNames")}</p>
      <LinkTabs
        label={t("textLanguages")}
        tabs={languageTabs(
          locale,
          action,
          language,
          texts.map((text) => text.locale),
        )}
      />
      <ExposedForm
        {...{ locale, language, action, proof, state }}
        saved={texts.find((text) => text.locale === language)}
      />
      {previews && (
        <>
          <h2>{t("preview")}</h2>
          <MailPreviews {...{ locale, language, previews, action, proof }} />
          <h2>{t("exposedSend")}</h2>
          <p>{t("exposedPeople", { n: people })}</p>
          {people > 0 && (
            <form action={`${action}/mail`} method="post" noValidate>
              <FormBasics locale={locale} proof={proof} />
              <Field
                id="exposed-confirm"
                name="confirm"
                label={t("confirmTitle", { title: signedIn.campaign.shortTitle })}
                error={errorsByField(locale, state?.errors ?? []).get("confirm")}
                errorPrefix={translator(locale, "errors")("prefix")}
                autoComplete="off"
              />
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
