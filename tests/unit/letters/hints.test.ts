import { readFileSync } from "node:fs"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { letterHints } from "#lib/domain/letters/hints"
import { mergeText } from "#lib/domain/letters/merge"
import { findPeople } from "#lib/domain/letters/people"
import { parseSamples } from "#lib/domain/letters/samples"
import { mergeValues } from "#lib/domain/letters/values"
import { LOCALES } from "#lib/shared/locales"
import { REWORDINGS } from "#tests/unit/letters/rewordings"

const RECIPIENT = { name: "Salil Shetty", title: "Secretary General", organisation: "Amnesty International" }
const KNOWN = ["Ana Pérez", "Salil Shetty", "Secretary General", "Amnesty International"]

describe("findPeople", () => {
  it.each([
    ["my friend Maria Lopez said", "Maria Lopez"],
    ["I told Dr. Miller", "Miller"],
    ["a woman called Joy", "Joy"],
    ["mi amiga Carmen me contó", "Carmen"],
    ["la Sra. Ruiz", "Ruiz"],
    ["mon amie Chloé m'a dit", "Chloé"],
    ["chez Mme Durand", "Durand"],
    ["моя подруга Света", "Света"],
    ["её зовут Оля", "Оля"],
    ["她名叫陈小红。", "陈小红"],
    ["王女士告诉我", "王女士"],
  ])("finds the name in %j", (text, name) => {
    expect(findPeople(text, KNOWN)[0]).toContain(name.slice(0, 3))
  })

  it.each([
    "Dear Mr Shetty,\nDr Shetty knows",
    "Уважаемый господин Шетти!",
    "Monsieur le Secrétaire général,",
    "尊敬的谢蒂先生：",
    "谢蒂先生，您好：",
    "My name is Ana Pérez",
    "меня зовут Анна",
    "My friend said so. Amnesty knows.",
    "许多女士和先生",
    "a friend, and then",
  ])("leaves %j", (text) => {
    expect(findPeople(text, KNOWN)).toEqual([])
  })
})

describe.each(LOCALES)("hints in %s", (locale) => {
  const { samples } = parseSamples(readFileSync(`content/letters.${locale}.md`, "utf8"))
  const read = (sample: string, own: string) => {
    const values = mergeValues(locale, { name: "Ana Pérez", town: "Lima", country: "PE", own }, RECIPIENT, "2015-07-23")
    return letterHints({ locale, subject: "", own, text: mergeText(sample, values), sample, known: KNOWN })
  }

  it.each(samples)("say of the sample $key only that the own paragraph is empty", ({ body }) => {
    expect(read(body, "")).toEqual([{ code: "own_empty", field: "own" }])
  })

  it("say nothing of a letter with an ordinary own paragraph", () => {
    expect(read(samples[0]!.body, REWORDINGS[locale].own)).toEqual([])
  })
})

describe("letterHints", () => {
  const letter = { locale: "en", subject: "Hello", own: "", text: "Hello", sample: null, known: KNOWN } as const

  it("asks for no own paragraph on a blank page", () => {
    expect(letterHints(letter)).toEqual([])
  })

  it("names what was found once, and where", () => {
    const own = "Ring 020 7946 0958 or ana@example.org."
    expect(letterHints({ ...letter, own, text: `Dear you,\n\n${own}\n\n12 Rose Street` })).toEqual([
      { code: "phone", field: "own", found: "020 7946 0958" },
      { code: "email", field: "own", found: "ana@example.org" },
      { code: "street", field: "body", found: "12 Rose Street" },
    ])
  })

  it("speaks of length over a page", () => {
    expect(letterHints({ ...letter, text: "word ".repeat(400) })).toEqual([])
    expect(letterHints({ ...letter, text: "word ".repeat(401) })).toEqual([{ code: "long", field: "body", words: 401 }])
  })

  it("reads any text, in time that grows with it", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => void letterHints({ ...letter, text })))
    const hostile = ["1 ", "+", "a.", "a@", "12 Aa ", "calle de ", "зовут ", "Dear ", "王", "1(", "Aa Aa "]
    const started = performance.now()
    for (const part of hostile) letterHints({ ...letter, text: part.repeat(60_000 / part.length) })
    expect(performance.now() - started).toBeLessThan(3_000)
  })
})
