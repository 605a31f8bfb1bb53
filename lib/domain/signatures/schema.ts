import { z } from "zod"
import { boxField, consentField, countryField, emailField, nameField, townField } from "#lib/shared/form-fields"
import { LOCALES } from "#lib/shared/locales"
import { tidyText } from "#lib/shared/text"

export const REASON_MAX_CHARS = 500

/** Which wording of the consent box people tick; a new wording gets a new date. */
export const CONSENT_VERSION = "2026-11-24"

export const reasonField = z
  .string()
  .transform(tidyText)
  .superRefine((text, context) => {
    const over = [...text].length - REASON_MAX_CHARS
    if (over > 0) context.addIssue({ code: "custom", message: "reason_too_long", params: { n: over } })
  })

/** The fields of the sign form (contract.md, Forms). Unknown fields are ignored. */
export const signFields = z.object({
  name: z.string("name_empty").pipe(nameField),
  email: emailField,
  consent: consentField,
  showName: boxField,
  country: countryField.default(null),
  town: townField.default(""),
  reason: reasonField.default(""),
  updates: boxField,
  discreet: boxField,
  locale: z.enum(LOCALES).catch("en"),
})

/** The same without an e-mail address, where the campaign allows it. */
export const signWithoutEmailFields = signFields.omit({ email: true, updates: true, discreet: true })

export type SignFields = z.output<typeof signFields>

/** What the holder of a receipt can change. */
export const receiptFields = z.object({
  name: z.string("name_empty").pipe(nameField),
  showName: boxField,
  reason: reasonField.default(""),
  updates: boxField,
  discreet: boxField,
})

export type ReceiptFields = z.output<typeof receiptFields>

/** What is encrypted of a signature. */
export type SignatureDetails = { name: string; email: string | null; town: string; reason: string }
