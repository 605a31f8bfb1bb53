import { recordAudit } from "#lib/domain/identity/audit"
import { transaction } from "#lib/platform/db"
import { deleteTask, readTaskFile } from "#lib/platform/tasks"
import { organiserDownload, requireFresh } from "#lib/web/auth/fresh"
import { organiserHandler } from "#lib/web/auth/organiser-handler"
import { answerForm } from "#lib/web/form-handler"
import { answerInPieces } from "#lib/web/http"
import { problem } from "#lib/web/problem-page"

/** The file that a task made, for who started it: `GET /admin/tasks/{id}/file`. Each download is in the log. */
export const taskFile = organiserDownload(async (request, session, { id = "" }) => {
  const { organiserId } = session.actor
  const file = await readTaskFile(id, organiserId)
  if (!file) return problem(request, { status: 404 })
  const stale = requireFresh(request, session, `/admin/tasks/${id}`)
  if (stale) return stale
  await transaction((tx) => recordAudit(tx, organiserId, "file_downloaded", { subjectId: id }))
  return answerInPieces(file.pieces, {
    bytes: file.bytes,
    headers: {
      "content-type": file.mediaType,
      "content-disposition": `attachment; filename="${file.fileName}"`,
      "cache-control": "no-store",
    },
  })
})

/** Deletes a task and its file at once: `POST /admin/tasks/{id}`. */
export const changeTask = organiserHandler(["action"], async (form, { organiserId }, { id = "" }) => {
  if (form.values.action !== "delete") return answerForm.notFound(form)
  if (!(await deleteTask(id, organiserId))) return answerForm.notFound(form)
  return answerForm.next(form, "/admin?saved=1", { status: 200, body: { status: "deleted" } })
})
