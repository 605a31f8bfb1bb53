import { z } from "zod"
import { COUNTRY_CODES } from "#lib/shared/countries"
import { parseEmailAddress } from "#lib/shared/email-address"
import { LOCALES } from "#lib/shared/locales"
import { tidyLine, tidyText } from "#lib/shared/text"

export const NAME_MAX_CHARS = 80
export const TOWN_MAX_CHARS = 80
export const REASON_MAX_CHARS = 500

/** Which wording of the consent box people tick; a new wording gets a new date. */
export const CONSENT_VERSION = "2026-11-24"

/** Codes of `errors` in the message files; `params` fill their placeholders. */
const issue = (code: string, params: Record<string, number> = {}) => ({ error: code, params })

const looksLikeLink =
  /(?:https?:\/\/|www\.)|\b[\p{L}\p{N}-]+\.(?:com|net|org|info|biz|ru|cn|io|co|xyz|top|site|online|shop)\b/iu

const line = (maxChars: number, tooLong: string) =>
  z
    .string()
    .transform(tidyLine)
    .refine((text) => [...text].length <= maxChars, { ...issue(tooLong) })

const box = z
  .enum(["yes", "on", "true"])
  .optional()
  .transform((value) => value !== undefined)

export const nameField = line(NAME_MAX_CHARS, "name_too_long")
  .refine((name) => name.length > 0, issue("name_empty"))
  .refine((name) => !looksLikeLink.test(name), issue("name_link"))

export const emailField = z
  .string("email_empty")
  .refine((text) => text.trim() !== "", { ...issue("email_empty"), abort: true })
  .transform((text, context) => {
    const address = parseEmailAddress(text)
    if (address) return address
    context.addIssue({ code: "custom", message: "email_malformed" })
    return z.NEVER
  })

export const reasonField = z
  .string()
  .transform(tidyText)
  .superRefine((text, context) => {
    const over = [...text].length - REASON_MAX_CHARS
    if (over > 0) context.addIssue({ code: "custom", message: "reason_too_long", params: { n: over } })
  })

export const countryField = z
  .string()
  .transform((code) => code.trim().toUpperCase())
  .refine((code) => code === "" || COUNTRY_CODES.has(code), issue("country_unknown"))
  .transform((code) => code || null)

/** The fields of the sign form (contract.md, Forms). Unknown fields are ignored. */
export const signFields = z.object({
  name: z.string("name_empty").pipe(nameField),
  email: emailField,
  consent: z.enum(["yes", "on", "true"], "consent"),
  showName: box,
  country: countryField.default(null),
  town: line(TOWN_MAX_CHARS, "town_too_long").default(""),
  reason: reasonField.default(""),
  updates: box,
  discreet: box,
  locale: z.enum(LOCALES).catch("en"),
})

/** The same without an e-mail address, where the campaign allows it. */
export const signWithoutEmailFields = signFields.omit({ email: true, updates: true, discreet: true })

export type SignFields = z.output<typeof signFields>

/** What the holder of a receipt can change. */
export const receiptFields = z.object({
  name: z.string("name_empty").pipe(nameField),
  showName: box,
  reason: reasonField.default(""),
  updates: box,
  discreet: box,
})

export type ReceiptFields = z.output<typeof receiptFields>

/** What is encrypted of a signature. */
export type SignatureDetails = { name: string; email: string | null; town: string; reason: string }
