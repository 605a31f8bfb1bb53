import { type Query, readLocale, type WithLocale } from "../../../../../../(public)/page-params"
import { requireCampaign } from "../../../../area"
import { Editor } from "../editor"
import { readLanguage } from "../language"
import type { FormState } from "#lib/web/drafts"
import { visitorDraft } from "#lib/web/visitor"

/** Begins news. */
export default async function Page({ params, searchParams }: WithLocale<{ id: string }> & { searchParams: Query }) {
  const [locale, { id }, query] = await Promise.all([readLocale(params), params, searchParams])
  const signedIn = await requireCampaign(locale, id, "/admin/campaigns/{id}/updates/new")
  const state = query.draft === undefined ? null : await visitorDraft<FormState>("update", id)
  const language = readLanguage(query, locale)
  return <Editor {...{ locale, language, signedIn, state }} update={null} isSaved={false} isTested={false} />
}
