import { notFound } from "next/navigation"
import { type Query, readLocale, type WithLocale } from "../../../../../../../(public)/page-params"
import { CampaignArea, requireCampaign } from "../../../../../area"
import { LetterTable } from "#components/admin/letters/letter-table"
import { LetterTabs } from "#components/admin/letters/parts"
import { SaveNotice } from "#components/admin/save-notice"
import { Notice } from "#components/ui/notice"
import { LETTER_LISTS, listLetters } from "#lib/domain/letters/letter-list"
import { translator } from "#lib/shared/i18n"

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const TITLES = { failed: "tabFailed", tried: "tabTried", sent: "tabSent" } as const

/** Letters by what became of them. */
export default async function Page({
  params,
  searchParams,
}: WithLocale<{ id: string; list: string }> & { searchParams: Query }) {
  const [locale, { id, list: name }, query] = await Promise.all([readLocale(params), params, searchParams])
  const signedIn = await requireCampaign(locale, id, "/admin/campaigns/{id}/letters/list/{list}")
  const list = LETTER_LISTS.find((one) => one === name)
  const after = typeof query.after === "string" && UUID.test(query.after) ? query.after : null
  const found = list ? await listLetters(signedIn.actor, id, list, after) : null
  if (!list || !found) notFound()
  const t = translator(locale, "adminLetters")
  const title = t(TITLES[list])
  return (
    <CampaignArea locale={locale} page="/letters" title={title} signedIn={signedIn}>
      <SaveNotice locale={locale} isSaved={query.saved !== undefined} />
      {query.gone !== undefined && <Notice kind="warning" role="status" title={t("gone")} />}
      <h1>{title}</h1>
      <LetterTabs locale={locale} campaignId={id} current={`/list/${list}`} />
      <LetterTable
        {...{ locale, list }}
        campaignId={id}
        proof={signedIn.proof}
        rows={found.rows}
        next={found.next}
        caption={title}
      />
    </CampaignArea>
  )
}
