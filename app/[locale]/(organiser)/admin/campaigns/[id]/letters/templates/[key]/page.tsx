import { notFound } from "next/navigation"
import { type Query, readLocale, type WithLocale } from "../../../../../../../(public)/page-params"
import { CampaignArea, requireCampaign } from "../../../../../area"
import { LanguageTabs, LetterTabs } from "#components/admin/letters/parts"
import { TemplateForm } from "#components/admin/letters/template-form"
import { SaveNotice } from "#components/admin/save-notice"
import { Notice } from "#components/ui/notice"
import { findTemplate } from "#lib/domain/letters/template-queries"
import { translator } from "#lib/shared/i18n"
import { toLocale } from "#lib/shared/locales"
import type { FormState } from "#lib/web/drafts"
import { visitorDraft } from "#lib/web/visitor"

const KEY = /^[a-z0-9]+(?:-[a-z0-9]+){0,8}$/

/** One sample in one language. */
export default async function Page({
  params,
  searchParams,
}: WithLocale<{ id: string; key: string }> & { searchParams: Query }) {
  const [locale, { id, key }, query] = await Promise.all([readLocale(params), params, searchParams])
  const signedIn = await requireCampaign(locale, id, "/admin/campaigns/{id}/letters/templates/{key}")
  const lang = toLocale(typeof query.lang === "string" ? query.lang : locale)
  const found = KEY.test(key) ? await findTemplate(signedIn.actor, { campaignId: id, key, locale: lang }) : null
  if (!found) notFound()
  const draft = query.draft === undefined ? null : await visitorDraft<FormState>(`letter-template ${key} ${lang}`, id)
  const path = `/admin/campaigns/${id}/letters/templates/${key}`
  const t = translator(locale, "adminLetters")
  const title = found.versions[0]?.card ?? key
  return (
    <CampaignArea locale={locale} page="/letters" title={title} signedIn={signedIn}>
      <SaveNotice
        locale={locale}
        isSaved={query.saved !== undefined}
        errors={draft?.errors ?? []}
        fieldId={(field) => `template-${field}`}
      />
      {query.long !== undefined && <Notice kind="warning" role="status" title={t("tooLong")} />}
      <h1 lang={lang === locale ? undefined : lang}>{title}</h1>
      <LetterTabs locale={locale} campaignId={id} current="/templates" />
      <LanguageTabs locale={locale} path={path} current={lang} />
      <TemplateForm
        {...{ locale, lang }}
        proof={signedIn.proof}
        to={path}
        versions={found.versions}
        draft={draft ?? null}
      />
    </CampaignArea>
  )
}
