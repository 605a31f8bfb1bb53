import { z } from "zod"
import { isAtLeast } from "#lib/domain/identity/policy"
import {
  addRows,
  countBatch,
  dropUpload,
  importUpload,
  keepUpload,
  openBatch,
  removeBatch,
  removeRow,
} from "#lib/domain/signatures/paper"
import { readPaperCsv } from "#lib/domain/signatures/paper-csv"
import { batchFields, readSheet, SHEET_FIELDS } from "#lib/domain/signatures/paper-schema"
import { organiserHandler } from "#lib/web/auth/organiser-handler"
import { organiserUpload } from "#lib/web/auth/organiser-upload"
import { saveDraft } from "#lib/web/drafts"
import { answerForm, type FormRequest } from "#lib/web/form-handler"
import { signaturesPath } from "#lib/web/handlers/signature-list"

/** The one address that takes more than forms do. */
export const PAPER_FILE_MAX_BYTES = 5 * 1024 * 1024

const paperPath = (id: string) => `${signaturesPath(id)}/paper`

/** Opens a batch of signatures on paper: `POST /admin/campaigns/{id}/signatures/paper`. */
export const openPaperBatch = organiserHandler(["label"], async (form, actor, { id = "" }) => {
  if (!isAtLeast(actor, id, "EDITOR")) return answerForm.forbidden(form)
  const parsed = batchFields.safeParse(form.values)
  if (!parsed.success) return answerForm.back(form, { path: paperPath(id), kind: "paper", scope: id }, parsed.error)
  const opened = await openBatch(actor, id, parsed.data.label)
  if (!opened.ok) return answerForm.forbidden(form)
  return answerForm.next(form, `${paperPath(id)}/${opened.value}`, { status: 201, body: { batch: opened.value } })
})

const place = z.coerce.number().int().min(1)

/** Works on a batch: `POST /admin/campaigns/{id}/signatures/paper/{batch}`. */
export const changePaperBatch = organiserHandler(
  ["action", "number", "compared", ...SHEET_FIELDS],
  async (form, actor, { id = "", batch = "" }) => {
    if (!isAtLeast(actor, id, "EDITOR")) return answerForm.forbidden(form)
    if (!z.uuid().safeParse(batch).success) return answerForm.notFound(form)
    const which = { campaignId: id, batchId: batch }
    const page = { path: `${paperPath(id)}/${batch}`, kind: "paper-sheet", scope: batch }
    const end = (result: Outcome) => answer(form, page, result)
    switch (form.values.action) {
      case "rows": {
        const { rows, errors } = readSheet(form.values)
        return errors.length > 0 ? answerForm.backWith(form, page, errors) : end(await addRows(actor, which, rows))
      }
      case "remove-row": {
        const number = place.safeParse(form.values.number)
        return number.success ? end(await removeRow(actor, which, number.data)) : answerForm.notFound(form)
      }
      case "import": {
        const started = await importUpload(actor, which)
        if (!started.ok) return end(started)
        return answerForm.next(form, `/admin/tasks/${started.value}`, { status: 202, body: { task: started.value } })
      }
      case "drop":
        return end(await dropUpload(actor, which))
      case "count":
        if (form.values.compared !== "yes")
          return answerForm.backWith(form, page, [{ field: "compared", code: "paper_compare" }])
        return end(await countBatch(actor, which, new Date()))
      case "remove":
        return end(await removeBatch(actor, which, new Date()))
      default:
        return answerForm.notFound(form)
    }
  },
)

type Outcome = { ok: true } | { ok: false; code: "forbidden" | "gone" | "busy" | "same_person" | "empty" }

function answer(
  form: FormRequest,
  page: { path: string; kind: string; scope: string },
  result: Outcome,
): Promise<Response> | Response {
  if (result.ok) return answerForm.next(form, `${page.path}?saved=1`, { status: 200, body: { status: "saved" } })
  if (result.code === "forbidden") return answerForm.forbidden(form)
  if (result.code === "gone") return answerForm.notFound(form)
  return answerForm.backWith(form, page, [{ field: "form", code: `paper_${result.code}` }])
}

/**
 * Reads a CSV file of signatures on paper, as a trial: `POST …/paper/{batch}/file`. Faults are told with their lines; a file
 * without any waits for the press that enters it.
 */
export const uploadPaperFile = organiserUpload([], PAPER_FILE_MAX_BYTES, async (form, file, actor, params) => {
  const { id = "", batch = "" } = params
  if (!isAtLeast(actor, id, "EDITOR")) return answerForm.forbidden(form)
  if (!z.uuid().safeParse(batch).success) return answerForm.notFound(form)
  const page = { path: `${paperPath(id)}/${batch}`, kind: "paper-sheet", scope: batch }
  if (!file) return answerForm.backWith(form, page, [{ field: "file", code: "csv_missing" }])
  const { rows, errors } = readPaperCsv(file)
  if (errors.length > 0) {
    await saveDraft(form.visitorId, { kind: "paper-file", scope: batch }, { errors })
    return answerForm.backWith(form, page, [{ field: "file", code: "csv_faults", params: { n: errors.length } }])
  }
  return answer(form, page, await keepUpload(actor, { campaignId: id, batchId: batch }, rows))
})
