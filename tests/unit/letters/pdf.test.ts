import fc from "fast-check"
import { beforeAll, describe, expect, it, vi } from "vitest"
import { warmPdf } from "#lib/domain/letters/pdf/document"
import { REPLACEMENT, unprintable } from "#lib/domain/letters/pdf/fonts"
import type { PostalLetter } from "#lib/domain/letters/pdf/layout"
import { letterPdf } from "#lib/domain/letters/pdf/letter"
import { formatDay } from "#lib/shared/dates"
import { LOCALES } from "#lib/shared/locales"
import { postalLetter, RECIPIENT, samplesOf } from "#tests/unit/letters/postal"
import { linesOf, readPdf, squeeze } from "#tests/unit/letters/read-pdf"

vi.setConfig({ testTimeout: 30_000 })

beforeAll(warmPdf)

const FORMATS = ["A4", "Letter"] as const

const PAPER = { A4: [210, 297], Letter: [215.9, 279.4] }

// Millimetres from the top left corner of the sheet: what the window may show however the sheet slips, and what it always shows.
const WINDOW = {
  A4: { may: { left: 0, right: 110, top: 45, bottom: 98.5 }, always: { left: 20, right: 91, top: 54, bottom: 90 } },
  Letter: {
    may: { left: 0, right: 136.5, top: 51.9, bottom: 92.1 },
    always: { left: 22.2, right: 111.1, top: 63.5, bottom: 80.5 },
  },
}

const LETTER: PostalLetter = {
  locale: "en",
  on: "2015-07-23",
  name: "Ana",
  sender: ["Ana"],
  recipient: ["Salil Shetty"],
  subject: "A letter",
  text: "Dear you,\n\nText.\n\nYours,\nAna",
}

describe.each(LOCALES)("the PDF of a sample in %s", (locale) => {
  it.each(samplesOf(locale).flatMap((sample) => FORMATS.map((format) => [sample.key, format, sample] as const)))(
    "%s is one %s page with every word of the letter once",
    async (_, format, sample) => {
      const letter = postalLetter(locale, sample)
      const pdf = await readPdf(await letterPdf(letter, format))

      expect(pdf.pages).toBe(1)
      expect(pdf.paper[0]).toBeCloseTo(PAPER[format][0]!, 1)
      expect(pdf.paper[1]).toBeCloseTo(PAPER[format][1]!, 1)
      const date = formatDay(locale, letter.on)
      const body = letter.text.replace(`${date}\n`, "")
      expect(pdf.text).toBe(squeeze([...letter.sender, date, ...letter.recipient, letter.subject, body].join("\n")))
      expect(pdf.text).not.toContain(REPLACEMENT)
      expect(pdf.isTagged).toBe(true)
      expect(Math.min(...pdf.items.map(({ size }) => size))).toBeGreaterThanOrEqual(9.5)
      for (const { x, right, y } of pdf.items) {
        expect(x).toBeGreaterThan(24.9)
        expect(right).toBeLessThan(pdf.paper[0] - 24)
        expect(y).toBeGreaterThan(25)
        expect(y).toBeLessThan(pdf.paper[1] - 25)
      }
    },
  )

  it("has a glyph for every character of every sample", () => {
    for (const { subject, body } of samplesOf(locale)) expect(unprintable(`${subject}\n${body}`)).toEqual([])
  })
})

describe.each(FORMATS)("a letter on %s", (format) => {
  const { may, always } = WINDOW[format]

  it.each(LOCALES)("shows the address in the window, and nothing else: %s", async (locale) => {
    for (const sample of samplesOf(locale).slice(-2)) {
      const letter = postalLetter(locale, sample)
      const lines = linesOf(await readPdf(await letterPdf(letter, format)))
      const inside = lines.filter(({ x, y }) => x < may.right && y > may.top && y - 3 < may.bottom)
      expect(inside.map(({ text }) => text)).toEqual(letter.recipient)
      for (const { x, right, y } of inside) {
        expect(x).toBeGreaterThanOrEqual(always.left)
        expect(right).toBeLessThanOrEqual(always.right)
        expect(y).toBeLessThanOrEqual(always.bottom)
      }
    }
  })

  it("always shows an address of four lines whole", async () => {
    const recipient = ["Salil Shetty", "Amnesty International", "1 Example Street", "London X1 1XX"]
    const lines = linesOf(await readPdf(await letterPdf({ ...LETTER, recipient }, format)))
    const inside = lines.filter(({ text }) => recipient.includes(text))
    expect(inside).toHaveLength(4)
    for (const { y } of inside) {
      expect(y - 3).toBeGreaterThanOrEqual(always.top)
      expect(y).toBeLessThanOrEqual(always.bottom)
    }
  })

  it("breaks long names in the address and in the sender's block, so that they stay there", async () => {
    const long = "International Federation of Very Long Names and Departments, Section for Letters"
    const recipient = ["Salil Shetty", long, "1 Example Street"]
    const pdf = await readPdf(await letterPdf({ ...LETTER, recipient, sender: ["Ana", long, long] }, format))
    for (const { x, right, y } of pdf.items.filter((item) => item.y < may.bottom && item.y > may.top)) {
      const isAddress = x < may.right
      expect(isAddress ? right : x).toSatisfy((edge: number) => (isAddress ? edge <= always.right : edge >= may.right))
      if (isAddress) expect(y).toBeLessThanOrEqual(always.bottom)
    }
    expect(pdf.text).toContain(squeeze(long))
  })

  it("leaves 25 mm to sign between closing and name", async () => {
    const lines = linesOf(await readPdf(await letterPdf(LETTER, format)))
    const closing = lines.find(({ text }) => text === "Yours,")!
    const name = lines.findLast(({ text }) => text === "Ana")!
    expect(name.y - closing.y).toBeGreaterThan(25)
    expect(name.y - closing.y).toBeLessThan(25 + 8)
  })

  it("numbers pages only where there are several, and fills them well", async () => {
    const paragraph = "A sentence of a letter that is far too long for one page. ".repeat(8)
    const text = `Dear you,\n\n${`${paragraph}\n\n`.repeat(12)}Yours,\nAna`
    const pdf = await readPdf(await letterPdf({ ...LETTER, text }, format))
    expect(pdf.pages).toBeGreaterThan(1)
    for (let page = 1; page <= pdf.pages; page++) {
      const lines = linesOf(pdf, page)
      expect(lines.at(-1)!.text).toBe(`${page} / ${pdf.pages}`)
      expect(lines.slice(0, -1).every(({ y }) => y < pdf.paper[1] - 24)).toBe(true)
      expect(lines.length).toBeGreaterThan(3) // No closing alone on a page.
    }
    expect(squeeze(text).startsWith(squeeze("Dear you,"))).toBe(true)
    expect((await readPdf(await letterPdf(LETTER, format))).text).not.toContain("1/1")
  })

  it("gets a little smaller before it takes a second page", async () => {
    const line = "Words of a letter. ".repeat(30)
    const sizes = new Set<number>()
    for (let count = 1; count < 8; count++) {
      const pdf = await readPdf(
        await letterPdf({ ...LETTER, text: `${`${line}\n\n`.repeat(count)}Yours,\nAna` }, format),
      )
      const size = pdf.items.find(({ text }) => text.startsWith("Words"))!.size
      if (pdf.pages === 1) sizes.add(size)
      else expect(size).toBe(11.5)
    }
    expect(sizes.size).toBeGreaterThan(1)
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(10)
  })
})

describe("the PDF of a letter", () => {
  it("is the same bytes for the same letter", async () => {
    const letter = postalLetter("zh", samplesOf("zh")[0]!)
    const [first, second] = [await letterPdf(letter, "A4"), await letterPdf(letter, "A4")]
    expect(Buffer.compare(first, second)).toBe(0)
  })

  it("says nothing in its metadata but a neutral title and the day", async () => {
    const bytes = await letterPdf({ ...LETTER, subject: "Sex workers' rights" }, "A4")
    const { info } = await readPdf(bytes)
    expect(info).toMatchObject({ Title: "Letter", Creator: "Letter", Producer: "PDF", Language: "en" })
    expect(info).toMatchObject({ CreationDate: "D:20150723000000Z" })
    for (const key of ["Author", "Subject", "Keywords", "ModDate"]) expect(info).not.toHaveProperty(key)
    const plain = Buffer.from(bytes).toString("latin1")
    expect(plain).not.toMatch(/pdfkit|worker|amnesty|right|two.?minutes|\/home/i)
    // Nor where this machine keeps the project.
    expect(plain).not.toContain(`/${process.cwd().split("/")[1]}/`)
  })

  it("keeps line breaks, quotes and blank lines as they were written", async () => {
    const text = "Dear ‘you’,\n\none\ntwo “three”\n\n\n\n  four -- 'five'\n\nYours,\nAna\nnurse"
    const lines = linesOf(await readPdf(await letterPdf({ ...LETTER, text }, "A4"))).slice(4)
    const written = lines.map((line) => line.text.trim())
    expect(written).toEqual(["Dear ‘you’,", "one", "two “three”", "four -- 'five'", "Yours,", "Ana", "nurse"])
    expect(lines[3]!.y - lines[2]!.y).toBeGreaterThan(2.2 * (lines[1]!.y - lines[0]!.y))
  })

  it("shows the date once, whether the text has it or its writer took it out", async () => {
    for (const text of [LETTER.text, `23 July 2015\n\n${LETTER.text}`]) {
      const pdf = await readPdf(await letterPdf({ ...LETTER, text }, "A4"))
      expect(pdf.text.split("23July2015")).toHaveLength(2)
    }
  })

  it("holds names of many languages and rare Chinese characters", async () => {
    const names = [
      "Łukasz Żółć",
      "Nguyễn Thị Ánh",
      "Ђорђе Ћирић",
      "Ґанна Їжак",
      "Ελένη Παπαδοπούλου",
      "龘犇喆",
      "龔麐鹼",
    ]
    const sender = names.filter((name) => unprintable(name).length === 0)
    expect(sender).toEqual(names)
    const pdf = await readPdf(await letterPdf({ ...LETTER, sender }, "A4"))
    expect(pdf.text).toContain(squeeze(names.join("")))
  })

  it("shows a mark for what no font has, and says which characters these are", async () => {
    const text = "Dear you,\n\nعزيزي 👩🏽‍⚕️ ok\u0000 ไทย\n\nYours,\nAna"
    const pdf = await readPdf(await letterPdf({ ...LETTER, text }, "A4"))
    expect(pdf.text).toContain(`Dearyou,${REPLACEMENT.repeat(5)}${REPLACEMENT}ok`)
    expect(unprintable(text)).toContain("👩🏽‍⚕️")
    expect(unprintable(text)).toContain("ي")
    expect(unprintable("Ana, Ольга, 陈 — “x”\n")).toEqual([])
  })

  it("uses Chinese quotation marks between Chinese characters only", async () => {
    const pdf = await readPdf(await letterPdf({ ...LETTER, text: "“中文”，中文——“x”。\n\n“English” ’s" }, "A4"))
    const widthOf = (text: string) => {
      const item = pdf.items.find((other) => other.text.includes(text))!
      return (item.right - item.x) / item.text.length
    }
    expect(widthOf("“中文”")).toBeCloseTo(widthOf("中"), 1)
    expect(pdf.items.find(({ text }) => text.includes("“English”"))).toBeDefined()
  })

  it("is made of any text without failing", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 300 }), async (text) => {
        const letter = { ...LETTER, subject: text, text, name: text, sender: [text], recipient: [text, text] }
        expect((await letterPdf(letter, "Letter")).length).toBeGreaterThan(1000)
      }),
      { numRuns: 25 },
    )
  })

  it("breaks words that are wider than the page", async () => {
    const word = "a".repeat(300)
    const pdf = await readPdf(await letterPdf({ ...LETTER, text: word, recipient: [RECIPIENT.name, word] }, "A4"))
    expect(pdf.text).toContain(word)
    for (const { right } of pdf.items) expect(right).toBeLessThan(186)
  })
})
