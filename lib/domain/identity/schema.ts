import { z } from "zod"
import { emailField, nameField } from "#lib/shared/form-fields"
import { LOCALES } from "#lib/shared/locales"

/** Which details of an organiser are encrypted. */
export type OrganiserDetails = { name: string; email: string }

/** An organiser's address, as typed: the form says by itself what it is for. */
export const organiserEmail = z
  .string("email_empty_plain")
  .refine((text) => text.trim() !== "", { error: "email_empty_plain", abort: true })
  .pipe(emailField)

/** A new organiser's name and address. */
export const organiserFields = z.object({
  name: z.string("name_empty").pipe(nameField),
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
