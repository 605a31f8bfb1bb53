/** What a template may name between double braces. `city` comes from the form's town, `reason` from the writer's own paragraph. */
export const MERGE_FIELDS = [
  "name",
  "city",
  "country",
  "organisation",
  "role",
  "reason",
  "date",
  "recipient_name",
  "recipient_title",
  "recipient_organisation",
] as const

export type MergeField = (typeof MERGE_FIELDS)[number]

/** A field with an empty value is an empty field; a field that is not there stays in the text as it was written. */
export type MergeValues = Partial<Record<MergeField, string>>

const FIELD = /\{\{\s*([a-z_]+)\s*(?:\|([^{}\n]*))?\}\}/g

// Text between fields; what a field became; a field without a value or a fallback.
type Piece = { kind: "text" | "value" | "empty"; text: string }

function pieces(line: string, values: MergeValues): Piece[] {
  const found: Piece[] = []
  let end = 0
  for (const match of line.matchAll(FIELD)) {
    const [whole, name = "", fallback = ""] = match
    if (!Object.hasOwn(values, name)) continue
    if (match.index > end) found.push({ kind: "text", text: line.slice(end, match.index) })
    const value = values[name as MergeField] ?? ""
    const text = value.trim() === "" ? fallback.trim() : value
    found.push({ kind: text === "" ? "empty" : "value", text })
    end = match.index + whole.length
  }
  if (end < line.length) found.push({ kind: "text", text: line.slice(end) })
  return found
}

const ONLY_PUNCTUATION = /^[\s\p{P}]*$/u
const ONLY_COMMAS = /^[\s,，、]*$/
const COMMAS_FIRST = /^[\s,，、]+/
const COMMAS_LAST = /[\s,，、]+$/

/** Takes the empty fields, commas and spaces from one end, when an empty field is among them. Values keep their own commas. */
function tidyEnd(line: Piece[], end: "first" | "last"): Piece[] {
  const ordered = end === "first" ? line : line.toReversed()
  const isLoose = ({ kind, text }: Piece) => kind === "empty" || (kind === "text" && ONLY_COMMAS.test(text))
  const firm = ordered.findIndex((piece) => !isLoose(piece))
  const loose = ordered.slice(0, firm)
  if (!loose.some(({ kind }) => kind === "empty")) return line
  const [next, ...others] = ordered.slice(firm)
  if (!next) return []
  const commas = end === "first" ? COMMAS_FIRST : COMMAS_LAST
  const kept = [next.kind === "text" ? { ...next, text: next.text.replace(commas, "") } : next, ...others]
  return end === "first" ? kept : kept.toReversed()
}

/** One line of the template, or `null` when it holds only empty fields and punctuation. */
function mergeLine(line: string, values: MergeValues): string | null {
  const parts = pieces(line, values)
  if (!parts.some(({ kind }) => kind === "empty")) return parts.map(({ text }) => text).join("")
  const isVoid = ({ kind, text }: Piece) => kind === "empty" || (kind === "text" && ONLY_PUNCTUATION.test(text))
  if (parts.every(isVoid)) return null
  return tidyEnd(tidyEnd(parts, "first"), "last")
    .map(({ text }) => text)
    .join("")
}

/**
 * Puts values in the place of `{{field}}` and `{{field|fallback}}` (product.md §12).
 *
 * A line that holds only empty fields and punctuation goes, with one of the blank lines around it; a comma that an empty
 * field leaves at an end of a line goes, too. Values are words: they are never searched for fields.
 */
export function mergeText(template: string, values: MergeValues): string {
  const lines = template.replace(/\r\n?/g, "\n").split("\n")
  const merged: string[] = []
  const isBlank = (line: string | undefined) => line?.trim() === ""
  for (let index = 0; index < lines.length; index++) {
    const line = mergeLine(lines[index]!, values)
    if (line !== null) {
      merged.push(line)
      continue
    }
    const isAfterBlank = merged.length === 0 || isBlank(merged.at(-1))
    if (isAfterBlank && isBlank(lines[index + 1])) index++
    else if (isAfterBlank && index === lines.length - 1) merged.pop()
  }
  return merged.join("\n")
}

const hasField = (text: string, field: MergeField) => [...text.matchAll(FIELD)].some(([, name]) => name === field)

/**
 * A letter with a place for the own paragraph. Where its writer deleted `{{reason}}`, that is before the closing with `{{name}}`,
 * else at the end; without it the own paragraph would be lost.
 */
export function withReasonPlace(body: string): string {
  if (hasField(body, "reason")) return body
  const at = body.lastIndexOf("\n\n")
  if (at >= 0 && hasField(body.slice(at), "name")) return `${body.slice(0, at)}\n\n{{reason}}${body.slice(at)}`
  return `${body.trimEnd()}\n\n{{reason}}`.trimStart()
}

/** The names of what still stands between double braces, each once, in their order: a letter is not sent with any of them. */
export function unfilledPlaceholders(text: string): string[] {
  const names = [...text.matchAll(/\{\{([^{}]{0,200})\}\}/g)].map(([whole, inside = ""]) => {
    const name = inside.split("|", 1)[0]!.replace(/\s+/g, " ").trim()
    return name || whole
  })
  return [...new Set(names)]
}

/** What is wrong with a template, with the line (from 1) it is on. */
export type TemplateFault =
  { code: "unknown_field"; field: string; line: number } | { code: "malformed_field"; text: string; line: number }

/** Checks a template before it is kept: fields nobody can fill, and braces that make no field. Empty when all is well. */
export function templateFaults(template: string, known: readonly string[] = MERGE_FIELDS): TemplateFault[] {
  return template.split(/\r\n?|\n/).flatMap((text, index) => {
    const line = index + 1
    const unknown = [...text.matchAll(FIELD)].filter(([, name = ""]) => !known.includes(name))
    const rest = /(?:\{\{|\}\}).{0,40}/u.exec(text.replace(FIELD, ""))
    return [
      ...unknown.map(([, field = ""]): TemplateFault => ({ code: "unknown_field", field, line })),
      ...(rest ? [{ code: "malformed_field", text: rest[0], line } satisfies TemplateFault] : []),
    ]
  })
}
