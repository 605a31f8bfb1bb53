import { findByCommentToken } from "#lib/domain/comments/own"
import { confirmSignature, deletePendingSignature } from "#lib/domain/signatures/confirm"
import { answerForm, formHandler } from "#lib/web/form-handler"
import { countTryOf } from "#lib/web/rate-guard"
import { thank } from "#lib/web/handlers/check"
import { actOnComment, LINK_FIELDS } from "#lib/web/handlers/comment-link"
import { confirmLetterByLink } from "#lib/web/handlers/letter-links"
import { isToken } from "#lib/platform/tokens"

/** `POST /confirm/{token}`: the press on the page that a message's link opens. GET shows it and changes nothing. */
export const confirm = formHandler(LINK_FIELDS, async (form, { token = "" }) => {
  const page = `/confirm/${encodeURIComponent(token)}`
  if (!isToken(token)) return answerForm.next(form, page, { status: 404, body: { status: "unknown" } })
  const rate = await countTryOf(form.request, "confirm")
  if (!rate.isWithin) return answerForm.tooMany(form, rate.retryAfterSeconds)

  const comment = await findByCommentToken(token)
  if (comment) return actOnComment(form, token, comment.commentId)
  const letter = await confirmLetterByLink(form, token)
  if (letter) return letter
  if (form.values.action === "delete") {
    const deleted = await deletePendingSignature(token)
    if (!deleted.ok) return answerForm.next(form, page, { status: 404, body: { status: deleted.code } })
    return answerForm.next(form, "/confirm/deleted", { status: 200, body: { status: "deleted" } })
  }
  if (form.values.action !== "confirm") {
    return answerForm.next(form, page, { status: 422, body: { status: "choice_unknown" } })
  }
  const result = await confirmSignature(token, new Date())
  if (!result.ok) return answerForm.next(form, page, { status: 404, body: { status: result.code } })
  return thank(form, result.value)
})
