import { z } from "zod"
import { textFaults } from "#lib/domain/campaigns/text-faults"
import { boxField } from "#lib/shared/form-fields"
import { LOCALES } from "#lib/shared/locales"
import { tidyLine, tidyText } from "#lib/shared/text"

// What organisers fill in. Codes of what is wrong are keys of `errors` in the message files; `params` fill their placeholders.

export const SHORT_TITLE_MAX_CHARS = 60
export const SLUG_MAX_CHARS = 60
export const BODY_MAX_CHARS = 12_000
export const ASK_MAX_CHARS = 400
export const LINE_MAX_CHARS = 200

const line = (max: number) => text(max, tidyLine)
const block = (max: number) => text(max, tidyText)

function text(max: number, tidy: (typed: string) => string) {
  return z
    .string()
    .default("")
    .transform(tidy)
    .superRefine((words, context) => {
      const over = [...words].length - max
      if (over > 0) context.addIssue({ code: "custom", message: "text_too_long", params: { n: over, max } })
    })
}

const markdown = block(BODY_MAX_CHARS).superRefine((words, context) => {
  const [fault] = textFaults(words)
  if (fault) context.addIssue({ code: "custom", message: fault.code, params: fault.params })
})

const filled = (max: number, code: string) => line(max).refine((words) => words !== "", code)

const day = z
  .union([z.literal(""), z.iso.date("date_unreadable")], "date_unreadable")
  .default("")
  .transform((on) => on || null)

/** The last part of a campaign's address. */
export const slugField = z
  .string()
  .default("")
  .transform((typed) => typed.trim().toLowerCase())
  .refine((slug) => slug !== "", { error: "slug_empty", abort: true })
  .refine((slug) => /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(slug) && slug.length <= SLUG_MAX_CHARS, "slug_malformed")

export const langField = z.enum(LOCALES, "choice_unknown")

/** The petition in one language. What may be empty must be there before the campaign opens. */
export const textFields = z.object({
  shortTitle: filled(SHORT_TITLE_MAX_CHARS, "short_title_empty"),
  title: filled(LINE_MAX_CHARS, "title_empty"),
  ask: line(ASK_MAX_CHARS),
  addressedTo: line(LINE_MAX_CHARS),
  startedBy: line(LINE_MAX_CHARS),
  decisionNote: line(LINE_MAX_CHARS),
  body: markdown,
})

export type TextFields = z.output<typeof textFields>

/** The appeal for the front page in one language. */
export const appealFields = z.object({
  title: filled(LINE_MAX_CHARS, "title_empty"),
  author: filled(LINE_MAX_CHARS, "author_empty"),
  body: markdown.refine((words) => words !== "", "appeal_empty"),
})

export type AppealFields = z.output<typeof appealFields>

/** What a new campaign begins with. */
export const newCampaignFields = textFields
  .pick({ shortTitle: true, title: true, ask: true })
  .extend({ slug: slugField, lang: langField })

export type NewCampaign = z.output<typeof newCampaignFields>

export const formFields = z.object({
  allowsNoEmail: boxField,
  asksCountry: boxField,
  asksTown: boxField,
  asksReason: boxField,
  asksUpdates: boxField,
})

export const safetyFields = z.object({ isAtRisk: boxField, showsExit: boxField })

export const targetFields = z.object({
  name: filled(LINE_MAX_CHARS, "target_name_empty"),
  title: line(LINE_MAX_CHARS),
  organisation: line(LINE_MAX_CHARS),
  postalAddress: block(500),
})

const colour = z
  .string()
  .default("")
  .transform((typed) => typed.trim().toLowerCase())
  .refine((typed) => typed === "" || /^#[0-9a-f]{6}$/.test(typed), "colour_malformed")

/** Whether pairs of colours can be told apart is asked by the command. */
export const lookFields = z
  .object({ accent: colour, accentDark: colour, linkDark: colour, showsLogo: boxField })
  .superRefine((look, context) => {
    const colours = ["accent", "accentDark", "linkDark"] as const
    const missing = colours.find((name) => look[name] === "")
    if (missing && colours.some((name) => look[name] !== ""))
      context.addIssue({ code: "custom", message: "colours_incomplete", path: [missing] })
  })

/** When things happen. `openedOn` and `closedOn` are kept by the changes of state and can be put right here. */
export const dateFields = z
  .object({ decisionOn: day, openedOn: day, closedOn: day })
  .refine(({ openedOn, closedOn }) => !openedOn || !closedOn || closedOn >= openedOn, {
    error: "closed_before_opened",
    path: ["closedOn"],
  })

const note = line(ASK_MAX_CHARS)

export const outcomeFields = z.object({
  outcome: z
    .union([z.literal(""), z.enum(["WON", "PART_WON", "LOST"], "choice_unknown")], "choice_unknown")
    .default("")
    .transform((outcome) => outcome || null),
  outcomeOn: day,
  outcomeSource: line(LINE_MAX_CHARS * 2),
  outcomeVerified: boxField,
  note_en: note,
  note_es: note,
  note_fr: note,
  note_ru: note,
  note_zh: note,
})

export type OutcomeFields = z.output<typeof outcomeFields>

export const moveFields = z.object({
  from: z.enum(["DRAFT", "OPEN", "PAUSED", "CLOSED", "DECIDED", "ARCHIVED"], "choice_unknown"),
  to: z.enum(["OPEN", "PAUSED", "CLOSED", "DECIDED", "ARCHIVED"], "choice_unknown"),
  reopensOn: day,
})

export type Move = z.output<typeof moveFields>
