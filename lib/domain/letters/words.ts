import type { Locale } from "#lib/shared/locales"

/** From `hint` words on we say that most offices read up to a page; over `max` a letter is refused. */
export type WordLimits = { hint: number; max: number }

const WORDS: WordLimits = { hint: 400, max: 1000 }

// What an English text says in one word takes about 1.6 characters in Chinese, so a page and the limit are as long as elsewhere.
const CHARACTERS: WordLimits = { hint: 640, max: 1600 }

/** The limits of product.md §5.6 in the unit that `countWords` uses for the language: words, for Chinese characters. */
export function wordLimits(locale: Locale): WordLimits {
  return locale === "zh" ? CHARACTERS : WORDS
}

// Scripts that put no space between words: there each character counts.
const CHARACTER = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu

const WORD_PART = /[\p{L}\p{N}]/u

/**
 * Counts a text as a person would: by spaces, and Chinese by characters. Punctuation alone is no word, an elision or a hyphen makes none.
 *
 * The text decides, not the page's language, since people write in one language on the page of another.
 */
export function countWords(text: string): number {
  let characters = 0
  const rest = text.replace(CHARACTER, () => {
    characters++
    return " "
  })
  return characters + rest.split(/\s+/).filter((word) => WORD_PART.test(word)).length
}

/** Whether and how a letter is too long: `null` when it is not. `max` is for the error's words. */
export function wordsOverLimit(text: string, locale: Locale): { words: number; max: number } | null {
  const words = countWords(text)
  const { max } = wordLimits(locale)
  return words > max ? { words, max } : null
}
