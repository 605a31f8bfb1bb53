import { type BlockRule, matchBlockRules } from "#lib/domain/moderation/block-rules"
import { type PersonalDetail, findPersonalDetails } from "#lib/domain/moderation/personal-details"
import { type TextPrint, countRepeats, REPEATS_ENOUGH } from "#lib/domain/moderation/repeats"
import { findLinks, mixesScripts } from "#lib/shared/links"

/** Why a comment drew attention. Moderators read them translated; writers are not told. */
export type SignalCode =
  | "trap_filled"
  | "stamp_missing"
  | "stamp_forged"
  | "too_fast"
  | "link"
  | "many_links"
  | "short_link"
  | "only_link"
  | "name_link"
  | "markup"
  | "hidden_characters"
  | "mixed_scripts"
  | "shouting"
  | "repeated_characters"
  | "repeated_text"
  | "similar_text"
  | `personal_${PersonalDetail["kind"]}`
  | "block_rule"
  | "classifier"

/**
 * @property weight How sure it makes us that the comment needs a look: 0 to 1.
 * @property isTechnical It speaks of how the comment was made or where it leads, not of what it says. Only together with such a
 * signal can a comment be called spam.
 */
export type Signal = { code: SignalCode; weight: number; isTechnical: boolean }

/** A posted comment as the filter sees it. */
export type Submission = {
  /** As typed, before tidying: hidden characters are looked for. */
  text: string
  name: string
  website: string | null
  /** The domain of the e-mail address, for block rules; the address itself is not needed. */
  emailDomain: string | null
  form: {
    /** What stood in the field that people leave empty. */
    trap: string
    /** From `judgeStamp` of `#lib/web/form-stamp`. `old` is not a signal: people are asked to press again. */
    stamp: "fine" | "missing" | "forged" | "old"
    /** From the signed time to the post; `null` when the page was cached and the time says nothing. */
    secondsOpen: number | null
  }
  print: TextPrint
  /** Prints of other recent comments. */
  recent: readonly TextPrint[]
}

const TOO_FAST_SECONDS = 3
const SHORTENERS =
  /(?:^|\.)(?:t\.me|bit\.ly|wa\.me|goo\.gl|tinyurl\.com|t\.co|is\.gd|cutt\.ly|rb\.gy|vk\.cc|clck\.ru|telegram\.me)$/
const MARKUP = /<a\s[^>]{0,200}href|\[\/?(?:url|link|img)[=\]]/i
// Letters with something invisible between them. Joiners are left out: Persian, Hindi and emoji are written with them.
const HIDDEN_IN_WORD = /\p{L}[\u200B\u2060-\u2064\uFEFF\u180E]+(?=\p{L})/gu
const TURNED = /[\u202A-\u202E\u2066-\u2069]|[\u{E0000}-\u{E007F}]{2,}/u
const LETTERS_MIN = 20

const WEIGHTS = {
  trap_filled: 0.7,
  stamp_missing: 0.15,
  stamp_forged: 0.5,
  too_fast: 0.3,
  link: 0.35,
  many_links: 0.6,
  short_link: 0.3,
  only_link: 0.5,
  name_link: 0.6,
  markup: 0.6,
  hidden_characters: 0.5,
  mixed_scripts: 0.4,
  shouting: 0.15,
  repeated_characters: 0.1,
  repeated_text: 0.3,
  similar_text: 0.2,
} as const

function signal(code: keyof typeof WEIGHTS, isTechnical = true): Signal {
  return { code, weight: WEIGHTS[code], isTechnical }
}

function formSignals({ trap, stamp, secondsOpen }: Submission["form"]): Signal[] {
  return [
    ...(trap.trim() === "" ? [] : [signal("trap_filled")]),
    ...(stamp === "missing" ? [signal("stamp_missing")] : []),
    ...(stamp === "forged" ? [signal("stamp_forged")] : []),
    ...(secondsOpen !== null && secondsOpen < TOO_FAST_SECONDS ? [signal("too_fast")] : []),
  ]
}

function linkSignals({ text, name }: Submission): Signal[] {
  const links = findLinks(text)
  const found: Signal[] = []
  // One link alone is nothing: people cite what they read.
  if (links.length > 0) found.push(signal("link"))
  if (links.length > 2) found.push(signal("many_links"))
  if (links.some(({ host }) => SHORTENERS.test(host))) found.push(signal("short_link"))
  const rest = links.reduceRight((left, { start, end }) => left.slice(0, start) + left.slice(end), text)
  if (links.length > 0 && (rest.match(/\p{sc=Han}{2}|[\p{L}\p{M}]+/gu) ?? []).length < 3)
    found.push(signal("only_link"))
  if (findLinks(name).length > 0) found.push(signal("name_link"))
  if (MARKUP.test(text)) found.push(signal("markup"))
  return found
}

function writingSignals(text: string): Signal[] {
  const found: Signal[] = []
  if (TURNED.test(text) || (text.match(HIDDEN_IN_WORD) ?? []).length > 1) found.push(signal("hidden_characters"))
  const words = text.match(/[\p{L}\p{M}]+/gu) ?? []
  if (words.some((word) => word.length > 3 && mixesScripts(word))) found.push(signal("mixed_scripts"))
  const letters = text.match(/\p{Lu}|\p{Ll}/gu) ?? []
  const capitals = letters.filter((letter) => /\p{Lu}/u.test(letter)).length
  if (letters.length >= LETTERS_MIN && capitals / letters.length > 0.7) found.push(signal("shouting", false))
  if (/([^\s\d.…_=*-])\1{7}/u.test(text)) found.push(signal("repeated_characters", false))
  return found
}

function repeatSignals({ print, recent }: Submission): Signal[] {
  const { exact, near, isLong } = countRepeats(print, recent)
  if (!isLong) return []
  const found: Signal[] = []
  // A campaign may ask people to paste a sentence: a few alike are held, only many look like a machine.
  if (exact > 0)
    found.push({
      ...signal("repeated_text"),
      weight: exact >= REPEATS_ENOUGH ? 0.6 : WEIGHTS.repeated_text,
      isTechnical: exact >= REPEATS_ENOUGH,
    })
  if (near > 0)
    found.push({
      ...signal("similar_text"),
      weight: near >= REPEATS_ENOUGH ? 0.5 : WEIGHTS.similar_text,
      isTechnical: near >= REPEATS_ENOUGH,
    })
  return found
}

/** Contact details are held for a look, since they can expose a person. Alone they are never spam. */
function personalSignals({ text }: Submission): Signal[] {
  const kinds = new Set(findPersonalDetails(text).map(({ kind }) => kind))
  return [...kinds].map((kind) => ({ code: `personal_${kind}` as const, weight: 0.5, isTechnical: false }))
}

/** Everything about a comment but the classifier's opinion. Words of the trade raise none of these. */
export function collectSignals(submission: Submission, rules: readonly BlockRule[]): Signal[] {
  const matched = matchBlockRules(rules, submission)
  const isSpam = matched.some(({ action }) => action === "spam")
  return [
    ...formSignals(submission.form),
    ...linkSignals(submission),
    ...writingSignals(submission.text),
    ...repeatSignals(submission),
    ...personalSignals(submission),
    ...(matched.length > 0 ? [{ code: "block_rule" as const, weight: isSpam ? 0.95 : 0.5, isTechnical: isSpam }] : []),
  ]
}
