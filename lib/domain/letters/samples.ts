import { z } from "zod"
import { MERGE_FIELDS, templateFaults } from "#lib/domain/letters/merge"
import { parseContent } from "#lib/platform/content-files"
import { LOCALES, type Locale } from "#lib/shared/locales"

/** One sample letter as a content file holds it. `subject` and `body` are templates (`mergeText`). */
export type Sample = {
  key: string
  /** Its name in the picker. */
  card: string
  /** Whom it suits; follows "For". */
  audience: string
  /** How long it is without the writer's own paragraph, rounded; characters for Chinese. */
  words: number
  /** What the editor asks beside the own paragraph. */
  reasonPrompt: string
  subject: string
  /** Form fields that this sample cannot do without. */
  needs: ("organisation" | "role")[]
  safetyNote: string | null
  body: string
}

/** Who is addressed. Only the English file says it; e-mail and postal address are configuration and empty there. */
export type Recipient = { name: string; title: string; organisation: string; email: string; postalAddress: string }

export type SampleFile = {
  locale: Locale
  slug: string
  /** What organisers should know of the text, e.g. "pending review by a native speaker". */
  review: string | null
  recipient?: Recipient
  samples: Sample[]
}

export type TalkingPoint = { key: string; label: string; say: string; evidence: string | null; source: string | null }

export type TalkingPoints = { title: string; intro: string; review: string | null; points: TalkingPoint[] }

const slug = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
const review = z
  .string()
  .nullish()
  .transform((text) => text || null)
const line = z.string().trim().min(1).max(400)
const optionalLine = z
  .string()
  .trim()
  .max(400)
  .default("")
  .transform((text) => text || null)

const template = z.string().superRefine((text, context) => {
  for (const fault of templateFaults(text))
    context.addIssue({ code: "custom", message: `${fault.code} ${"field" in fault ? fault.field : fault.text}` })
})

const letterFields = z.object({
  kind: z.literal("letters"),
  language: z.enum(LOCALES),
  slug,
  review,
  recipient: z
    .object({
      name: line,
      title: line,
      organisation: line,
      email: z.string().default(""),
      postalAddress: z.string().default(""),
    })
    .optional(),
  mergeFields: z.array(z.enum(MERGE_FIELDS)),
})

const sampleSection = z.strictObject({
  key: slug,
  card: line,
  for: line,
  words: z.coerce.number().int().min(1),
  "reason-prompt": line,
  subject: line.pipe(template),
  needs: z
    .string()
    .default("")
    .transform((names) => names.split(/[\s,]+/).filter(Boolean))
    .pipe(z.array(z.enum(["organisation", "role"]))),
  "safety-note": optionalLine,
  text: z.string().min(1).pipe(template),
})

const pointFields = z.object({ kind: z.literal("talking-points"), title: line, intro: line, review })

const pointSection = z.strictObject({
  key: slug,
  label: line,
  say: line,
  evidence: optionalLine,
  source: optionalLine,
  text: z.literal(""),
})

/** The `## id` sections of a file: the list under the heading by name, and what follows it as `text`. */
function sections(body: string): Record<string, string>[] {
  const [, ...parts] = `\n${body.replace(/\r\n?/g, "\n")}`.split(/\n## +/)
  return parts.map((part) => {
    const [key = "", ...lines] = part.split("\n")
    const values: Record<string, string> = { key: key.trim() }
    const end = lines.findIndex((text) => !text.startsWith("- "))
    const list = end < 0 ? lines : lines.slice(0, end)
    for (const item of list) {
      const at = item.indexOf(": ")
      if (at < 0) throw new Error(`Section "${key}": a list line is "- name: value", not "${item}".`)
      const value = item.slice(at + 2).trim()
      values[item.slice(2, at).trim()] = value === '""' ? "" : value
    }
    return { ...values, text: lines.slice(list.length).join("\n").trim() }
  })
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown, where: string): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new Error(`${where}:\n${z.prettifyError(parsed.error)}`)
  return parsed.data
}

function checkSections<Schema extends z.ZodType<{ key: string }>>(schema: Schema, body: string): z.output<Schema>[] {
  const found = sections(body).map((values) => check(schema, values, `Section "${values.key}"`))
  const keys = found.map(({ key }) => key)
  const twice = keys.find((key, index) => keys.indexOf(key) !== index)
  if (twice) throw new Error(`Section "${twice}" is there twice.`)
  if (found.length === 0) throw new Error("The file has no section.")
  return found
}

/**
 * Reads the text of a `letters.{locale}.md` (product.md §12).
 *
 * @throws with the section and the reason when the file is not as it should be, e.g. when a template names a field nobody can fill.
 */
export function parseSamples(text: string): SampleFile {
  const { fields, body } = parseContent(text)
  const head = check(letterFields, fields, "Front matter")
  return {
    locale: head.language,
    slug: head.slug,
    review: head.review,
    ...(head.recipient && { recipient: head.recipient }),
    samples: checkSections(sampleSection, body).map((section) => ({
      key: section.key,
      card: section.card,
      audience: section.for,
      words: section.words,
      reasonPrompt: section["reason-prompt"],
      subject: section.subject,
      needs: section.needs,
      safetyNote: section["safety-note"],
      body: section.text,
    })),
  }
}

/**
 * Reads the text of a `talking-points.{locale}.md` (product.md §12).
 *
 * @throws as `parseSamples` does.
 */
export function parseTalkingPoints(text: string): TalkingPoints {
  const { fields, body } = parseContent(text)
  const { title, intro, review } = check(pointFields, fields, "Front matter")
  const points = checkSections(pointSection, body).map(({ key, label, say, evidence, source }) => ({
    key,
    label,
    say,
    evidence,
    source,
  }))
  return { title, intro, review, points }
}
