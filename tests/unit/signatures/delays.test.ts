import { describe, expect, it } from "vitest"
import { delayOf, providerOf } from "#lib/domain/signatures/delays"

describe("how long a confirmation took", () => {
  it("has classes that end at five minutes, an hour and a day", () => {
    const minute = 60_000
    expect(
      [0, 5 * minute, 5 * minute + 1, 60 * minute, 60 * minute + 1, 1_440 * minute, 1_440 * minute + 1].map(delayOf),
    ).toEqual([...["minutes5", "minutes5", "hour", "hour", "day", "day", "later"]])
    expect(delayOf(null)).toBe("never")
  })
})

describe("the provider of an address", () => {
  it.each([
    ["gmail", "a@gmail.com"],
    ["gmail", "A@GoogleMail.com"],
    ["microsoft", "a@hotmail.co.uk"],
    ["microsoft", "a@outlook.es"],
    ["yahoo", "a@yahoo.com.ar"],
    ["mailru", "a@bk.ru"],
    ["yandex", "a@ya.ru"],
    ["gmx", "a@gmx.net"],
    ["qq", "12345@qq.com"],
    ["other", "a@yahoo.evil.example"],
    ["other", "a@mygmail.com"],
    ["other", "a@gmail.com.example.org"],
    ["other", "director@small-union.example"],
  ] as const)("is %s for %s, and never a domain", (provider, address) => {
    expect(providerOf(address)).toBe(provider)
  })
})
