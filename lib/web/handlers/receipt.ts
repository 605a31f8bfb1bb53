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
import { emailField } from "#lib/shared/form-fields"
import { countTryOf } from "#lib/web/rate-guard"

/** What waits behind `/r`: an opened receipt, or what the page has to say. */
export type ReceiptDraft = {
  access?: ReceiptAccess
  errors?: FieldError[]
  values?: Record<string, string>
  notice?: "link_sent" | "saved" | "withdrawn"
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
  await sendReceiptLink(address.data, new Date())
  return show(form, { notice: "link_sent" }, { status: 202, body: { status: "link_sent" } })
})

const CHANGE_FIELDS = ["action", "name", "showName", "reason", "updates", "discreet"]

/** `POST /r/{token}`: the same as `/r`, for the holder of a link. */
export const changeByLink = formHandler(CHANGE_FIELDS, async (form, { token = "" }) => {
  const rate = await countTryOf(form.request, "confirm")
  if (!rate.isWithin) return answerForm.tooMany(form, rate.retryAfterSeconds)
  const found = await findByReceiptToken(token, new Date())
  const page = `/r/${encodeURIComponent(token)}`
  if (!found.ok) return answerForm.next(form, page, { status: 404, body: { status: found.code } })
  return change(form, found.value)
})

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
      const result = await withdrawSignature(signatureId, new Date())
      return result.ok ? forget(form) : gone()
    }
    case "erase": {
      if (!isFresh)
        return show(
          form,
          { access, errors: [{ field: "form", code: "receipt_needed" }] },
          { status: 403, body: { status: "receipt_needed" } },
        )
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
      return receipt ? answerForm.download("my-data.json", receipt) : gone()
    }
    default:
      return show(
        form,
        { access, errors: [{ field: "form", code: "choice_unknown" }] },
        { status: 422, body: { status: "choice_unknown" } },
      )
  }
}

/** After a withdrawal nothing that was typed waits any longer. */
async function forget(form: FormRequest): Promise<Response> {
  await dropDrafts(form.visitorId)
  return show(form, { notice: "withdrawn" }, { status: 200, body: { status: "withdrawn" } })
}
