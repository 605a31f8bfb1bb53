import { z } from "zod"
import { COUNTRY_CODES } from "#lib/shared/countries"
import { parseEmailAddress } from "#lib/shared/email-address"
import { tidyLine } from "#lib/shared/text"

// Fields that several forms have. What is wrong is said by codes of `errors` in the message files; `params` fill their placeholders.

export const NAME_MAX_CHARS = 80
export const TOWN_MAX_CHARS = 80

/** A fault of a field: the code of its sentence and what fills it. */
export const issue = (code: string, params: Record<string, number> = {}) => ({ error: code, params })

const looksLikeLink =
  /(?:https?:\/\/|www\.)|\b[\p{L}\p{N}-]+\.(?:com|net|org|info|biz|ru|cn|io|co|xyz|top|site|online|shop)\b/iu

/** One line of text, tidied. */
export const lineField = (maxChars: number, tooLong: string) =>
  z
    .string()
    .transform(tidyLine)
    .refine((text) => [...text].length <= maxChars, { ...issue(tooLong) })

/** A box: ticked or not there. */
export const boxField = z
  .enum(["yes", "on", "true"])
  .optional()
  .transform((value) => value !== undefined)

/** A box that has to be ticked. */
export const consentField = z.enum(["yes", "on", "true"], "consent")

/** The name somebody uses. A web address is none. */
export const nameField = lineField(NAME_MAX_CHARS, "name_too_long")
  .refine((name) => name.length > 0, issue("name_empty"))
  .refine((name) => !looksLikeLink.test(name), issue("name_link"))

export const townField = lineField(TOWN_MAX_CHARS, "town_too_long")

/** An e-mail address as mail servers need it. `missing` is the code of what is said when there is none: why it is needed. */
export const emailFieldOf = (missing: string) =>
  z
    .string(missing)
    .refine((text) => text.trim() !== "", { ...issue(missing), abort: true })
    .transform((text, context) => {
      const address = parseEmailAddress(text)
      if (address) return address
      context.addIssue({ code: "custom", message: "email_malformed" })
      return z.NEVER
    })

/** The address of somebody who signs. */
export const emailField = emailFieldOf("email_empty")

/** A country of the list, or none. */
export const countryField = z
  .string()
  .transform((code) => code.trim().toUpperCase())
  .refine((code) => code === "" || COUNTRY_CODES.has(code), issue("country_unknown"))
  .transform((code) => code || null)
