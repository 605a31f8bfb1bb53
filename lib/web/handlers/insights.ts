import { z } from "zod"
import { isAtLeast } from "#lib/domain/identity/policy"
import { toCsv } from "#lib/domain/insights/csv"
import { loadNames } from "#lib/domain/insights/names"
import { findInsights } from "#lib/domain/insights/queries"
import { CHARTS, PERIODS } from "#lib/domain/insights/schema"
import { tablesOf } from "#lib/domain/insights/tables"
import { addTag, removeTag, tagFields } from "#lib/domain/sharing/tags"
import { CSV_MEDIA_TYPE } from "#lib/shared/csv"
import { splitLocalePath } from "#lib/shared/locales"
import { organiserDownload } from "#lib/web/auth/fresh"
import { organiserHandler } from "#lib/web/auth/organiser-handler"
import { answerForm } from "#lib/web/form-handler"
import { problem } from "#lib/web/problem-page"

const isId = (id: string) => z.uuid().safeParse(id).success

/**
 * The numbers of a chart as a file: `GET /admin/campaigns/{id}/insights/{table}?period=`. For editors: they are exact. Numbers alone,
 * so nothing goes to the log.
 */
export const insightsTable = organiserDownload(async (request, { actor }, { id = "", table = "" }) => {
  const url = new URL(request.url)
  const { locale } = splitLocalePath(url.pathname)
  if (!isId(id) || !isAtLeast(actor, id, "VIEWER")) return problem(request, { status: 404, locale })
  if (!isAtLeast(actor, id, "EDITOR")) return problem(request, { status: 403, locale })
  const period = PERIODS.find((one) => one === url.searchParams.get("period")) ?? "all"
  const insights = await findInsights(actor, id, period, new Date())
  const names = await loadNames(id, locale)
  const found = insights && CHARTS.flatMap((chart) => tablesOf(chart, insights, names)).find((one) => one.id === table)
  if (!found) return problem(request, { status: 404, locale })
  return new Response(toCsv(found), {
    headers: {
      "content-type": CSV_MEDIA_TYPE,
      "content-disposition": `attachment; filename="numbers-${found.id}.csv"`,
      "cache-control": "no-store",
    },
  })
})

/** Adds a partner code or takes one off the list: `POST /admin/campaigns/{id}/insights/tags`. */
export const changeTags = organiserHandler(["action", "tag", "code", "label"], async (form, actor, { id = "" }) => {
  if (!isId(id) || !isAtLeast(actor, id, "VIEWER")) return answerForm.notFound(form)
  const page = { path: `/admin/campaigns/${id}/insights`, kind: "tags", scope: id }
  const done = () => answerForm.next(form, `${page.path}?saved=1`, { status: 200, body: { status: "saved" } })
  if (form.values.action === "remove") {
    const tag = z.uuid().safeParse(form.values.tag)
    const removed = tag.success ? await removeTag(actor, id, tag.data) : null
    return removed?.ok === false ? answerForm.forbidden(form) : done()
  }
  const parsed = tagFields.safeParse(form.values)
  if (!parsed.success) {
    return isAtLeast(actor, id, "OWNER") ? answerForm.back(form, page, parsed.error) : answerForm.forbidden(form)
  }
  const added = await addTag(actor, id, parsed.data)
  if (added.ok) return done()
  if (added.code === "forbidden") return answerForm.forbidden(form)
  return answerForm.backWith(form, page, [{ field: "code", code: added.code }])
})
