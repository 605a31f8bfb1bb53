import { describe, expect, it } from "vitest"
import { letterParts, recipientLines, senderLines } from "#lib/domain/letters/parts"

const FACTS = { name: "Ana", date: "23 July 2015" }

describe("letterParts", () => {
  it("finds date, closing and signature", () => {
    expect(letterParts("23 July 2015\n\nDear you,\n\nText\nmore\n\nYours,\nAna\nnurse\nLima", FACTS)).toEqual({
      paragraphs: [
        { lines: ["Dear you,"], blankBefore: 0 },
        { lines: ["Text", "more"], blankBefore: 1 },
      ],
      closing: ["Yours,"],
      signature: ["Ana", "nurse", "Lima"],
    })
  })

  it.each([
    ["another last line", "Dear you,\n\nYours,\nA."],
    ["a name in the middle of a long paragraph", `Dear you,\n\n${"line\n".repeat(6)}Ana`],
    ["a name that is only part of a line", "Dear you,\n\nYours, Ana"],
    ["much text after the name", `Dear you,\n\nAna\n${"line\n".repeat(8)}`],
  ])("leaves a letter whole that has %s", (_, text) => {
    const parts = letterParts(text, FACTS)
    expect(parts).toMatchObject({ closing: [], signature: [] })
    expect(parts.paragraphs.flatMap(({ lines }) => lines).join()).toBe(text.split("\n").filter(Boolean).join())
  })

  it("keeps a date that is no line of its own, and counts blank lines", () => {
    const { paragraphs } = letterParts("23 July 2015 in Lima\n\n\n\nText", FACTS)
    expect(paragraphs.map(({ blankBefore }) => blankBefore)).toEqual([0, 3])
  })

  it("takes an empty letter", () => {
    expect(letterParts(" \n\n", FACTS)).toEqual({ paragraphs: [], closing: [], signature: [] })
  })
})

describe("blocks", () => {
  const values = { name: "Ana", role: "", organisation: "Casa", city: "Lima", country: "Peru" }

  it("name what was given only", () => {
    expect(senderLines("en", values)).toEqual(["Ana", "Casa", "Lima, Peru"])
    expect(senderLines("en", { ...values, organisation: "", city: "" })).toEqual(["Ana", "Peru"])
    expect(senderLines("zh", { ...values, city: "利马", country: "秘鲁" })).toEqual(["Ana", "Casa", "秘鲁 利马"])
  })

  it("hold a postal address of any number of lines", () => {
    const recipient = { name: "S", title: "T", organisation: "O", postalAddress: "1 Road\r\n\r\n Town " }
    expect(recipientLines(recipient)).toEqual(["S", "T", "O", "1 Road", "Town"])
    expect(recipientLines({ ...recipient, title: "", postalAddress: "" })).toEqual(["S", "O"])
  })
})
