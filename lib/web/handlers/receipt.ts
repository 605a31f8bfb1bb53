import { sendLetterLinks } from "#lib/domain/letters/links"
import {
  findLetterByToken,
  findLetterOf,
  findLetterView,
  type LetterAccess,
  type LetterView,
} from "#lib/domain/letters/status"
import { eraseLetter } from "#lib/domain/letters/withdraw"
import { WITHDRAWAL_REASONS } from "#lib/domain/signatures/rules"
import { receiptFields } from "#lib/domain/signatures/schema"
import { findReceipt } from "#lib/domain/signatures/queries"
import {
  findByReceiptCode,
  findByReceiptToken,
  type ReceiptAccess,
  sendReceiptLink,
  updateSignature,
} from "#lib/domain/signatures/receipts"
import { eraseSignature, withdrawSignature } from "#lib/domain/signatures/withdraw"
import { dropDrafts, type FieldError, loadDraft, saveDraft } from "#lib/web/drafts"
import { answerForm, type FormRequest, formHandler } from "#lib/web/form-handler"
import { actOnLetter, type LetterNotice } from "#lib/web/handlers/letter-receipt"
import { emailField } from "#lib/shared/form-fields"
import { countTryOf } from "#lib/web/rate-guard"

/** What waits behind `/r`: an opened receipt, or what the page has to say. */
export type ReceiptDraft = {
  access?: ReceiptAccess
  errors?: FieldError[]
  values?: Record<string, string>
  notice?: "link_sent" | "saved" | "withdrawn" | LetterNotice
}

const KEY = { kind: "receipt", scope: "" }

async function show(
  form: FormRequest,
  draft: ReceiptDraft,
  answer: { status: number; body: unknown },
): Promise<Response> {
  await saveDraft(form.visitorId, KEY, draft)
  return answerForm.next(form, "/r", answer)
}

/** `POST /receipt`: opens a receipt by its code, or sends a link to an address. The second answer is always the same. */
export const openReceipt = formHandler(["code", "email"], async (form) => {
  const { code = "", email = "" } = form.values
  const rate = await countTryOf(form.request, "receipt")
  if (!rate.isWithin) return answerForm.tooMany(form, rate.retryAfterSeconds)
  const refuse = (field: string, error: string) =>
    show(form, { errors: [{ field, code: error }], values: { code, email } }, { status: 422, body: { status: error } })

  if (code.trim() !== "") {
    const access = await findByReceiptCode(code)
    return access
      ? show(form, { access }, { status: 200, body: { status: "open" } })
      : refuse("code", "receipt_unknown")
  }
  if (email.trim() === "") return refuse("code", "receipt_empty")
  const address = emailField.safeParse(email)
  if (!address.success) return refuse("email", "email_malformed")
  const campaigns = await sendReceiptLink(address.data, new Date())
  await sendLetterLinks(address.data, campaigns, new Date())
  return show(form, { notice: "link_sent" }, { status: 202, body: { status: "link_sent" } })
})

const CHANGE_FIELDS = ["action", "letter", "name", "showName", "reason", "updates", "discreet", "why"]

/** `POST /r/{token}`: the same as `/r`, for the holder of a link. */
export const changeByLink = formHandler(CHANGE_FIELDS, async (form, { token = "" }) => {
  const rate = await countTryOf(form.request, "confirm")
  if (!rate.isWithin) return answerForm.tooMany(form, rate.retryAfterSeconds)
  const found = await findByReceiptToken(token, new Date())
  const page = `/r/${encodeURIComponent(token)}`
  if (found.ok) return change(form, found.value)
  const letter = await findLetterByToken(token, new Date())
  if (letter.ok) return changeLetter(form, letter.value, page)
  return answerForm.next(form, page, { status: 404, body: { status: found.code } })
})

/** The same for a link that opens a letter alone. */
async function changeLetter(form: FormRequest, { letterId, isFresh }: LetterAccess, page: string): Promise<Response> {
  const letter = await findLetterView(letterId)
  if (!letter) return answerForm.next(form, page, { status: 404, body: { status: "unknown" } })
  return actOnLetter(form, {
    letter,
    isFresh,
    show: async (notice, answer) => {
      if (notice === "letter_withdrawn") return show(form, { notice }, answer)
      await saveDraft(form.visitorId, { kind: "letter-status", scope: letter.campaignId }, { notice })
      return answerForm.next(form, page, answer)
    },
  })
}

/** `POST /r`: changes, withdraws, downloads or erases what the opened receipt is about. Acts on our cookie, so never cross-site. */
export const changeOpened = formHandler(CHANGE_FIELDS, async (form) => {
  if (!form.hasVisitor) return answerForm.forbidden(form)
  const draft = await loadDraft<ReceiptDraft>(form.visitorId, KEY)
  const access = draft?.data.access
  if (!access) return answerForm.next(form, "/r", { status: 404, body: { status: "unknown" } })
  return change(form, access)
})

async function change(form: FormRequest, access: ReceiptAccess): Promise<Response> {
  const { signatureId, isFresh } = access
  if (form.values.action?.startsWith("letter-")) return changeOwnLetter(form, access)
  const gone = () =>
    show(form, { errors: [{ field: "form", code: "receipt_needed" }] }, { status: 404, body: { status: "gone" } })
  switch (form.values.action) {
    case "update": {
      const parsed = receiptFields.safeParse(form.values)
      if (!parsed.success) {
        return show(
          form,
          { access, errors: answerForm.errorsOf(parsed.error), values: form.values },
          answerForm.invalid(parsed.error),
        )
      }
      const result = await updateSignature(signatureId, parsed.data)
      return result.ok ? show(form, { access, notice: "saved" }, { status: 200, body: { status: "saved" } }) : gone()
    }
    case "withdraw": {
      const why = WITHDRAWAL_REASONS.find((reason) => reason === form.values.why) ?? null
      const result = await withdrawSignature(signatureId, new Date(), why)
      return result.ok ? forget(form) : gone()
    }
    case "erase": {
      if (!isFresh)
        return show(
          form,
          { access, errors: [{ field: "form", code: "receipt_needed" }] },
          { status: 403, body: { status: "receipt_needed" } },
        )
      const letter = await letterOfSignature(signatureId)
      if (letter) await eraseLetter(letter.id)
      const result = await eraseSignature(signatureId)
      return result.ok ? forget(form) : gone()
    }
    case "download": {
      if (!isFresh)
        return show(
          form,
          { access, errors: [{ field: "form", code: "receipt_needed" }] },
          { status: 403, body: { status: "receipt_needed" } },
        )
      const receipt = await findReceipt(signatureId)
      const letter = await letterOfSignature(signatureId)
      return receipt ? answerForm.download("my-data.json", { ...receipt, ...(letter && { letter }) }) : gone()
    }
    default:
      return show(
        form,
        { access, errors: [{ field: "form", code: "choice_unknown" }] },
        { status: 422, body: { status: "choice_unknown" } },
      )
  }
}

/** The letter that belongs to the address of a signature. */
async function letterOfSignature(signatureId: string): Promise<LetterView | null> {
  const receipt = await findReceipt(signatureId)
  return receipt?.email ? findLetterOf(receipt.slug, receipt.email) : null
}

async function changeOwnLetter(form: FormRequest, access: ReceiptAccess): Promise<Response> {
  const letter = await letterOfSignature(access.signatureId)
  if (!letter || letter.publicId !== form.values.letter) {
    return show(form, { access }, { status: 404, body: { status: "gone" } })
  }
  const { isFresh } = access
  return actOnLetter(form, {
    letter,
    isFresh,
    show: (notice, answer) => show(form, { access, ...(notice && { notice }) }, answer),
  })
}

/** After a withdrawal nothing that was typed waits any longer. */
async function forget(form: FormRequest): Promise<Response> {
  await dropDrafts(form.visitorId)
  return show(form, { notice: "withdrawn" }, { status: 200, body: { status: "withdrawn" } })
}
