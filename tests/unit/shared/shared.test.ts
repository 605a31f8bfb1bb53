import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parseEmailAddress, canonicalAddress } from "#lib/shared/email-address"
import { html } from "#lib/shared/html"
import { bestLocale, localePath, splitLocalePath } from "#lib/shared/locales"
import { tidyLine, tidyText } from "#lib/shared/text"
import { nextMilestone, daysLeft } from "#lib/domain/campaigns/rules"
import { clientPrefix } from "#lib/web/rate-guard"
import { formStamp, judgeStamp } from "#lib/web/form-stamp"

describe("e-mail addresses", () => {
  it.each([
    ["ana@example.org", "ana@example.org"],
    ["  Ana@Example.ORG ", "Ana@example.org"],
    ["ana+petition@example.org", "ana+petition@example.org"],
    ["ana@bücher.example", "ana@xn--bcher-kva.example"],
    ["ana@例え.テスト", "ana@xn--r8jz45g.xn--zckzah"],
    ["o'neill@example.co.uk", "o'neill@example.co.uk"],
    ["ａｎａ@example.org", "ana@example.org"],
  ])("read %s as %s", (typed, address) => expect(parseEmailAddress(typed)).toBe(address))

  it.each([
    "",
    "ana",
    "ana@",
    "@example.org",
    "ana@example",
    "ana@exa mple.org",
    "a b@example.org",
    "ana@example.org\nBcc: x@y.example",
    "ana@example.org,ben@example.org",
    "<ana@example.org>",
    "ana@-example.org",
    "ána@example.org",
    "ana@127.0.0.1",
    "a..b@example.org",
    `${"a".repeat(65)}@example.org`,
    `ana@${"a".repeat(250)}.org`,
    "ana@example.org\0",
  ])("refuse %j", (typed) => expect(parseEmailAddress(typed)).toBeNull())

  it("count case once", () => expect(canonicalAddress("Ana@example.org")).toBe("ana@example.org"))

  it("get through long hostile input, which a pattern that backtracks would not within the test's time", () => {
    for (const text of [`${"a.".repeat(50_000)}@x`, `a@${"b-".repeat(50_000)}`, "@".repeat(100_000)]) {
      expect(parseEmailAddress(text)).toBeNull()
    }
  })
})

describe("texts people type", () => {
  it("lose what turns or hides their neighbours, and keep every script", () => {
    expect(tidyLine("A\u202Ena\u200B \u2066x")).toBe("Ana x")
    expect(tidyLine("  Ana \n\t Müller ")).toBe("Ana Müller")
    expect(tidyLine("Z\u0300\u0301\u0302\u0303a")).toBe(tidyLine("Z\u0300\u0301a"))
    for (const name of ["Ана", "安娜", "عنّا", "อันนา", "नेहा", "Nguyễn", "👩🏽‍⚕️ Ana", "O’Neill"]) {
      expect(tidyLine(name)).toBe(name.normalize("NFC"))
    }
  })

  it("never hold controls, and stay the same when tidied again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        const tidy = tidyText(text)
        expect(tidy).toBe(tidyText(tidy))
        expect(tidy).not.toMatch(/[\u0000-\u0008\u202A-\u202E\u2066-\u2069]/)
        expect(tidy.isWellFormed()).toBe(true)
      }),
    )
  })
})

describe("markup", () => {
  it("escapes every value", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const made = html`<p title="${text}">${text}</p>`.text
        expect(made.match(/</g)).toHaveLength(2)
        expect(made.match(/"/g)).toHaveLength(2)
      }),
    )
  })
})

describe("languages", () => {
  it("move between addresses", () => {
    expect(localePath("en", "/c/x")).toBe("/c/x")
    expect(localePath("es", "/")).toBe("/es")
    expect(splitLocalePath("/es/c/x")).toEqual({ locale: "es", path: "/c/x" })
    expect(splitLocalePath("/esperanto")).toEqual({ locale: "en", path: "/esperanto" })
  })

  it("are offered by the browser's wish", () => {
    expect(bestLocale("de, ru;q=0.8, en;q=0.5")).toBe("ru")
    expect(bestLocale("zh-Hans-CN")).toBe("zh")
    expect(bestLocale("en;q=0, de")).toBeNull()
    expect(bestLocale(null)).toBeNull()
  })
})

describe("goals", () => {
  it("are the first step above the count", () => {
    const steps = [0, 9, 10, 24, 25, 50, 99, 100, 999, 1000, 1284, 2500, 999_999].map(nextMilestone)
    expect(steps).toEqual([10, 10, 25, 25, 50, 100, 100, 250, 1000, 2500, 2500, 5000, 1_000_000])
  })

  it("count the last days only", () => {
    const now = new Date("2015-08-01T12:00:00Z")
    expect(daysLeft("2015-08-06", now)).toBe(6)
    expect(daysLeft("2015-08-09", now)).toBeNull()
    expect(daysLeft("2015-07-31", now)).toBeNull()
    expect(daysLeft(null, now)).toBeNull()
  })
})

describe("clients", () => {
  it.each([
    ["203.0.113.9", "203.0.113.9"],
    ["::ffff:203.0.113.9", "203.0.113.9"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:DB8:1:2::1", "2001:db8:1:2::/64"],
    ["::1", "0:0:0:0::/64"],
  ])("are known as %s → %s", (address, prefix) => expect(clientPrefix(address)).toBe(prefix))
})

describe("form stamps", () => {
  const now = new Date("2026-11-24T10:00:00Z")
  const after = (hours: number) => new Date(now.getTime() + hours * 3_600_000)

  it("are fine for 48 hours, then old; forged ones are not ours", () => {
    const stamp = formStamp(now)
    expect(judgeStamp(stamp, after(47))).toBe("fine")
    expect(judgeStamp(stamp, after(49))).toBe("old")
    expect(judgeStamp(`1${stamp}`, now)).toBe("forged")
    expect(judgeStamp("x", now)).toBe("forged")
    expect(judgeStamp(undefined, now)).toBe("missing")
  })

  it("are the same for everyone within a minute", () =>
    expect(formStamp(now)).toBe(formStamp(new Date(now.getTime() + 30_000))))
})
