import { mergeText, type MergeValues } from "#lib/domain/letters/merge"

/** How much of a letter is the writer's own. Counted in words, in Chinese in characters; names, places and dates of the form are left out. */
export type OwnWords = {
  /** From 0 (the sample as it was) to 1. */
  share: number
  own: number
  total: number
}

// A row of this many words in the sample's order is the sample's; shorter rows are how everyone speaks of the matter
// ("human rights of sex workers"). Measured: docs/decisions/0030-own-words.md.
const WORDS_IN_ROW = 4
const CHARACTERS_IN_ROW = 6

const TOKEN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}]+/gu
const HAN = /\p{Script=Han}/u

/** Words without case, accents, punctuation and line breaks: changing those alone is not writing. */
function tokens(text: string): string[] {
  return (
    text
      .normalize("NFKD")
      .replace(/\p{M}+/gu, "")
      .toLowerCase()
      .match(TOKEN) ?? []
  )
}

/** Takes whole values (a name, a date …) out of a row of words. */
function without(words: string[], values: string[][]): string[] {
  const starts = new Map<string, string[][]>()
  for (const value of values) starts.set(value[0]!, [...(starts.get(value[0]!) ?? []), value])
  const kept: string[] = []
  for (let at = 0; at < words.length;) {
    const word = words[at]!
    const found = starts.get(word)?.find((value) => value.every((part, index) => words[at + index] === part))
    if (!found) kept.push(word)
    at += found?.length ?? 1
  }
  return kept
}

function rows(words: string[], length: number): Set<string> {
  const found = new Set<string>()
  for (let at = 0; at + length <= words.length; at++) found.add(words.slice(at, at + length).join(" "))
  return found
}

/**
 * Measures which part of a letter its writer has put in their own words.
 *
 * A word is the sample's when it stands in a row of four words (six characters in Chinese) that the sample has, too, wherever in
 * the letter that row is. All others are the writer's, those of the own paragraph among them. Takes time in proportion to the text.
 *
 * @param letter.text Before or after merging; both are measured as merged.
 * @param letter.sample The body of the sample it came from; `null` for a blank page.
 */
export function ownWords({
  text,
  sample,
  values,
}: {
  text: string
  sample: string | null
  values: MergeValues
}): OwnWords {
  const { reason: _own, ...facts } = values
  const known = Object.values(facts)
    .map((value) => tokens(value))
    .filter((value) => value.length > 0)
    .sort((a, b) => b.length - a.length)
  const written = without(tokens(mergeText(text, values)), known)
  const given = without(tokens(mergeText(sample ?? "", { ...values, reason: "" })), known)

  const isHan = given.filter((word) => HAN.test(word)).length > given.length / 2
  const length = Math.min(isHan ? CHARACTERS_IN_ROW : WORDS_IN_ROW, Math.max(1, given.length))
  const sampleRows = rows(given, length)
  let own = 0
  let end = 0 // Words before this one are known to be the sample's.
  for (let at = 0; at < written.length; at++) {
    if (sampleRows.has(written.slice(at, at + length).join(" "))) end = at + length
    if (at >= end) own++
  }
  return { share: written.length ? own / written.length : 0, own, total: written.length }
}
