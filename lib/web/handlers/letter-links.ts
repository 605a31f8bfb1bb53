import {
  confirmLetter,
  deletePendingLetter,
  findLetterConfirmation,
  type LetterConfirmed,
} from "#lib/domain/letters/confirm"
import { deleteSaved } from "#lib/domain/letters/saved"
import { saveDraft } from "#lib/web/drafts"
import { answerForm, type FormRequest, formHandler } from "#lib/web/form-handler"
import { countTryOf } from "#lib/web/rate-guard"
import { rememberProof } from "#lib/web/seen"

/** Leads to what happens next, and remembers the address that the press has proved. */
async function showConfirmed(form: FormRequest, confirmed: LetterConfirmed): Promise<Response> {
  const { campaignId, slug, state, statusToken, email } = confirmed
  // A second press brings no new link: what the first one brought stays.
  if (statusToken && state !== "done") {
    await saveDraft(form.visitorId, { kind: "letter-sent", scope: campaignId }, { state, email: null, statusToken })
  }
  const body = { status: state, ...(statusToken && { receipt: `/r/${statusToken}` }) }
  const response = answerForm.next(form, `/c/${slug}/letter/sent`, { status: 200, body })
  return rememberProof(form, response, campaignId, email)
}

/**
 * The press on the page that the link of a letter's message opens: sends the letter, or deletes it.
 *
 * @returns `null` when the link is not about a letter.
 */
export async function confirmLetterByLink(form: FormRequest, token: string): Promise<Response | null> {
  const found = await findLetterConfirmation(token, new Date())
  if (found.state === "unknown") return null
  const page = `/confirm/${encodeURIComponent(token)}`
  switch (form.values.action) {
    case "delete": {
      const deleted = await deletePendingLetter(token)
      if (!deleted.ok) return answerForm.next(form, page, { status: 404, body: { status: deleted.code } })
      return answerForm.next(form, "/confirm/deleted", { status: 200, body: { status: "deleted" } })
    }
    case "confirm": {
      const result = await confirmLetter(token, new Date())
      if (!result.ok) {
        const status = result.code === "closed" ? 409 : 404
        return answerForm.next(form, page, { status, body: { status: result.code } })
      }
      return showConfirmed(form, result.value)
    }
    default:
      return answerForm.next(form, page, { status: 422, body: { status: "choice_unknown" } })
  }
}

/** `POST /d/{token}`: deletes a letter that was saved for later. */
export const changeSaved = formHandler(["action"], async (form, { token = "" }) => {
  const rate = await countTryOf(form.request, "confirm")
  if (!rate.isWithin) return answerForm.tooMany(form, rate.retryAfterSeconds)
  if (form.values.action !== "delete") {
    const page = `/d/${encodeURIComponent(token)}`
    return answerForm.next(form, page, { status: 422, body: { status: "choice_unknown" } })
  }
  await deleteSaved(token)
  return answerForm.next(form, "/d/deleted", { status: 200, body: { status: "deleted" } })
})
