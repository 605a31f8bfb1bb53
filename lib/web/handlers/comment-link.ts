import { confirmCommentAddress } from "#lib/domain/comments/own"
import { listOwnComments } from "#lib/domain/comments/own-queries"
import { answerForm, type FormRequest } from "#lib/web/form-handler"
import { change } from "#lib/web/handlers/comment"
import { rememberProven } from "#lib/web/own-comments"

/** The fields of the page that a private link opens. */
export const LINK_FIELDS = ["action", "body"]

/** The press on the page of a comment's private link: confirms the address, changes or deletes. `POST /confirm/{token}`. */
export async function actOnComment(form: FormRequest, token: string, commentId: string): Promise<Response> {
  const page = `/confirm/${token}`
  const [own] = await listOwnComments([commentId], new Date())
  if (!own) return answerForm.next(form, page, { status: 404, body: { status: "unknown" } })
  if (form.values.action === "edit" || form.values.action === "delete") return change(form, own, page)
  if (form.values.action !== "confirm") {
    return answerForm.next(form, page, { status: 422, body: { status: "choice_unknown" } })
  }
  const result = await confirmCommentAddress(token, new Date())
  if (!result.ok) return answerForm.next(form, page, { status: 404, body: { status: result.code } })
  await rememberProven(form.visitorId, own.campaignId, result.value.writerIndex)
  return answerForm.next(form, `${page}?confirmed=1`, { status: 200, body: { status: "confirmed" } })
}
