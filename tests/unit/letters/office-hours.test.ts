import { describe, expect, it } from "vitest"
import { isOpenAt, isTimeZone, nextOpening, type OfficeHours } from "#lib/domain/letters/office-hours"

const LONDON: OfficeHours = { timeZone: "Europe/London", days: [1, 2, 3, 4, 5], from: 540, until: 1020 }
const opening = (at: string, hours = LONDON) => nextOpening(new Date(at), hours).toISOString()

describe("office hours", () => {
  it.each([
    ["in them", "2026-11-24T10:00:00Z", "2026-11-24T10:00:00.000Z"],
    ["early", "2026-11-24T05:00:30Z", "2026-11-24T09:00:00.000Z"],
    ["late", "2026-11-24T17:00:00Z", "2026-11-25T09:00:00.000Z"],
    ["a minute before the end", "2026-11-24T16:59:59Z", "2026-11-24T16:59:59.000Z"],
    ["on Friday evening", "2026-11-27T18:00:00Z", "2026-11-30T09:00:00.000Z"],
    ["on Sunday", "2026-11-29T12:00:00Z", "2026-11-30T09:00:00.000Z"],
    // London goes from GMT to BST on 29 March 2026 and back on 25 October.
    ["over the change to summer time", "2026-03-27T18:00:00Z", "2026-03-30T08:00:00.000Z"],
    ["over the change to winter time", "2026-10-23T18:00:00Z", "2026-10-26T09:00:00.000Z"],
    ["over the end of the year", "2026-12-31T20:00:00Z", "2027-01-01T09:00:00.000Z"],
  ])("%s", (_, at, expected) => {
    expect(opening(at)).toBe(expected)
  })

  it("are those of the target, not of this machine", () => {
    const kathmandu = { ...LONDON, timeZone: "Asia/Kathmandu" }
    expect(opening("2026-11-24T02:00:00Z", kathmandu)).toBe("2026-11-24T03:15:00.000Z")
    const mexico = { ...LONDON, timeZone: "America/Mexico_City" }
    expect(opening("2026-11-24T02:00:00Z", mexico)).toBe("2026-11-24T15:00:00.000Z")
  })

  it("fit an office that opens on one day a week, and a clock that leaps over its opening", () => {
    expect(opening("2026-11-25T12:00:00Z", { ...LONDON, days: [3], from: 540, until: 600 })).toBe(
      "2026-12-02T09:00:00.000Z",
    )
    // 01:15 does not exist in London on 29 March 2026.
    const night = { ...LONDON, days: [7], from: 75, until: 180 }
    const found = nextOpening(new Date("2026-03-28T12:00:00Z"), night)
    expect(isOpenAt(found, night)).toBe(true)
    expect(found.getTime()).toBeLessThan(Date.parse("2026-03-29T02:00:00Z"))
  })

  it("agree with a look at every quarter of an hour of a year", () => {
    const hours = { ...LONDON, days: [1, 3, 6] }
    for (let at = Date.parse("2026-01-01T00:00:00Z"); at < Date.parse("2027-01-01T00:00:00Z"); at += 37 * 15 * 60_000) {
      const found = nextOpening(new Date(at), hours)
      expect(isOpenAt(found, hours)).toBe(true)
      for (let look = at; look < found.getTime(); look += 15 * 60_000)
        expect(isOpenAt(new Date(look), hours)).toBe(false)
    }
  })

  it("know real time zones only", () => {
    expect(isTimeZone("Europe/London")).toBe(true)
    expect(isTimeZone("Europe/Atlantis")).toBe(false)
    expect(() => nextOpening(new Date(), { ...LONDON, days: [] })).toThrow()
  })
})
