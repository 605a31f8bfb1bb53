import { expect, it } from "vitest"
import { dayOf, formatDay, formatMonth, roughTime } from "#lib/shared/dates"

it("writes days as each language does, whatever the time zone", () => {
  expect(formatDay("en", "2015-08-06")).toBe("6 August 2015")
  expect(formatDay("es", "2015-08-06")).toBe("6 de agosto de 2015")
  expect(formatDay("fr", "2015-08-06")).toBe("6 août 2015")
  expect(formatDay("ru", "2015-08-06")).toBe("6 августа 2015 г.")
  expect(formatDay("zh", "2015-08-06")).toBe("2015年8月6日")
  expect(formatMonth("en", "2015-08-31")).toBe("August 2015")
})

it("tells no more of a time than today, this week or the month", () => {
  expect(roughTime("2026-11-24", "2026-11-24")).toBe("today")
  expect(roughTime("2026-11-23", "2026-11-24")).toBe("week")
  expect(roughTime("2026-11-18", "2026-11-24")).toBe("week")
  expect(roughTime("2026-11-17", "2026-11-24")).toBe("month")
  expect(dayOf(new Date("2026-11-24T23:59:59Z"))).toBe("2026-11-24")
})
