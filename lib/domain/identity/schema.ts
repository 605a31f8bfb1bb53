import { z } from "zod"
import { parseEmailAddress } from "#lib/shared/email-address"
import { LOCALES } from "#lib/shared/locales"
import { tidyLine } from "#lib/shared/text"

export const ORGANISER_NAME_MAX_CHARS = 80

/** Which details of an organiser are encrypted. */
export type OrganiserDetails = { name: string; email: string }

export const organiserName = z
  .string("name_empty")
  .transform(tidyLine)
  .refine((name) => name !== "", "name_empty")
  .refine((name) => [...name].length <= ORGANISER_NAME_MAX_CHARS, "name_too_long")

export const organiserEmail = z
  .string("email_empty")
  .refine((text) => text.trim() !== "", { error: "email_empty", abort: true })
  .transform((text, context) => {
    const address = parseEmailAddress(text)
    if (address) return address
    context.addIssue({ code: "custom", message: "email_malformed" })
    return z.NEVER
  })

/** A new organiser's name and address. */
export const organiserFields = z.object({
  name: organiserName,
  email: organiserEmail,
  locale: z.enum(LOCALES).catch("en"),
})

export type OrganiserFields = z.output<typeof organiserFields>

export const ROLES = ["OWNER", "EDITOR", "MODERATOR", "VIEWER"] as const

/** An invitation: who, and as what. Scope is a campaign id, or "" for the whole site. */
export const invitation = organiserFields.extend({
  role: z.enum(ROLES, "choice_unknown"),
  scope: z.union([z.literal(""), z.uuid()], "choice_unknown").default(""),
})

export type Invitation = z.output<typeof invitation>
