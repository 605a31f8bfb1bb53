import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { mergeText, unfilledPlaceholders } from "#lib/domain/letters/merge"
import { parseSamples, parseTalkingPoints } from "#lib/domain/letters/samples"
import { mergeValues } from "#lib/domain/letters/values"
import { countWords } from "#lib/domain/letters/words"
import { LOCALES, type Locale } from "#lib/shared/locales"

const read = (kind: string, locale: Locale) => readFileSync(`content/${kind}.${locale}.md`, "utf8")

const KEYS = ["health", "human-rights", "harm-reduction", "personal", "professional", "organisation"]

const YEARS: Record<Locale, RegExp> = {
  en: /two years (?:of|on) consultation and debate/i,
  es: /dos años (?:de|a) consultas y debate/i,
  fr: /deux années de consultation et de débat/i,
  ru: /дв(?:а|ух) (?:года|лет)/i,
  zh: /两年[^。]{0,6}咨询和讨论/,
}

// Words that reduce people to an act, or that mean something else than we ask for (product.md §1).
const NOT_SAID: Record<Locale, RegExp> = {
  en: /prostitut|\bgirls?\b|legalis|both sexes/i,
  es: /prostitut|legaliz|ambos sexos/i,
  fr: /prostitu|légalis|les deux sexes/i,
  ru: /проститу|легализ|оба пола/i,
  zh: /妓|卖淫|合法化|两性/,
}

describe.each(LOCALES)("the sample letters in %s", (locale) => {
  const file = parseSamples(read("letters", locale))

  it("are the same six, and only the English file says who is addressed", () => {
    expect(file.locale).toBe(locale)
    expect(file.samples.map(({ key }) => key)).toEqual(KEYS)
    expect(file.recipient?.name).toBe(locale === "en" ? "Salil Shetty" : undefined)
    expect(file.samples.map(({ needs }) => needs.join())).toEqual(["", "", "", "", "", "organisation,role"])
    expect(file.samples.filter(({ safetyNote }) => safetyNote).map(({ key }) => key)).toEqual(["personal"])
  })

  it("wait for a native speaker where they are translations", () => {
    expect(file.review).toBe(locale === "en" ? null : "pending review by a native speaker")
  })

  it.each(file.samples)("$key speaks of the two years and uses respectful words", ({ subject, body }) => {
    expect(body).toMatch(YEARS[locale])
    expect(`${subject}\n${body}`).not.toMatch(NOT_SAID[locale])
  })

  it.each(file.samples)("$key begins with the date and has one place for the own paragraph", ({ body }) => {
    expect(body.split("\n\n")[0]).toBe("{{date}}")
    expect(body.split("\n\n").filter((part) => part === "{{reason}}")).toHaveLength(1)
  })

  it.each(file.samples)("$key says honestly how long it is", ({ words, body }) => {
    const most = countWords(body.replace(/\{\{[^|}]*\|?([^}]*)\}\}/g, "$1"))
    const least = countWords(body.replace(/\{\{[^}]*\}\}/g, ""))
    expect(words).toBeGreaterThanOrEqual(least - 5)
    expect(words).toBeLessThanOrEqual(most + 5)
  })

  it.each(file.samples)("$key leaves nothing to fill and no lost comma, whatever is given", ({ subject, body }) => {
    for (const town of ["", "Lima"])
      for (const country of ["", "PE"])
        for (const role of ["", "nurse"])
          for (const own of ["", "My own words."]) {
            const recipient = { name: "Salil Shetty", title: "", organisation: "" }
            const values = mergeValues(locale, { name: "Ana", town, country, role, own }, recipient, "2015-07-23")
            const text = `${mergeText(subject, values)}\n${mergeText(body, values)}`
            expect(unfilledPlaceholders(text)).toEqual([])
            expect(text).not.toMatch(/^[,， ]|, *[,，]|\n\n\n| $/m)
            expect(text).toContain("\nAna")
          }
  })
})

describe.each(LOCALES)("the talking points in %s", (locale) => {
  it("are eight, with evidence where there is some", () => {
    const { title, intro, points } = parseTalkingPoints(read("talking-points", locale))
    expect(title && intro).toBeTruthy()
    expect(points).toHaveLength(8)
    expect(points[0]).toMatchObject({ key: "health", evidence: expect.stringContaining("2014") })
    expect(points.at(-1)).toMatchObject({ key: "words", evidence: null, source: null })
  })
})

describe("a file that is not as it should be", () => {
  const head = "---\nkind: letters\nlanguage: en\nslug: a-b\nmergeFields: [name]\n---\n"
  const section =
    "## one\n- card: One\n- for: all\n- words: 3\n- reason-prompt: Why?\n- subject: About: this\n\nDear {{name}},\n"

  it("splits a list line at the first colon", () => {
    expect(parseSamples(head + section).samples[0]?.subject).toBe("About: this")
  })

  it.each([
    ["an unknown field in a letter", section.replace("{{name}}", "{{mood}}"), /Section "one"[^]*unknown_field mood/],
    ["an unknown name in a list", section.replace("- card", "- cart"), /Section "one"/],
    ["a missing part", section.replace("- words: 3\n", ""), /Section "one"[^]*words/],
    ["no letter", section.replace("Dear {{name}},", ""), /Section "one"[^]*text/],
    ["the same section twice", section + section, /"one" is there twice/],
    ["a need that is no field of the form", section.replace("- words", "- needs: mood\n- words"), /needs/],
    ["no section", "", /no section/],
  ])("names what is wrong: %s", (_, body, expected) => {
    expect(() => parseSamples(head + body)).toThrow(expected)
  })
})
