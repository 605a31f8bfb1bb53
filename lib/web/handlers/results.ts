import { listHistory } from "#lib/domain/campaigns/history"
import { findCampaign } from "#lib/domain/campaigns/queries"
import { SHOWN_FROM } from "#lib/domain/campaigns/rules"
import { checkReceiptCode } from "#lib/domain/signatures/delivered"
import { listShownSignatures, type ShownPlace } from "#lib/domain/signatures/shown"
import { dayOf, roughTime } from "#lib/shared/dates"
import { DEFAULT_LOCALE } from "#lib/shared/locales"
import { saveDraft } from "#lib/web/drafts"
import { answerForm, formHandler } from "#lib/web/form-handler"
import { problem } from "#lib/web/problem-page"
import { publicJson } from "#lib/web/public-json"
import { countTryOf } from "#lib/web/rate-guard"

/**
 * `POST /c/{slug}/check-receipt`: whether the signature with a receipt code is counted and delivered. Right and wrong codes take the same work;
 * tries are limited as on the receipt page.
 */
export const checkReceipt = formHandler(["code"], async (form, { slug = "" }) => {
  const rate = await countTryOf(form.request, "receipt")
  if (!rate.isWithin) return answerForm.tooMany(form, rate.retryAfterSeconds)
  const campaign = await findCampaign(slug, form.locale)
  if (!campaign) return answerForm.notFound(form)
  const key = { kind: "results", scope: campaign.id }
  const page = `/c/${slug}/results?draft=1`
  const code = form.values.code?.trim() ?? ""
  if (code === "") {
    await saveDraft(form.visitorId, key, { errors: [{ field: "code", code: "receipt_empty" }] })
    return answerForm.next(form, page, { status: 422, body: { status: "receipt_empty" } })
  }
  const check = await checkReceiptCode(campaign.id, code)
  await saveDraft(form.visitorId, key, { check })
  const body = check.state === "delivered" ? { status: check.state, date: check.on } : { status: check.state }
  return answerForm.next(form, `${page}#code`, { status: 200, body })
})

/** `GET /api/v1/campaigns/{slug}/history`: how the count came about, day by day. Empty while single people could be seen in it. */
export async function campaignHistory(request: Request, { slug = "" }: Record<string, string>): Promise<Response> {
  const campaign = await findCampaign(slug, DEFAULT_LOCALE)
  if (!campaign) return problem(request, { status: 404 })
  const days = campaign.counts.confirmed < SHOWN_FROM ? [] : await listHistory(campaign.id)
  return publicJson(days.map(({ on, confirmed, gone }) => ({ date: on, confirmed, withdrawn: gone })))
}

const NAMES_A_PAGE = 100

function placeOf(after: string | null): ShownPlace | null {
  const [, day, seen] = /^(\d{4}-\d\d-\d\d)\.(\d{1,7})$/.exec(after ?? "") ?? []
  return day && seen && !Number.isNaN(Date.parse(day)) ? { day, seen: Number(seen) } : null
}

/** When a name appeared, as closely as the public may know: `today`, `this_week` or a month. */
function periodOf(listedOn: string, today: string): string {
  const rough = roughTime(listedOn, today)
  if (rough === "today") return rough
  return rough === "week" ? "this_week" : listedOn.slice(0, 7)
}

/** `GET /api/v1/campaigns/{slug}/signatures?after=`: the names that people chose to show. Not for search engines. */
export async function shownSignatures(request: Request, { slug = "" }: Record<string, string>): Promise<Response> {
  const campaign = await findCampaign(slug, DEFAULT_LOCALE)
  if (!campaign) return problem(request, { status: 404 })
  const after = placeOf(new URL(request.url).searchParams.get("after"))
  const { rows, next } = await listShownSignatures(campaign.id, { after, limit: NAMES_A_PAGE })
  const today = dayOf(new Date())
  const body = {
    rows: rows.map(({ name, country, listedOn }) => ({ name, country, period: periodOf(listedOn, today) })),
    next: next && `${next.day}.${next.seen}`,
  }
  return publicJson(body, [["x-robots-tag", "noindex"]])
}
