import { z } from "zod"
import { textFaults } from "#lib/domain/campaigns/update-rules"
import { issue, lineField } from "#lib/shared/form-fields"
import { LOCALES } from "#lib/shared/locales"
import { tidyText } from "#lib/shared/text"
import { isZone } from "#lib/shared/zones"

export const UPDATE_TITLE_MAX_CHARS = 120

/** In Chinese this is 54 kB as a form sends it; a form may have 64. */
export const UPDATE_BODY_MAX_CHARS = 6_000

/** Several lines with a few marks, without what no reader may get. */
const markedText = (maxChars: number) =>
  z
    .string("update_body_empty")
    .transform(tidyText)
    .refine((text) => text !== "", issue("update_body_empty"))
    .superRefine((text, context) => {
      const over = [...text].length - maxChars
      if (over > 0) context.addIssue({ code: "custom", message: "update_too_long", params: { n: over, max: maxChars } })
      for (const { code, names } of textFaults(text))
        context.addIssue({ code: "custom", message: code, params: { names } })
    })

/** News in one language. `revision`: what the writer saw, 0 where there was nothing yet. */
export const updateText = z.object({
  language: z.enum(LOCALES, "choice_unknown"),
  title: lineField(UPDATE_TITLE_MAX_CHARS, "update_title_too_long").refine(
    (title) => title !== "",
    issue("update_title_empty"),
  ),
  body: markedText(UPDATE_BODY_MAX_CHARS),
  revision: z.coerce.number("choice_unknown").int().min(0),
})

export type UpdateTextFields = z.output<typeof updateText>

/** When news is published: now, or at a time in a zone. */
export const publishing = z
  .object({
    when: z.enum(["now", "later"], "choice_unknown"),
    day: z.string().default(""),
    time: z.string().default(""),
    zone: z.string().default("UTC"),
  })
  .superRefine(({ when, day, time, zone }, context) => {
    if (when === "now") return
    const fault = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message })
    if (!z.iso.date().safeParse(day).success) fault("day", "update_day")
    if (!/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(time)) fault("time", "update_time")
    if (!isZone(zone)) fault("zone", "update_zone")
  })

/** How fast a mailing goes, in messages a minute. */
export const pace = z.coerce
  .number("mailing_pace")
  .int("mailing_pace")
  .min(1, "mailing_pace")
  .max(6_000, "mailing_pace")
