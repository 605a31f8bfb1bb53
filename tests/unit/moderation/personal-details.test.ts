import { describe, expect, it } from "vitest"
import { findPersonalDetails, markPersonalDetails } from "#lib/domain/moderation/personal-details"
import { HOSTILE_VALUES, largeHostileValues } from "#tests/support/hostile-corpus"

const found = (text: string) =>
  findPersonalDetails(text).map(({ kind, start, end }) => `${kind}: ${text.slice(start, end)}`)

describe("findPersonalDetails", () => {
  it.each([
    ["Call +44 20 7946 0958 tonight", "phone: +44 20 7946 0958"],
    ["My number: (020) 7946-0958.", "phone: (020) 7946-0958"],
    ["llama al 600 123 456", "phone: 600 123 456"],
    ["appelez le 06 12 34 56 78", "phone: 06 12 34 56 78"],
    ["звоните 8 (495) 123-45-67", "phone: 8 (495) 123-45-67"],
    ["电话13800138000谢谢", ""],
    ["电话 13800138000", "phone: 13800138000"],
    ["555-0142", "phone: 555-0142"],
    ["write to ana.b+c@example.org please", "email: ana.b+c@example.org"],
    ["ana (at) example (dot) org", "email: ana (at) example (dot) org"],
    ["She works at 12 Baker Street", "street: 12 Baker Street"],
    ["at 12a baker street, first floor", "street: 12a baker street"],
    ["vive en Calle de la Luna, 14", "street: Calle de la Luna, 14"],
    ["au 14 bis, rue de la Lune", "street: 14 bis, rue de la Lune"],
    ["живёт на ул. Лунная, д. 14", "street: ул. Лунная, д. 14"],
    ["Лунный переулок, дом 3", "street: Лунный переулок, дом 3"],
    ["她住在月亮路14号", "street: 她住在月亮路14号"],
    ["Telegram: @someone_01", "messenger: Telegram: @someone_01"],
    ["加我微信：abc12345", "messenger: 微信：abc12345"],
  ])("%s", (text, expected) => {
    expect(found(text)).toEqual(expected ? [expected] : [])
  })

  it.each([
    "On 11 August 2015 the council voted; on 2016-05-26 the policy came.",
    "2013-2014 and 2015/2016, page 1284",
    "1 284 000 people, 10.000.000 euros, 1,284,000 in all",
    "I walked 2 miles on the road and 3 people were on the street.",
    "in 20 years; 6/8/2015; 06.08.2015; 10:30-11:30",
    "Article 23 of the Covenant, resolution 2003/32, ISBN later",
    "Rue de la Paix is a nice street. La calle es larga.",
    "Улица длинная, дом большой",
    "这条路很长，我们走了14天",
    "a@b, @ home, e-mail me",
  ])("leaves alone: %s", (text) => {
    expect(found(text)).toEqual([])
  })

  it("finds a number that touches Chinese text", () => {
    expect(found("电话：13800138000。")).toEqual(["phone: 13800138000"])
  })

  it("loses no character when marking, and is never slow", () => {
    for (const { text } of [
      ...HOSTILE_VALUES,
      ...largeHostileValues().map(({ name, text }) => ({ name, text: text.slice(0, 20_000) })),
    ]) {
      const start = performance.now()
      expect(
        markPersonalDetails(text)
          .map((part) => part.text)
          .join(""),
      ).toBe(text)
      expect(performance.now() - start).toBeLessThan(500)
    }
  })
})
