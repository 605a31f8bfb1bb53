import { describe, expect, it } from "vitest"
import { countWords, wordLimits, wordsOverLimit } from "#lib/domain/letters/words"

describe("countWords", () => {
  it.each([
    ["", 0],
    ["  \n — … ", 0],
    ["One well-known sex worker's letter.", 5],
    ["L'égalité, c'est aujourd'hui !", 3],
    ["¿Por qué no? 33 %", 4],
    ["Секс-работа — это работа", 3],
    ["性工作者的权利就是人权。", 11],
    ["2015年8月，The Lancet 的研究", 9],
    ["one\u00a0two\u2003three\nfour", 4],
  ])("counts %j as %i", (text, expected) => {
    expect(countWords(text)).toBe(expected)
  })
})

describe("limits", () => {
  it("refuses a letter only over the limit of its language", () => {
    for (const [locale, unit] of [
      ["en", "word "],
      ["ru", "слово "],
      ["zh", "字"],
    ] as const) {
      const { hint, max } = wordLimits(locale)
      expect(hint).toBeLessThan(max)
      expect(wordsOverLimit(unit.repeat(max), locale)).toBeNull()
      expect(wordsOverLimit(unit.repeat(max + 1), locale)).toEqual({ words: max + 1, max })
    }
  })

  it("allows 1,000 words and speaks of length over 400", () => {
    expect(wordLimits("fr")).toEqual({ hint: 400, max: 1000 })
  })
})
