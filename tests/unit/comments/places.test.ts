import { describe, expect, it } from "vitest"
import { placeOf, type Places, threadOf } from "#lib/domain/comments/places"

const at = (minute: number) => new Date(Date.UTC(2026, 10, 24, 12, minute))

/** Names in the order in which the database returns them. */
function sorted(comments: Record<string, Places>, order: "oldestPlace" | "newestPlace"): string {
  return Object.entries(comments)
    .sort(([, a], [, b]) => Buffer.compare(a[order], b[order]))
    .map(([name]) => name)
    .join(" ")
}

describe("places in a thread", () => {
  const first = placeOf(null, at(1), 1)
  const second = placeOf(null, at(2), 2)
  const reply = placeOf(first, at(3), 3)
  const answer = placeOf(reply, at(4), 4)
  const deeper = placeOf(answer, at(5), 5)
  const otherReply = placeOf(first, at(6), 6)
  const late = placeOf(answer, at(7), 7)
  const all = { first, second, reply, answer, deeper, otherReply, late }

  it("keep replies behind what they answer, in the order of time", () => {
    expect(sorted(all, "oldestPlace")).toBe("first reply answer deeper late otherReply second")
  })

  it("turn the order of threads round, and not that of replies", () => {
    expect(sorted(all, "newestPlace")).toBe("second first reply answer deeper late otherReply")
  })

  it("end at the third level, and stay short however deep a thread is", () => {
    expect([first, reply, answer, deeper, late].map(({ level }) => level)).toEqual([1, 2, 3, 3, 3])
    let last = deeper
    for (let depth = 0; depth < 2_000; depth++) last = placeOf(last, at(8 + depth), depth)
    expect(last.oldestPlace.length).toBe(deeper.oldestPlace.length)
    expect(Buffer.compare(last.oldestPlace, otherReply.oldestPlace)).toBe(-1)
  })

  it("tell which thread they are in", () => {
    for (const { oldestPlace } of [first, reply, deeper]) expect(threadOf(oldestPlace)).toEqual(first.oldestPlace)
    expect(threadOf(second.oldestPlace)).not.toEqual(first.oldestPlace)
  })

  it("tell comments of the same millisecond apart", () => {
    expect(sorted({ b: placeOf(null, at(1), 2), a: placeOf(null, at(1), 1) }, "oldestPlace")).toBe("a b")
  })
})
