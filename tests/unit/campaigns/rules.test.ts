import { describe, expect, it } from "vitest"
import { canMove, moveFaults, nextStates } from "#lib/domain/campaigns/rules"

const STATES = ["DRAFT", "OPEN", "PAUSED", "CLOSED", "DECIDED", "ARCHIVED"] as const

describe("the states of a campaign", () => {
  it("knows these moves and no others", () => {
    const moves = STATES.flatMap((from) => nextStates(from).map((to) => `${from} ${to}`))
    expect(moves).toEqual([
      "DRAFT OPEN",
      "OPEN PAUSED",
      "OPEN CLOSED",
      "PAUSED OPEN",
      "PAUSED CLOSED",
      "CLOSED DECIDED",
      "DECIDED ARCHIVED",
    ])
    expect(canMove("CLOSED", "OPEN")).toBe(false)
  })

  const text = { title: "Act", ask: "We ask you.", body: "Text", addressedTo: "The council" }
  const outcome = { isSet: true, on: "2026-01-02", hasNote: true, isVerified: true }
  const facts = { texts: [text], outcome, reopensOn: null }

  it("opens with title, ask, text and an addressee in one language", () => {
    expect(moveFaults("OPEN", facts, "2026-11-24")).toEqual([])
    expect(moveFaults("OPEN", { ...facts, texts: [{ ...text, ask: "" }] }, "2026-11-24")).toEqual(["move_text_missing"])
    expect(moveFaults("OPEN", { ...facts, texts: [{ ...text, addressedTo: "" }] }, "2026-11-24")).toEqual([
      "move_addressee_missing",
    ])
    expect(moveFaults("OPEN", { ...facts, texts: [{ ...text, body: "" }, text] }, "2026-11-24")).toEqual([])
  })

  it("pauses until a day that is to come, or without one", () => {
    expect(moveFaults("PAUSED", facts, "2026-11-24")).toEqual([])
    expect(moveFaults("PAUSED", { ...facts, reopensOn: "2026-11-25" }, "2026-11-24")).toEqual([])
    expect(moveFaults("PAUSED", { ...facts, reopensOn: "2026-11-24" }, "2026-11-24")).toEqual(["reopens_past"])
  })

  it("is decided with an outcome, a day, a text and checked facts", () => {
    expect(moveFaults("DECIDED", facts, "2026-11-24")).toEqual([])
    const nothing = { isSet: false, on: null, hasNote: false, isVerified: false }
    expect(moveFaults("DECIDED", { ...facts, outcome: nothing }, "2026-11-24")).toEqual([
      "outcome_missing",
      "outcome_day_missing",
      "outcome_note_missing",
      "outcome_unverified",
    ])
  })
})
