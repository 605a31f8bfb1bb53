import { readFileSync } from "node:fs"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { letterHints } from "#lib/domain/letters/hints"
import { mergeText } from "#lib/domain/letters/merge"
import { findEmails, findPeople, findPhones, findStreets } from "#lib/domain/letters/private-details"
import { parseSamples } from "#lib/domain/letters/samples"
import { mergeValues } from "#lib/domain/letters/values"
import { LOCALES } from "#lib/shared/locales"
import { REWORDINGS } from "#tests/unit/letters/rewordings"

const RECIPIENT = { name: "Salil Shetty", title: "Secretary General", organisation: "Amnesty International" }
const KNOWN = ["Ana Pérez", "Salil Shetty", "Secretary General", "Amnesty International"]

describe("findPhones", () => {
  it.each([
    "+44 20 7946 0958",
    "0044 20 79460958",
    "020 7946 0958",
    "(020) 7946-0958",
    "555-0123",
    "600 123 456",
    "01.23.45.67.89",
    "8 (912) 345-67-89",
    "+7 912 345 67 89",
    "13812345678",
    "＋８６１３８１２３４５６７８",
    "138–1234–5678",
  ])("finds %j", (phone) => {
    expect(findPhones(`我的电话${phone}。`)).toHaveLength(1)
    expect(findPhones(`Call ${phone} today`)).toHaveLength(1)
  })

  it.each([
    "6 August 2015",
    "2015-08-06",
    "06.08.2015",
    "06 08 2015",
    "2013–2015",
    "1,284,000 people",
    "10 000 000",
    "1.284.000",
    "33–46 %",
    "2015年8月6日",
    "in 2003, 2014 and 2015",
    "1234567",
  ])("leaves %j", (text) => {
    expect(findPhones(text)).toEqual([])
  })
})

describe("findEmails", () => {
  it("finds addresses in any script", () => {
    expect(findEmails("to ana@example.org, анна@пример.испытание or @ana")).toEqual([
      "ana@example.org",
      "анна@пример.испытание",
    ])
  })
})

describe("findStreets", () => {
  it.each([
    "12 Rose Street",
    "221b Baker St",
    "4 Old Mill Lane",
    "SW1A 1AA",
    "calle de la Rosa, 12",
    "Avenida Arequipa 450",
    "Calle Mayor n.º 5",
    "12 bis, rue de la Paix",
    "3 place des Fêtes",
    "ул. Ленина, д. 5",
    "улице Свободы, 12",
    "Тверская улица, 7",
    "南京路100号",
    "5单元",
  ])("finds %j", (street) => {
    expect(findStreets(`We met at ${street} then`)).not.toEqual([])
  })

  it.each([
    "In 2014 The Lancet published",
    "street work in 2014",
    "el trabajo de calle en 2014",
    "en la calle Mayor en 2014",
    "en 2014, place à la santé",
    "на площади Свободы в 2014 году",
    "十字路口有100人",
    "2 years on the road",
  ])("leaves %j", (text) => {
    expect(findStreets(text)).toEqual([])
  })
})

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
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void letterHints({ ...letter, text })))
    const hostile = ["1 ", "+", "a.", "a@", "12 Aa ", "calle de ", "зовут ", "Dear ", "王", "1(", "Aa Aa "]
    const started = performance.now()
    for (const part of hostile) letterHints({ ...letter, text: part.repeat(60_000 / part.length) })
    expect(performance.now() - started).toBeLessThan(3_000)
  })
})
