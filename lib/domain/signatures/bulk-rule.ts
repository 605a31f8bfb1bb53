import { z } from "zod"
import { countryField, issue } from "#lib/shared/form-fields"
import { LOCALES } from "#lib/shared/locales"
import { tidyLine, tidyText } from "#lib/shared/text"
import { REASON_MAX_CHARS, type SignatureDetails } from "#lib/domain/signatures/schema"

const LINE_MAX_CHARS = 200

const line = z
  .string()
  .transform(tidyLine)
  .refine((text) => [...text].length <= LINE_MAX_CHARS, issue("line_too_long"))
  .default("")

/** `YYYY-MM-DDTHH:MM` as `datetime-local` fields give it, or a day; taken as UTC. */
const moment = z
  .string()
  .trim()
  .regex(/^(?:\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2})?)?$/, "moment_malformed")
  .refine((text) => text === "" || !Number.isNaN(Date.parse(utc(text))), issue("moment_malformed"))
  .default("")

const utc = (text: string) => (text.length === 10 ? `${text}T00:00Z` : `${text}Z`)

const looksLikeDomain = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}-]*$/u

/** Why an organiser doubts or rejects: one line, kept encrypted. */
export const caseReason = line.refine((text) => text !== "", issue("case_reason_empty"))

/**
 * What signatures have in common that an organiser doubts: everything that is given must fit.
 *
 * Country, language and the time of signing are looked up in the database; domain, name and reason are encrypted there, so that
 * each signature that fits the rest is opened for them.
 */
export const ruleFields = z
  .object({
    domain: line
      .transform((text) => text.replace(/^@/, "").toLowerCase())
      .refine((text) => text === "" || looksLikeDomain.test(text), issue("domain_malformed")),
    name: line,
    reasonText: z.string().transform(tidyText).pipe(z.string().max(REASON_MAX_CHARS, "line_too_long")).default(""),
    country: countryField.default(null),
    language: z.enum(["", ...LOCALES], "choice_unknown").default(""),
    from: moment,
    to: moment,
    reason: caseReason,
  })
  .refine(({ from, to }) => from === "" || to === "" || utc(from) < utc(to), {
    message: "range_reversed",
    path: ["to"],
  })
  .refine(({ reason: _, ...rule }) => Object.values(rule).some(Boolean), { message: "rule_empty", path: ["domain"] })

export type RuleFields = z.output<typeof ruleFields>

export type Rule = Omit<RuleFields, "reason">

/** Where the time of the rule begins and ends; the end is not part of it. */
export function rangeOf({ from, to }: Pick<Rule, "from" | "to">): { from: Date | null; to: Date | null } {
  return { from: from ? new Date(utc(from)) : null, to: to ? new Date(utc(to)) : null }
}

/** Tells whether a rule asks for something that is encrypted. */
export function asksDetails({ domain, name, reasonText }: Rule): boolean {
  return domain !== "" || name !== "" || reasonText !== ""
}

const folded = (text: string) => text.normalize("NFKC").toLowerCase()

/**
 * Tells whether a name fits a pattern in which `*` stands for any letters; without one it is the whole name.
 *
 * Part by part rather than by a regular expression, whose time would grow without bound with the number of stars.
 */
function fitsPattern(name: string, parts: readonly string[]): boolean {
  const [first = "", ...rest] = parts
  const last = rest.pop()
  if (last === undefined) return name === first
  if (!name.startsWith(first)) return false
  let at = first.length
  for (const part of rest) {
    const found = name.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return name.length - last.length >= at && name.endsWith(last)
}

/** The domain as addresses are stored: in ASCII (RFC 5891). */
const asciiDomain = (domain: string) =>
  URL.canParse(`http://${domain}`) ? new URL(`http://${domain}`).hostname : domain

/** Makes the part of a rule that looks at encrypted details. */
export function detailsTest(rule: Rule): (details: SignatureDetails) => boolean {
  const ending = rule.domain === "" ? null : `@${asciiDomain(rule.domain)}`
  const parts = rule.name === "" ? null : folded(rule.name).split("*")
  const reason = folded(rule.reasonText)
  return (details) =>
    (ending === null || (details.email ?? "").toLowerCase().endsWith(ending)) &&
    (parts === null || fitsPattern(folded(details.name), parts)) &&
    (reason === "" || folded(details.reason) === reason)
}
