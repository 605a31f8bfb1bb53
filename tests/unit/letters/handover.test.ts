import { describe, expect, it, vi } from "vitest"
import { handoverPdf, type HandoverCover } from "#lib/domain/letters/pdf/handover"
import type { PostalLetter } from "#lib/domain/letters/pdf/layout"
import { LOCALES } from "#lib/shared/locales"
import { postalLetter, samplesOf } from "#tests/unit/letters/postal"
import { readPdf, squeeze } from "#tests/unit/letters/read-pdf"

const COVER: HandoverCover = {
  locale: "en",
  on: "2015-08-06",
  title: "Stand with sex workers. Adopt the policy.",
  facts: [
    ["Letters", "30"],
    ["To", "Salil Shetty, Secretary General, Amnesty International, and all members of its International Council"],
  ],
  notes: ["Every letter was sent by a person who confirmed an e-mail address."],
}

const LETTERS = LOCALES.flatMap((locale) =>
  samplesOf(locale)
    .slice(0, 2)
    .map((sample) => postalLetter(locale, sample)),
)

vi.setConfig({ testTimeout: 30_000 })

async function collect(letters: Iterable<PostalLetter> | AsyncIterable<PostalLetter>) {
  const parts: Uint8Array[] = []
  const pieces = handoverPdf(COVER, letters, "A4")
  for (;;) {
    const { done, value } = await pieces.next()
    if (done) return { counted: value, bytes: Buffer.concat(parts) }
    parts.push(value)
  }
}

describe("a bundle to hand over", () => {
  it("has a cover and every letter from a page of its own, in order", async () => {
    const { counted, bytes } = await collect(LETTERS)
    expect(counted).toEqual({ letters: LETTERS.length, pages: LETTERS.length })

    const pdf = await readPdf(bytes)
    expect(pdf.pages).toBe(LETTERS.length + 1)
    const textOf = (page: number) =>
      squeeze(
        pdf.items
          .filter((item) => item.page === page)
          .map(({ text }) => text)
          .join(""),
      )
    expect(textOf(1)).toBe(squeeze([COVER.title, "6 August 2015", ...COVER.facts.flat(), ...COVER.notes].join("")))
    LETTERS.forEach(({ subject, name }, index) => {
      expect(textOf(index + 2)).toContain(squeeze(subject))
      expect(textOf(index + 2).startsWith(squeeze(name))).toBe(true)
    })
    expect(pdf.info).toMatchObject({ Title: "Letter", CreationDate: "D:20150806000000Z" })
  })

  it("asks for a letter only when what came before was taken", async () => {
    let asked = 0
    async function* letters() {
      for (const letter of LETTERS) {
        asked++
        yield letter
      }
    }
    const pieces = handoverPdf(COVER, letters(), "Letter")
    expect((await pieces.next()).done).toBe(false)
    expect(asked).toBeLessThanOrEqual(2)
    await pieces.return({ letters: 0, pages: 0 })
  })

  it("fails where its letters fail, instead of ending early", async () => {
    async function* letters() {
      yield LETTERS[0]!
      throw new Error("The database is gone.")
    }
    await expect(collect(letters())).rejects.toThrow("The database is gone.")
  })

  it("is the same bytes for the same letters, also with none", async () => {
    const [first, second] = [await collect(LETTERS.slice(0, 3)), await collect(LETTERS.slice(0, 3))]
    expect(Buffer.compare(first.bytes, second.bytes)).toBe(0)
    expect((await readPdf((await collect([])).bytes)).pages).toBe(1)
  })
})
