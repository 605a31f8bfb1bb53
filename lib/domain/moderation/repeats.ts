import { hash32, plainWords } from "#lib/domain/moderation/tokens"

/** What is kept of a comment to recognise it again, without its words. */
export type TextPrint = {
  /** Equal for equal texts, whatever their case, accents and punctuation. */
  exact: string
  /** Near for texts that share most of their words; `null` for short ones, which many people write alike. */
  near: string | null
}

/** People repeat a slogan or "signed!" without being a machine: shorter texts are not compared. */
const WORDS_MIN = 8
/** Of 400,000 pairs of unlike texts in the made-up corpus none differed in fewer than 13 bits. */
export const NEAR_BITS = 12

function comparableWords(text: string): string[] {
  return plainWords(text).flatMap((word) => (/^\p{sc=Han}/u.test(word) ? [...word] : [word]))
}

/** SimHash (Charikar 2002) of 64 bits over words and pairs of words. */
function nearPrint(words: string[]): bigint {
  const votes = new Int32Array(64)
  const pieces = words.flatMap((word, index) => [word, `${word} ${words[index + 1] ?? ""}`])
  for (const piece of pieces) {
    const hashes = [hash32(piece, 1), hash32(piece, 2)]
    for (let bit = 0; bit < 64; bit++) votes[bit]! += (hashes[bit >> 5]! >>> (bit & 31)) & 1 ? 1 : -1
  }
  return votes.reduce((print, vote, bit) => (vote > 0 ? print | (1n << BigInt(bit)) : print), 0n)
}

/** From so many alike on they look like a machine's, and further ones change nothing. */
export const REPEATS_ENOUGH = 3

/**
 * The print of a comment.
 *
 * @param keyed Makes a keyed fingerprint, e.g. of `#lib/platform/fingerprints`, so that prints cannot be tried out.
 */
export function textPrint(text: string, keyed: (text: string) => string): TextPrint {
  const words = comparableWords(text)
  const near = words.length >= WORDS_MIN ? nearPrint(words).toString(16).padStart(16, "0") : null
  return { exact: keyed(words.join(" ") || text.trim()), near }
}

/** The two halves of a print as numbers: comparing a few thousand is then a matter of a millisecond. */
function halves(near: string): [number, number] {
  return [Number.parseInt(near.slice(0, 8), 16) | 0, Number.parseInt(near.slice(8), 16) | 0]
}

function bitsIn(half: number): number {
  let bits = 0
  for (let left = half; left !== 0; left &= left - 1) bits += 1
  return bits
}

/**
 * How often a comment has been posted of late. Short ones count as equal only to the letter.
 *
 * @param recent Prints of recent comments by anyone, e.g. of the last day; a few thousand take milliseconds.
 */
export function countRepeats(
  print: TextPrint,
  recent: readonly TextPrint[],
): { exact: number; near: number; isLong: boolean } {
  const exact = recent.filter((other) => other.exact === print.exact).length
  let near = 0
  if (print.near !== null) {
    const [high, low] = halves(print.near)
    for (const other of recent) {
      if (other.near === null || other.exact === print.exact) continue
      const [otherHigh, otherLow] = halves(other.near)
      if (bitsIn(high ^ otherHigh) + bitsIn(low ^ otherLow) <= NEAR_BITS) near += 1
    }
  }
  return { exact, near, isLong: print.near !== null }
}
