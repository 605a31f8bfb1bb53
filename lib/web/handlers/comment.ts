import { findCampaign } from "#lib/domain/campaigns/queries"
import { deleteComment, editComment, findByCommentToken, isCommentOfAccount } from "#lib/domain/comments/own"
import { findCommentId } from "#lib/domain/comments/own-queries"
import { reportComment } from "#lib/domain/comments/reports"
import { editFields, publicIdField, reportReason } from "#lib/domain/comments/schema"
import { commenterOf } from "#lib/web/auth/commenter"
import { mayActFor } from "#lib/web/auth/proof"
import { dropDraft } from "#lib/web/drafts"
import { answerForm, type FormRequest, formHandler } from "#lib/web/form-handler"
import { whoOf } from "#lib/web/handlers/comments"
import { forgetComment, ownComments } from "#lib/web/own-comments"
import { clientKey, countTryOf } from "#lib/web/rate-guard"

/** A campaign, and one of its comments by both of its ids. */
type Target = { campaignId: string; slug: string; publicId: string; commentId: string }

/** Changes, deletes or reports one comment: `POST /c/{slug}/comments/{id}`. */
export const changeComment = formHandler(["action", "body", "reason", "token", "proof"], async (form, params) => {
  const { slug = "", id = "" } = params
  const campaign = await findCampaign(slug, form.locale)
  const publicId = publicIdField.safeParse(id)
  const commentId = campaign && publicId.success ? await findCommentId(campaign.id, publicId.data) : null
  if (!campaign || !commentId) return answerForm.notFound(form)
  const target = { campaignId: campaign.id, slug, publicId: id, commentId }
  const rate = await countTryOf(form.request, "confirm")
  if (!rate.isWithin) return answerForm.tooMany(form, rate.retryAfterSeconds)
  switch (form.values.action) {
    case "report":
      return report(form, target)
    case "edit":
    case "delete":
      return (await isWriter(form, target)) ? change(form, target) : answerForm.forbidden(form)
    default:
      return answerForm.next(form, pathOf(target), { status: 422, body: { status: "choice_unknown" } })
  }
})

const pathOf = ({ slug, publicId }: Target) => `/c/${slug}/comments/${publicId}`

/** The writer is who has the private link, the browser that posted it, or the account it was written with. */
async function isWriter(form: FormRequest, { campaignId, commentId }: Target): Promise<boolean> {
  const { token } = form.values
  if (token) return (await findByCommentToken(token))?.commentId === commentId
  if (form.hasVisitor) {
    const { own } = await ownComments(form.visitorId, campaignId)
    if (own.some((one) => one.id === commentId)) return true
  }
  const commenter = await commenterOf(form.request.headers.get("cookie"))
  if (!commenter || !mayActFor(form.request, whoOf(commenter), form.values.proof)) return false
  return isCommentOfAccount(commentId, commenter)
}

async function report(form: FormRequest, target: Target): Promise<Response> {
  const { campaignId, publicId, slug } = target
  const reporter = await clientKey(form.request, `report ${publicId}`)
  const reason = reportReason.parse(form.values.reason)
  const result = await reportComment({ campaignId, publicId, reporter, reason }, new Date())
  // What a third report has hidden has no page any more; the person sees the thanks on the thread's page.
  const page = result.ok ? `/c/${slug}/comments?reported=1` : pathOf(target)
  return answerForm.next(form, page, { status: 202, body: { status: "reported" } })
}

/** Changes or deletes a comment of the person who asks. Also for the page of a private link. */
export async function change(form: FormRequest, target: Target, back = pathOf(target)): Promise<Response> {
  const { campaignId, slug, publicId, commentId } = target
  if (form.values.action === "delete") {
    await deleteComment(commentId)
    await forgetComment(form.visitorId, campaignId, commentId)
    return answerForm.next(form, `/c/${slug}/comments?deleted=1`, { status: 200, body: { status: "deleted" } })
  }
  const page = { path: back, kind: "comment-edit", scope: commentId }
  const parsed = editFields.safeParse(form.values)
  if (!parsed.success) return answerForm.back(form, page, parsed.error)
  const { body } = parsed.data
  const result = await editComment(commentId, { body, typed: form.values.body ?? "" }, new Date())
  if (!result.ok) {
    const code = result.code === "too_late" ? "edit_late" : "edit_gone"
    return answerForm.backWith(form, page, [{ field: "form", code }])
  }
  await dropDraft(form.visitorId, page)
  const status = result.value.isVisible ? "visible" : "held"
  return answerForm.next(form, `/c/${slug}/comments#comment-${publicId}`, { status: 200, body: { status } })
}
