import {
  dateFields,
  formFields,
  lookFields,
  outcomeFields,
  safetyFields,
  slugField,
  targetFields,
} from "#lib/domain/campaigns/edit-schema"
import { saveDates, saveForm, saveLook, saveSafety, saveSlug, saveTarget } from "#lib/domain/campaigns/edit-settings"
import { saveOutcome } from "#lib/domain/campaigns/move"
import { z } from "zod"
import { organiserHandler } from "#lib/web/auth/organiser-handler"
import { answerForm, type Handler } from "#lib/web/form-handler"
import { answerEdit, editOf, pageOfPart } from "#lib/web/handlers/campaign-parts"
import type { EditOf, Part } from "#lib/domain/campaigns/edits"
import type { Result } from "#lib/shared/result"

type Edit = Omit<EditOf, "part">

/** A form of the editor whose fields belong to one part and are saved together. */
function partHandler<Schema extends z.ZodObject>(
  part: Part,
  schema: Schema,
  save: (edit: Edit, fields: z.output<Schema>) => Promise<Result<null, string>>,
): Handler {
  return organiserHandler(["revision", ...Object.keys(schema.shape)], async (form, actor, { id = "" }) => {
    const page = pageOfPart(id, part)
    const parsed = schema.safeParse(form.values)
    if (!parsed.success) return answerForm.back(form, page, parsed.error)
    return answerEdit(form, page, await save(editOf(form, actor, id), parsed.data))
  })
}

/** What the sign form asks: `POST /admin/campaigns/{id}/form`. */
export const campaignForm = partHandler("form", formFields, saveForm)

/** What keeps people safe: `POST /admin/campaigns/{id}/safety`. */
export const campaignSafety = partHandler("safety", safetyFields, saveSafety)

/** Colours and logo: `POST /admin/campaigns/{id}/look`. */
export const campaignLook = partHandler("look", lookFields, saveLook)

/** Days: `POST /admin/campaigns/{id}/dates`. */
export const campaignDates = partHandler("dates", dateFields, saveDates)

/** What became of it: `POST /admin/campaigns/{id}/outcome`. */
export const campaignOutcome = partHandler("outcome", outcomeFields, (edit, fields) =>
  saveOutcome(edit, fields, new Date()),
)

/** The address of a draft: `POST /admin/campaigns/{id}/slug`. */
export const campaignSlug = partHandler("slug", z.object({ slug: slugField }), (edit, { slug }) => saveSlug(edit, slug))

/** Who decides: `POST /admin/campaigns/{id}/target`. */
export const campaignTarget = organiserHandler(
  ["action", "revision", ...Object.keys(targetFields.shape)],
  async (form, actor, { id = "" }) => {
    const page = pageOfPart(id, "target")
    const edit = editOf(form, actor, id)
    if (form.values.action === "remove") return answerEdit(form, page, await saveTarget(edit, null))
    const parsed = targetFields.safeParse(form.values)
    if (!parsed.success) return answerForm.back(form, page, parsed.error)
    return answerEdit(form, page, await saveTarget(edit, parsed.data))
  },
)
