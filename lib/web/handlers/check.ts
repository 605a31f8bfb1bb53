import { findCampaign } from "#lib/domain/campaigns/queries"
import { confirmByCode, type Confirmed } from "#lib/domain/signatures/confirm"
import { CODE_MAX_TRIES } from "#lib/domain/signatures/rules"
import { type CheckDraft, signPetition } from "#lib/domain/signatures/sign"
import { dropDraft, countTry, loadDraft, rewriteDraft, saveDraft } from "#lib/web/drafts"
import { answerForm, type FormRequest, formHandler } from "#lib/web/form-handler"
import { countTryOf } from "#lib/web/rate-guard"
import { rememberProof } from "#lib/web/seen"

/** `POST /c/{slug}/code`: confirms by the six digits of the message, only with the cookie of the page that asked. */
export const enterCode = formHandler(["code"], async (form, { slug = "" }) => {
  const campaign = await findCampaign(slug, form.locale)
  if (!campaign) return answerForm.notFound(form)
  const key = { kind: "check", scope: campaign.id }
  const page = `/c/${slug}/check`
  const draft = form.hasVisitor ? await loadDraft<CheckDraft>(form.visitorId, key) : null
  if (!draft) return answerForm.next(form, page, { status: 422, body: { status: "code_wrong" } })
  const rate = await countTryOf(form.request, "code")
  if (!rate.isWithin) return answerForm.tooMany(form, rate.retryAfterSeconds)

  const refuse = async (error: CheckDraft["error"]) => {
    await rewriteDraft(form.visitorId, key, { ...draft.data, resent: false, error })
    return answerForm.next(form, page, { status: 422, body: { status: error } })
  }
  const code = (form.values.code ?? "").replace(/\D/g, "")
  if (code === "") return refuse("code_empty")
  // Tries are counted on the page as well, so that it behaves the same where no signature waits.
  const tries = await countTry(form.visitorId, key)
  const result = await confirmByCode({ signatureId: draft.refId, round: draft.round }, code, new Date())
  if (!result.ok) return refuse(result.code === "dead" || (tries ?? 0) >= CODE_MAX_TRIES ? "code_dead" : "code_wrong")
  return thank(form, result.value)
})

/** Shows the thanks: number and receipt code wait behind the visitor's cookie, never in an address. */
export async function thank(form: FormRequest, confirmed: Confirmed): Promise<Response> {
  const { campaignId, slug, number, receiptCode, email } = confirmed
  // A second press brings no code: what the first one brought stays.
  if (receiptCode) await saveDraft(form.visitorId, { kind: "signed", scope: campaignId }, { number, receiptCode })
  await dropDraft(form.visitorId, { kind: "sign", scope: campaignId })
  const answer = { status: 200, body: { status: "confirmed", number, receiptCode } }
  return rememberProof(form, answerForm.next(form, `/c/${slug}/signed`, answer), campaignId, email)
}

/** `POST /c/{slug}/resend`: the whole attempt once more, under the same caps and with the same answer. */
export const resend = formHandler([], async (form, { slug = "" }) => {
  const campaign = await findCampaign(slug, form.locale)
  if (!campaign) return answerForm.notFound(form)
  const draft = form.hasVisitor
    ? await loadDraft<CheckDraft>(form.visitorId, { kind: "check", scope: campaign.id })
    : null
  if (!draft) return answerForm.next(form, `/c/${slug}/sign`, { status: 422, body: { status: "unknown" } })
  const rate = await countTryOf(form.request, "resend")
  if (!rate.isWithin) return answerForm.tooMany(form, rate.retryAfterSeconds)
  await signPetition(campaign, draft.data.fields, form.visitorId, { resent: true })
  return answerForm.next(form, `/c/${slug}/check`, { status: 202, body: { status: "check_email" } })
})
