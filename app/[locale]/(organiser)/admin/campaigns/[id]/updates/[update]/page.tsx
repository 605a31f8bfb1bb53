import { notFound } from "next/navigation"
import { type Query, readLocale, type WithLocale } from "../../../../../../(public)/page-params"
import { requireCampaign } from "../../../../area"
import { Editor } from "../editor"
import { readLanguage } from "../language"
import { findUpdate } from "#lib/domain/campaigns/update-queries"
import type { FormState } from "#lib/web/drafts"
import { visitorDraft } from "#lib/web/visitor"

const ID = /^[0-9a-f-]{36}$/

/** News in one language: its text, how its readers will see it, and a test. */
export default async function Page({
  params,
  searchParams,
}: WithLocale<{ id: string; update: string }> & { searchParams: Query }) {
  const [locale, { id, update: updateId }, query] = await Promise.all([readLocale(params), params, searchParams])
  const signedIn = await requireCampaign(locale, id, "/admin/campaigns/{id}/updates/{update}")
  const [update, state] = await Promise.all([
    ID.test(updateId) ? findUpdate(id, updateId) : null,
    query.draft === undefined ? null : visitorDraft<FormState>("update", updateId),
  ])
  if (!update) notFound()
  const language = readLanguage(query, locale)
  const [isSaved, isTested] = [query.saved !== undefined, query.tested !== undefined]
  return <Editor {...{ locale, language, signedIn, update, state, isSaved, isTested }} />
}
