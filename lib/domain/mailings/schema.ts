import { z } from "zod"
import { issue } from "#lib/shared/form-fields"
import { LOCALES } from "#lib/shared/locales"
import { tidyText } from "#lib/shared/text"

/** Four of them, in Chinese, are 54 kB as a form sends them. */
export const ANSWER_MAX_CHARS = 1_500

/** What people whose details were exposed have to be told (GDPR Art. 34), in this order. */
export const QUESTIONS = ["what", "when", "did", "can"] as const

const answer = z
  .string("exposed_empty")
  .transform(tidyText)
  .refine((text) => text !== "", issue("exposed_empty"))
  .superRefine((text, context) => {
    const over = [...text].length - ANSWER_MAX_CHARS
    if (over > 0)
      context.addIssue({ code: "custom", message: "update_too_long", params: { n: over, max: ANSWER_MAX_CHARS } })
  })

/** The four answers in one language. `revision`: what the writer saw, 0 where there was nothing yet. */
export const exposedText = z.object({
  language: z.enum(LOCALES, "choice_unknown"),
  what: answer,
  when: answer,
  did: answer,
  can: answer,
  revision: z.coerce.number("choice_unknown").int().min(0),
})

export type ExposedText = z.output<typeof exposedText>
