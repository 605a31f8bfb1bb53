import { countSentAlone } from "#lib/domain/letters/alone"
import type { PaperFormat } from "#lib/domain/letters/pdf/geometry"
import { letterPdf } from "#lib/domain/letters/pdf/letter"
import { postalLetter } from "#lib/domain/letters/postal"
import { saveForLater } from "#lib/domain/letters/saved"
import { type LetterFields, type RelayedFields, saveFields } from "#lib/domain/letters/schema"
import { sendLetter, type Sent } from "#lib/domain/letters/send"
import { dropDraft, saveDraft } from "#lib/web/drafts"
import { answerForm } from "#lib/web/form-handler"
import type { LetterRequest, MadeLetter } from "#lib/web/handlers/letter"
import { countTryOf } from "#lib/web/rate-guard"
import { hasProved } from "#lib/web/seen"

/** What waits behind the page after sending. */
type SentDraft = { state: Sent["state"] | "self"; email: string | null; statusToken: string | null }

async function showSent({ form, campaign, page }: LetterRequest, sent: SentDraft): Promise<Response> {
  await saveDraft(form.visitorId, { kind: "letter-sent", scope: campaign.id }, sent)
  await dropDraft(form.visitorId, page)
  const status = sent.state === "check_email" ? 202 : 200
  const body = { status: sent.state, ...(sent.statusToken && { receipt: `/r/${sent.statusToken}` }) }
  return answerForm.next(form, `/c/${campaign.slug}/letter/sent`, { status, body })
}

/** Sends the letter off: to its writer's mailbox for the press that confirms it, or, where this browser has done that, into the line. */
export async function sendOff(
  letter: LetterRequest,
  { fields, sample, letter: composed, on }: MadeLetter & { fields: RelayedFields },
): Promise<Response> {
  const { form, campaign, target, page } = letter
  const rate = await countTryOf(form.request, "letter")
  if (!rate.isWithin) return answerForm.tooMany(form, rate.retryAfterSeconds)
  return answerForm.once(form, `letter ${campaign.id}`, async () => {
    const isProven = await hasProved(form.request, campaign.id, fields.email)
    const result = await sendLetter({ campaign, target, fields, sample, letter: composed, on }, isProven, new Date())
    if (!result.ok) {
      const code = result.code === "campaign_closed" ? "letters_closed" : result.code
      return answerForm.backWith(form, page, [{ field: "form", code }])
    }
    return showSent(letter, { ...result.value, email: fields.email })
  })
}

/** "I sent it": the letter counts, and nothing of it is kept. */
export async function countSelfSent(letter: LetterRequest, fields: LetterFields): Promise<Response> {
  const { form, campaign, page } = letter
  if (fields.route !== "self") return answerForm.backWith(form, page, [{ field: "route", code: "choice_unknown" }])
  const rate = await countTryOf(form.request, "letter")
  if (!rate.isWithin) return answerForm.tooMany(form, rate.retryAfterSeconds)
  return answerForm.once(form, `letter ${campaign.id}`, async () => {
    await countSentAlone(campaign.id)
    return showSent(letter, { state: "self", email: null, statusToken: null })
  })
}

/** "Save and send me a link". The answer is the same for every address. */
export async function saveLetter({ form, campaign, page }: LetterRequest): Promise<Response> {
  const parsed = saveFields.safeParse({ email: form.values.email, locale: form.locale })
  if (!parsed.success) return answerForm.back(form, page, parsed.error)
  const rate = await countTryOf(form.request, "letter")
  if (!rate.isWithin) return answerForm.tooMany(form, rate.retryAfterSeconds)
  const { step: _step, on: _on, proof: _proof, consent: _consent, ...values } = form.words.fields
  await saveForLater(campaign, { values, locale: form.locale }, parsed.data.email, new Date())
  await saveDraft(form.visitorId, page, { values, errors: [], notice: "saved" })
  return answerForm.next(form, `${page.path}?draft=1`, { status: 202, body: { status: "saved" } })
}

/** A file that says nothing by its name. */
export function pdfFile(bytes: Uint8Array): Response {
  return new Response(Buffer.from(bytes), {
    headers: {
      "content-type": "application/pdf",
      "content-disposition": 'attachment; filename="letter.pdf"',
      "cache-control": "no-store",
    },
  })
}

/** The letter as a PDF for post. Each takes a moment of the processor, so one connection gets so many and no more. */
export async function letterOnPaper(
  { form, target }: LetterRequest,
  { fields, letter, on }: MadeLetter,
  format: PaperFormat,
): Promise<Response> {
  const rate = await countTryOf(form.request, "pdf")
  if (!rate.isWithin) return answerForm.tooMany(form, rate.retryAfterSeconds)
  const { subject, text, textLocale } = letter
  return pdfFile(await letterPdf(postalLetter({ ...fields, subject, text, textLocale, on }, target), format))
}
