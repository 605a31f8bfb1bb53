import { z } from "zod"
import { pointsFields, savePoints } from "#lib/domain/letters/edit-points"
import { markTemplateRead, retireTemplate, saveTemplate } from "#lib/domain/letters/edit-templates"
import type { TemplateFault } from "#lib/domain/letters/merge"
import { templateFields } from "#lib/domain/letters/schema"
import { pagesOf } from "#lib/domain/letters/template-queries"
import { LOCALES } from "#lib/shared/locales"
import type { FieldError } from "#lib/web/drafts"
import { organiserHandler } from "#lib/web/auth/organiser-handler"
import { answerForm } from "#lib/web/form-handler"

const KEY = /^[a-z0-9]+(?:-[a-z0-9]+){0,8}$/

const about = z.object({ id: z.uuid(), key: z.string().regex(KEY).max(64), lang: z.enum(LOCALES) })

const TEMPLATE_FIELDS = [
  ...["action", "lang", "card", "audience", "reasonPrompt", "subject", "body", "safetyNote"],
  ...["needsOrganisation", "needsRole", "isRead"],
]

/** Faults of a template by name, each at its field. */
function faultErrors(values: Record<string, string>, faults: readonly TemplateFault[]): FieldError[] {
  return faults.map((fault) => {
    const text = fault.code === "unknown_field" ? fault.field : fault.text
    const field = (values.subject ?? "").includes(text) && !(values.body ?? "").includes(text) ? "subject" : "body"
    const code = fault.code === "unknown_field" ? "letter_field_unknown" : "letter_field_broken"
    return { field, code, params: { name: text, line: fault.line } }
  })
}

/** A sample letter in one language: `POST /admin/campaigns/{id}/letters/templates/{key}`. */
export const letterTemplate = organiserHandler(TEMPLATE_FIELDS, async (form, actor, { id = "", key = "" }) => {
  const known = about.safeParse({ id, key, lang: form.values.lang })
  if (!known.success) return answerForm.notFound(form)
  const { lang } = known.data
  const template = { campaignId: id, key, locale: lang }
  const list = `/admin/campaigns/${id}/letters/templates`
  const path = `${list}/${key}?lang=${lang}`
  switch (form.values.action) {
    case "save": {
      const page = { path, kind: `letter-template ${key} ${lang}`, scope: id }
      const parsed = templateFields.safeParse(form.values)
      if (!parsed.success) return answerForm.back(form, page, parsed.error)
      const result = await saveTemplate(actor, template, parsed.data, form.values.isRead === "yes")
      if (!result.ok && result.code === "forbidden") return answerForm.forbidden(form)
      if (!result.ok) return answerForm.backWith(form, page, faultErrors(form.values, result.faults))
      const pages = await pagesOf(id, lang, parsed.data)
      const { version } = result.value
      const body = { status: "saved", version, pages }
      return answerForm.next(form, `${path}&saved=1${pages > 1 ? "&long=1" : ""}`, { status: 200, body })
    }
    case "retire": {
      const result = await retireTemplate(actor, template, new Date())
      if (!result.ok) return answerForm.forbidden(form)
      return answerForm.next(form, `${list}?saved=1`, { status: 200, body: { status: "retired" } })
    }
    case "read": {
      const result = await markTemplateRead(actor, template)
      if (!result.ok) return result.code === "forbidden" ? answerForm.forbidden(form) : answerForm.notFound(form)
      return answerForm.next(form, `${path}&saved=1`, { status: 200, body: { status: "read" } })
    }
    default:
      return answerForm.next(form, path, { status: 422, body: { status: "choice_unknown" } })
  }
})

const POINTS = 12
const NUMBERS = Array.from({ length: POINTS }, (_, index) => index + 1)
const POINT_FIELDS = NUMBERS.flatMap((n) => [`label${n}`, `say${n}`, `evidence${n}`, `source${n}`])

/** The talking points in one language: `POST /admin/campaigns/{id}/letters/points`. */
export const letterPoints = organiserHandler(
  ["action", "lang", "title", "intro", "isRead", ...POINT_FIELDS],
  async (form, actor, { id = "" }) => {
    const lang = z.enum(LOCALES).safeParse(form.values.lang)
    if (!lang.success || !z.uuid().safeParse(id).success) return answerForm.notFound(form)
    const path = `/admin/campaigns/${id}/letters/points?lang=${lang.data}`
    const { values } = form
    const points = NUMBERS.map((n) => ({
      ...{ label: values[`label${n}`] ?? "", say: values[`say${n}`] ?? "" },
      ...{ evidence: values[`evidence${n}`] ?? "", source: values[`source${n}`] ?? "" },
    }))
    const parsed = pointsFields.safeParse({ title: values.title ?? "", intro: values.intro ?? "", points })
    if (!parsed.success) {
      const page = { path, kind: `letter-points ${lang.data}`, scope: id }
      const errors = parsed.error.issues.map(({ path: at, message }) => {
        const field = at[0] === "points" ? `${String(at[2])}${Number(at[1]) + 1}` : String(at[0])
        return { field, code: message }
      })
      return answerForm.backWith(form, page, errors)
    }
    const where = { campaignId: id, locale: lang.data }
    const result = await savePoints(actor, where, parsed.data, values.isRead === "yes")
    if (!result.ok) return answerForm.forbidden(form)
    return answerForm.next(form, `${path}&saved=1`, { status: 200, body: { status: "saved" } })
  },
)
