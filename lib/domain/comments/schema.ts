import { z } from "zod"
import { readComment, readWebsite } from "#lib/domain/comments/text"
import { boxField, emailField, nameField } from "#lib/shared/form-fields"
import { LOCALES } from "#lib/shared/locales"

/** The companies with which people can log in to comment. */
export const PROVIDERS = ["wordpress", "google", "twitter", "facebook"] as const

export type Provider = (typeof PROVIDERS)[number]

/** Tells whether a text names one of them. */
export function isProvider(text: string): text is Provider {
  return (PROVIDERS as readonly string[]).includes(text)
}

/** A comment's public id, as in its address. */
export const publicIdField = z.string().regex(/^[a-z0-9]{12}$/)

/** The text of a comment. Codes: `comment_empty`, `comment_too_long` with how much. */
export const bodyField = z.string("comment_empty").transform((typed, context) => {
  const read = readComment(typed)
  if (read.ok) return read.value
  context.addIssue({ code: "custom", message: read.code, params: read.params })
  return z.NEVER
})

const websiteField = z.string().transform((typed, context) => {
  const address = readWebsite(typed)
  if (address !== null) return address || null
  context.addIssue({ code: "custom", message: "website_malformed" })
  return z.NEVER
})

const about = {
  body: bodyField,
  parent: publicIdField.nullable().catch(null),
  locale: z.enum(LOCALES).catch("en"),
}

/** What a guest posts (contract.md, Forms). */
export const guestFields = z.object({
  ...about,
  name: z.string("name_empty").pipe(nameField),
  email: z
    .string("email_empty_comment")
    .refine((text) => text.trim() !== "", { error: "email_empty_comment", abort: true })
    .pipe(emailField),
  website: websiteField.default(null),
  notify: boxField,
})

/** What somebody posts who is logged in: under the account's name, or under another one. */
export const accountFields = z.discriminatedUnion("showAs", [
  z.object({ ...about, showAs: z.literal("account") }),
  z.object({ ...about, showAs: z.literal("other"), name: z.string("name_empty").pipe(nameField) }),
])

/** What its writer changes of a comment. */
export const editFields = z.object({ body: bodyField })

/** Why somebody reports a comment. */
export const REPORT_REASONS = ["insult", "threat", "exposes", "advert", "other"] as const

export const reportReason = z.enum(REPORT_REASONS).catch("other")

/** Why a comment was not published or was taken off: what its writer reads. */
export const REFUSALS = ["insult", "threat", "exposes", "advert", "review", "off_topic", "other"] as const

export type Refusal = (typeof REFUSALS)[number]
