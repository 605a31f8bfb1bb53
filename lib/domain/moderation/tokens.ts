import { foldWord, isNeutral, withoutNeutralHan } from "#lib/shared/neutral-words"
import { findPersonalDetails } from "#lib/domain/moderation/personal-details"
import { findLinks } from "#lib/shared/links"

/** More of a text does not help the filter, and a bound keeps it quick. */
const TOKENS_MAX = 1_000
const WORD_MAX_CHARS = 40
/** Six times the longest comment; a longer text is judged by its beginning. */
export const JUDGED_MAX_CHARS = 20_000

const AMOUNT = String.raw`(?<![\d.,])\d[\d.,]{0,20}(?:\s\d{3}){0,3}`
const CURRENCY_WORDS = "dollars?|euros?|eur|usd|dólares|рублей|рубля|руб|元|块|万元"
const MONEY = new RegExp(
  String.raw`[$€£¥₽₿]\s?\d[\d.,]{0,20}(?:\s\d{3}){0,3}|${AMOUNT}\s?(?:[$€£¥₽₿]|(?:${CURRENCY_WORDS})(?!\p{L}))`,
  "giu",
)
const PERCENT = /(?<![\d.,])\d[\d.,]{0,20}\s?[%％]|百分之\p{sc=Han}{1,3}/gu
const PIECE = /#[a-z-]+|\p{sc=Han}+|[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*|\p{N}[\p{N}.,:/-]*|\p{Extended_Pictographic}/gu

/** Puts a sign in place of each part that stands for itself: addresses, contact details, sums. */
function withSigns(text: string): string {
  const parts = [
    ...findLinks(text).map(({ start, end }) => ({ start, end, sign: "#link" })),
    ...findPersonalDetails(text).map(({ kind, start, end }) => ({ start, end, sign: `#${kind}` })),
  ].sort((a, b) => a.start - b.start || b.end - a.end)
  let marked = ""
  let at = 0
  for (const { start, end, sign } of parts) {
    if (start < at) continue
    marked += `${text.slice(at, start)} ${sign} `
    at = end
  }
  return (marked + text.slice(at)).replace(MONEY, " #money ").replace(PERCENT, " #percent ")
}

/** The words of a text in order as the filter compares them: folded, neutral ones left out, Chinese by character. */
function words(text: string): string[] {
  const found: string[] = []
  for (const [piece] of text.matchAll(PIECE)) {
    if (found.length >= TOKENS_MAX) break
    if (piece.startsWith("#")) found.push(piece)
    else if (/^\p{sc=Han}/u.test(piece)) found.push(...withoutNeutralHan(piece))
    else if (/^\p{N}/u.test(piece)) found.push(piece === "24/7" ? piece : "#number")
    else {
      const word = foldWord(piece).slice(0, WORD_MAX_CHARS)
      if (word && !isNeutral(word)) found.push(word)
    }
  }
  return found
}

const isHan = (word: string) => /^\p{sc=Han}$/u.test(word)

/**
 * What the classifier counts of a text: each word, and each pair of neighbours. Of Chinese only the pairs.
 *
 * Neutral words leave no trace: a text with them gives the same features as without. Contact details and addresses count as kinds
 * (`#phone`, `#link`), never as themselves, so that a model cannot hold them.
 */
export function features(whole: string): Set<string> {
  const text = whole.slice(0, JUDGED_MAX_CHARS)
  const list = words(withSigns(text))
  // Moderators teach which sites people cite; one nobody has cited before says nothing.
  const found = new Set(findLinks(text).map(({ host }) => `@${host.replace(/^www\./, "")}`))
  list.forEach((word, index) => {
    if (!isHan(word)) found.add(word)
    const next = list[index + 1]
    if (next !== undefined) found.add(`${word} ${next}`)
  })
  return found
}

/** The words alone, for comparing texts and for block rules, neutral ones included. */
export function plainWords(text: string): string[] {
  return [...text.matchAll(/\p{sc=Han}+|[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu)].map(([word]) =>
    foldWord(word),
  )
}

/** A 32-bit hash of a text: FNV-1a with a final mix. Not for secrets. */
export function hash32(text: string, seed = 0): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b)
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b)
  return (hash ^ (hash >>> 16)) >>> 0
}
