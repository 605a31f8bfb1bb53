import { type Query, readLocale, type WithLocale } from "../../../../../../(public)/page-params"
import { CampaignArea, requireCampaign } from "../../../../area"
import { LanguageTabs, LetterTabs } from "#components/admin/letters/parts"
import { PointsForm } from "#components/admin/letters/points-form"
import { SaveNotice } from "#components/admin/save-notice"
import { findPoints } from "#lib/domain/letters/queries"
import { translator } from "#lib/shared/i18n"
import { toLocale } from "#lib/shared/locales"
import type { FormState } from "#lib/web/drafts"
import { visitorDraft } from "#lib/web/visitor"

/** The talking points in one language. */
export default async function Page({ params, searchParams }: WithLocale<{ id: string }> & { searchParams: Query }) {
  const [locale, { id }, query] = await Promise.all([readLocale(params), params, searchParams])
  const signedIn = await requireCampaign(locale, id, "/admin/campaigns/{id}/letters/points")
  const lang = toLocale(typeof query.lang === "string" ? query.lang : locale)
  const [points, draft] = await Promise.all([
    findPoints(id, lang),
    query.draft === undefined ? null : visitorDraft<FormState>(`letter-points ${lang}`, id),
  ])
  const path = `/admin/campaigns/${id}/letters/points`
  const title = translator(locale, "adminLetters")("tabPoints")
  return (
    <CampaignArea locale={locale} page="/letters" title={title} signedIn={signedIn}>
      <SaveNotice
        locale={locale}
        isSaved={query.saved !== undefined}
        errors={draft?.errors ?? []}
        fieldId={(field) => `points-${field}`}
      />
      <h1>{title}</h1>
      <LetterTabs locale={locale} campaignId={id} current="/points" />
      <LanguageTabs locale={locale} path={path} current={lang} />
      <PointsForm
        {...{ locale, lang }}
        proof={signedIn.proof}
        to={path}
        view={points?.textLocale === lang ? points : null}
        draft={draft ?? null}
      />
    </CampaignArea>
  )
}
