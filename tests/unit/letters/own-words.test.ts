import { readFileSync } from "node:fs"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { mergeText } from "#lib/domain/letters/merge"
import { ownWords } from "#lib/domain/letters/own-words"
import { parseSamples } from "#lib/domain/letters/samples"
import { mergeValues } from "#lib/domain/letters/values"
import { LOCALES, type Locale } from "#lib/shared/locales"
import { REWORDINGS } from "#tests/unit/letters/rewordings"

const RECIPIENT = { name: "Salil Shetty", title: "Secretary General", organisation: "Amnesty International" }
const WRITER = { name: "Ana Pérez", town: "Lima", country: "PE", role: "nurse", organisation: "Casa Abierta" }

const samplesOf = (locale: Locale) => parseSamples(readFileSync(`content/letters.${locale}.md`, "utf8")).samples

describe.each(LOCALES)("own words in %s", (locale) => {
  const samples = samplesOf(locale)
  const sample = samples[0]!.body
  const values = mergeValues(locale, WRITER, RECIPIENT, "2015-07-23")
  const merged = mergeText(sample, values)
  const { touched, paragraph, whole, own } = REWORDINGS[locale]
  const percent = (text: string, filled = values) => Math.round(ownWords({ text, sample, values: filled }).share * 100)

  it.each(samples)("are none in the unchanged sample $key, before and after merging", ({ body }) => {
    for (const filled of [values, mergeValues(locale, { name: "Ana" }, RECIPIENT, "2015-07-23")]) {
      expect(ownWords({ text: body, sample: body, values: filled }).own).toBe(0)
      expect(ownWords({ text: mergeText(body, filled), sample: body, values: filled }).own).toBe(0)
    }
  })

  it("are not made by case, punctuation, spaces, accents or another order of sentences", () => {
    expect(percent(merged.toUpperCase())).toBe(0)
    expect(percent(merged.replace(/[.,:;—，。；：]/g, " ! "))).toBe(0)
    expect(percent(merged.replace(/ /g, "\u00a0\n"))).toBe(0)
    expect(percent(merged.normalize("NFD").replace(/\p{M}/gu, ""))).toBe(0)
    const parts = merged.split("\n\n")
    expect(percent([...parts.slice(0, 3), parts[4], parts[3], ...parts.slice(5)].join("\n\n"))).toBeLessThanOrEqual(2)
  })

  it("are not made by the name, the town or the day", () => {
    expect(percent(`${merged}\nAna Pérez\nLima`)).toBe(0)
  })

  it("are few where a few words were changed", () => {
    const text = touched.reduce((so, [from, to]) => {
      expect(so).toContain(from)
      return so.replace(from, to)
    }, merged)
    expect(percent(text)).toBeGreaterThanOrEqual(6)
    expect(percent(text)).toBeLessThanOrEqual(15)
  })

  it("are about half where the main paragraph was put in other words", () => {
    const parts = merged.split("\n\n")
    expect(percent([...parts.slice(0, 3), paragraph, ...parts.slice(4)].join("\n\n"))).toBeGreaterThanOrEqual(45)
    expect(percent([...parts.slice(0, 3), paragraph, ...parts.slice(4)].join("\n\n"))).toBeLessThanOrEqual(62)
  })

  it("are nearly all where everything was put in other words", () => {
    expect(percent(whole)).toBeGreaterThanOrEqual(90)
  })

  it("are those of the own paragraph, wherever it is measured", () => {
    const filled = { ...values, reason: own }
    const before = ownWords({ text: sample, sample, values: filled })
    expect(before.own / before.total).toBeCloseTo(before.share)
    expect(percent(sample, filled)).toBeGreaterThanOrEqual(9)
    expect(percent(sample, filled)).toBeLessThanOrEqual(16)
    expect(ownWords({ text: mergeText(sample, filled), sample, values: filled })).toEqual(before)
  })
})

describe("own words", () => {
  it("are all on a blank page, and none in an empty letter", () => {
    expect(ownWords({ text: "My own letter.", sample: null, values: {} })).toEqual({ share: 1, own: 3, total: 3 })
    expect(ownWords({ text: " \n", sample: "Sample", values: {} })).toEqual({ share: 0, own: 0, total: 0 })
  })

  it("are a share of the whole for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string(), fc.string(), (text, sample, name) => {
        const { share, own, total } = ownWords({ text, sample, values: { name } })
        expect(own).toBeGreaterThanOrEqual(0)
        expect(own).toBeLessThanOrEqual(total)
        expect(share).toBeGreaterThanOrEqual(0)
        expect(share).toBeLessThanOrEqual(1)
        expect(ownWords({ text: sample, sample, values: {} }).own).toBe(0)
      }),
    )
  })

  it("take time in proportion to the text", () => {
    const timeOf = (words: number) => {
      const text = Array.from({ length: words }, (_, index) => `w${index % 977}`).join(" ")
      const started = performance.now()
      ownWords({ text, sample: text, values: { name: "w1 w2 w3", role: "w1 ".repeat(50) } })
      return performance.now() - started
    }
    timeOf(1_000)
    expect(timeOf(20_000)).toBeLessThan(500)
  })
})
