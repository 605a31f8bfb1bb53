import { notFound, redirect } from "next/navigation"
import { type Query, readLocale, type WithLocale } from "../../../../../../(public)/page-params"
import { CampaignArea, requireCampaign } from "../../../../area"
import { LetterTabs } from "#components/admin/letters/parts"
import { TemplateList } from "#components/admin/letters/template-list"
import { SaveNotice } from "#components/admin/save-notice"
import { listTemplates } from "#lib/domain/letters/template-queries"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"

const KEY = /^[a-z0-9]+(?:-[a-z0-9]+){0,8}$/

/** The samples of a campaign. `?key=` opens one, also one that is not there yet. */
export default async function Page({ params, searchParams }: WithLocale<{ id: string }> & { searchParams: Query }) {
  const [locale, { id }, query] = await Promise.all([readLocale(params), params, searchParams])
  const signedIn = await requireCampaign(locale, id, "/admin/campaigns/{id}/letters/templates")
  if (typeof query.key === "string" && query.key.length <= 64 && KEY.test(query.key)) {
    redirect(localePath(locale, `/admin/campaigns/${id}/letters/templates/${query.key}?lang=${locale}`))
  }
  const templates = await listTemplates(signedIn.actor, id)
  if (!templates) notFound()
  const title = translator(locale, "adminLetters")("tabTemplates")
  return (
    <CampaignArea locale={locale} page="/letters" title={title} signedIn={signedIn}>
      <SaveNotice locale={locale} isSaved={query.saved !== undefined} />
      <h1>{title}</h1>
      <LetterTabs locale={locale} campaignId={id} current="/templates" />
      <TemplateList locale={locale} campaignId={id} templates={templates} />
    </CampaignArea>
  )
}
