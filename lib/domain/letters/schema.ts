import { z } from "zod"
import {
  boxField,
  consentField,
  countryField,
  emailFieldOf,
  lineField,
  nameField,
  townField,
} from "#lib/shared/form-fields"
import { LOCALES } from "#lib/shared/locales"
import { tidyText } from "#lib/shared/text"

export const SUBJECT_MAX_CHARS = 160
export const FACT_MAX_CHARS = 120

/** Longer than any letter within the limit of words; it keeps one word from being a book. */
export const TEXT_MAX_CHARS = 12_000

/** Which wording of the consent box people tick; a new wording gets a new date. */
export const CONSENT_VERSION = "2026-11-24"

/** The choice that starts from nothing. */
export const BLANK = "blank"

/** How a letter goes: by us, by us with the writer's address for replies or with one of ours that stands for it, or by the writer. */
export const ROUTES = ["relay", "relay-reply", "relay-alias", "self"] as const

/** The same as the database has it, for letters that we send. */
export const ROUTE_STATES = { relay: "RELAY", "relay-reply": "RELAY_REPLY", "relay-alias": "RELAY_ALIAS" } as const

const textField = z
  .string()
  .transform(tidyText)
  .superRefine((text, context) => {
    const over = [...text].length - TEXT_MAX_CHARS
    if (over > 0) context.addIssue({ code: "custom", message: "letter_text_too_long", params: { n: over } })
  })

const shared = {
  sample: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/)
    .catch(BLANK),
  subject: z
    .string("letter_subject_empty")
    .pipe(lineField(SUBJECT_MAX_CHARS, "letter_subject_too_long"))
    .refine((subject) => subject !== "", "letter_subject_empty"),
  own: textField.default(""),
  body: z
    .string("letter_empty")
    .pipe(textField)
    .refine((body) => body !== "", "letter_empty"),
  name: z.string("name_empty").pipe(nameField),
  town: townField.default(""),
  country: countryField.default(null),
  organisation: lineField(FACT_MAX_CHARS, "letter_organisation_too_long").default(""),
  role: lineField(FACT_MAX_CHARS, "letter_role_too_long").default(""),
  locale: z.enum(LOCALES).catch("en"),
}

const relayed = z.object({
  ...shared,
  route: z.enum(["relay", "relay-reply", "relay-alias"]),
  email: emailFieldOf("letter_email_empty"),
  public: z.enum(["no", "named", "unnamed"]).catch("no"),
  consent: consentField,
})

/** Who sends it alone gives us nothing to keep, so there is no address and nothing to agree to. */
const alone = z.object({ ...shared, route: z.literal("self") })

const byRoute = z.discriminatedUnion("route", [relayed, alone])

/** The fields of the letter form (contract.md, Forms). Unknown fields are ignored; without a route we send it. */
export const letterFields = z.preprocess((values: Record<string, unknown>) => {
  const route = (ROUTES as readonly unknown[]).includes(values.route) ? values.route : "relay"
  return { ...values, route }
}, byRoute)

/** A letter that we send. */
export type RelayedFields = z.output<typeof relayed>

export type LetterFields = z.output<typeof letterFields>

/** What "Save and send me a link" needs: where the link goes. */
export const saveFields = z.object({
  email: emailFieldOf("letter_save_email_empty"),
  locale: z.enum(LOCALES).catch("en"),
})

/** A sample as an organiser edits it. */
export const templateFields = z.object({
  card: lineField(80, "letter_card_too_long").refine((text) => text !== "", "letter_card_empty"),
  audience: lineField(160, "letter_audience_too_long"),
  reasonPrompt: lineField(400, "letter_prompt_too_long"),
  subject: shared.subject,
  needsOrganisation: boxField,
  needsRole: boxField,
  safetyNote: lineField(400, "letter_note_too_long").default(""),
  body: shared.body,
})

export type TemplateFields = z.output<typeof templateFields>
