import { describe, expect, it } from "vitest"
import { MAX_TRIES, outagePauseMs, retryDelayMs } from "#lib/domain/mail/rules"

const HOUR = 3_600_000

describe("retryDelayMs", () => {
  it("tries again within a minute after the first fault", () => {
    for (const random of [0, 0.5, 1]) expect(retryDelayMs(1, 0, random)).toBeLessThanOrEqual(60_000)
  })

  it("waits longer each time, eight tries and 48 hours at most", () => {
    for (const random of [0, 1]) {
      let age = 0
      let tries = 1
      let last = 0
      for (let delay = retryDelayMs(tries, age, random); delay !== null; delay = retryDelayMs(tries, age, random)) {
        expect(delay).toBeGreaterThan(last)
        last = delay
        age += delay
        tries += 1
      }
      expect(tries).toBe(MAX_TRIES)
      expect(age).toBeGreaterThan(24 * HOUR)
      expect(age).toBeLessThanOrEqual(48 * HOUR)
    }
  })

  it("gives up what would be older than 48 hours", () => {
    expect(retryDelayMs(2, 48 * HOUR)).toBeNull()
  })

  it("spreads messages that failed together", () => {
    expect(retryDelayMs(3, 0, 0)).not.toBe(retryDelayMs(3, 0, 1))
  })
})

describe("outagePauseMs", () => {
  it("asks a dead server again after a second, and later at least every 40 seconds", () => {
    expect(outagePauseMs(1, 0.5)).toBe(1_000)
    expect(outagePauseMs(50, 1)).toBeLessThanOrEqual(40_000)
  })
})
