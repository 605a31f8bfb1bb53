import { dropEditDraft, keepEditDraft } from "#lib/domain/campaigns/edit-drafts"
import { appealFields, langField, textFields } from "#lib/domain/campaigns/edit-schema"
import { removeLanguage, saveAppeal, saveText, type TextMode } from "#lib/domain/campaigns/edit-text"
import { canEditCampaign } from "#lib/domain/identity/policy"
import { boxField } from "#lib/shared/form-fields"
import { organiserHandler } from "#lib/web/auth/organiser-handler"
import { answerForm, type FormRequest } from "#lib/web/form-handler"
import { answerEdit, editOf, pageOfPart, readPart, withMark } from "#lib/web/handlers/campaign-parts"

const STEERING = ["action", "lang", "revision", "isRead"]
const TEXT = Object.keys(textFields.shape)
const APPEAL = Object.keys(appealFields.shape)

const isRead = (form: FormRequest) => boxField.safeParse(form.values.isRead).data ?? false

const MODES: Record<string, TextMode> = { correct: "correct", version: "version" }

/** Shows the words as visitors would read them, without saving anything. */
function preview(form: FormRequest, page: ReturnType<typeof pageOfPart>): Promise<Response> {
  return answerForm.backWith(form, { ...page, path: withMark(page.path, "preview=1") }, [])
}

/** Saves, corrects, publishes or previews the petition in one language: `POST /admin/campaigns/{id}/text`. */
export const campaignText = organiserHandler([...STEERING, ...TEXT], async (form, actor, { id = "" }) => {
  if (!canEditCampaign(actor, id)) return answerForm.forbidden(form)
  const lang = langField.safeParse(form.values.lang)
  if (!lang.success) return answerForm.notFound(form)
  const page = pageOfPart(id, `text:${lang.data}`)
  const { action = "save" } = form.values
  if (action === "preview") return preview(form, page)
  const edit = { ...editOf(form, actor, id), lang: lang.data }
  if (action === "remove") {
    const result = await removeLanguage(edit)
    if (!result.ok) return answerEdit(form, page, result)
    return answerForm.next(form, `/admin/campaigns/${id}/text?saved=1`, { status: 200, body: { status: "removed" } })
  }
  const parsed = textFields.safeParse(form.values)
  if (!parsed.success) return answerForm.back(form, page, parsed.error)
  const change = { mode: MODES[action] ?? "save", isRead: isRead(form), fields: parsed.data }
  return answerEdit(form, page, await saveText(edit, change, new Date()))
})

/** Saves, previews or takes away the appeal in one language: `POST /admin/campaigns/{id}/appeal`. */
export const campaignAppeal = organiserHandler([...STEERING, ...APPEAL], async (form, actor, { id = "" }) => {
  if (!canEditCampaign(actor, id)) return answerForm.forbidden(form)
  const lang = langField.safeParse(form.values.lang)
  if (!lang.success) return answerForm.notFound(form)
  const page = pageOfPart(id, `appeal:${lang.data}`)
  if (form.values.action === "preview") return preview(form, page)
  const edit = { ...editOf(form, actor, id), lang: lang.data }
  if (form.values.action === "remove") return answerEdit(form, page, await saveAppeal(edit, null, false))
  const parsed = appealFields.safeParse(form.values)
  if (!parsed.success) return answerForm.back(form, page, parsed.error)
  return answerEdit(form, page, await saveAppeal(edit, parsed.data, isRead(form)))
})

const KEPT = [...new Set([...TEXT, ...APPEAL, "isRead"])]

/** Keeps what is being typed, or forgets it: `POST /admin/campaigns/{id}/draft`. Nothing is published by this. */
export const campaignDraft = organiserHandler(
  [...KEPT, "action", "part", "revision"],
  async (form, actor, { id: campaignId = "" }) => {
    if (!canEditCampaign(actor, campaignId)) return answerForm.forbidden(form)
    const part = readPart(form.values.part)
    if (!part) return answerForm.notFound(form)
    const page = pageOfPart(campaignId, part)
    if (form.values.action === "discard") {
      await dropEditDraft(actor, { campaignId, part })
      return answerForm.next(form, page.path, { status: 200, body: { status: "discarded" } })
    }
    const values = Object.fromEntries(KEPT.flatMap((name) => (form.values[name] ? [[name, form.values[name]]] : [])))
    const { revision } = editOf(form, actor, campaignId)
    const result = await keepEditDraft(actor, { campaignId, part }, { values, revision }, new Date())
    if (!result.ok) return answerForm.forbidden(form)
    return answerForm.next(form, page.path, { status: 200, body: { status: "kept" } })
  },
)
