import { describe, expect, it } from "vitest"
import * as fc from "fast-check"
import { placeComments, type WxrNode } from "#lib/domain/comments/wxr/place"

const nodes = (entries: [id: number, parent: number, item?: number, isKept?: boolean][]): Map<number, WxrNode> =>
  new Map(entries.map(([id, parent, item = 1, isKept = true]) => [id, { parent, item, isKept }]))

describe("placeComments", () => {
  it("hangs replies on their parents, wherever those stand in the file", () => {
    const { parents, uprooted } = placeComments(
      nodes([
        [1, 0],
        [2, 1],
        [3, 9],
        [9, 2],
      ]),
    )
    expect([...parents]).toEqual([
      [2, 1],
      [3, 9],
      [9, 2],
    ])
    expect(uprooted).toEqual({ missing_parent: 0, other_page: 0, cycle: 0 })
  })

  it("makes comments of their own of replies to what is missing or on another page", () => {
    const { parents, uprooted } = placeComments(
      nodes([
        [2, 1],
        [3, 4],
        [4, 0, 2],
      ]),
    )
    expect(parents.size).toBe(0)
    expect(uprooted).toEqual({ missing_parent: 1, other_page: 1, cycle: 0 })
  })

  it("goes past comments that are left out", () => {
    const { parents } = placeComments(
      nodes([
        [1, 0],
        [2, 1, 1, false],
        [3, 2, 1, false],
        [4, 3],
        [5, 2],
        [6, 0, 1, false],
        [7, 6],
      ]),
    )
    expect([...parents]).toEqual([
      [4, 1],
      [5, 1],
    ])
  })

  it("breaks circles at the lowest number", () => {
    const { parents, uprooted } = placeComments(
      nodes([
        [5, 7],
        [6, 5],
        [7, 6],
        [8, 7],
        [9, 9],
        [10, 11, 1, false],
        [11, 10, 1, false],
        [12, 10],
      ]),
    )
    expect(parents.get(5)).toBeUndefined()
    expect(parents.get(9)).toBeUndefined()
    expect([...parents]).toEqual([
      [6, 5],
      [7, 6],
      [8, 7],
    ])
    expect(uprooted).toEqual({ missing_parent: 1, other_page: 0, cycle: 2 })
  })

  it("always leads to the top, and does not depend on the order", () => {
    const entry = fc.tuple(
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 0, max: 32 }),
      fc.integer({ min: 1, max: 2 }),
      fc.boolean(),
    )
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: ([id]) => id }), (entries) => {
        const all = nodes(entries)
        const { parents } = placeComments(all)
        const reversed = placeComments(nodes([...entries].reverse()))
        expect(new Map([...reversed.parents].sort())).toEqual(new Map([...parents].sort()))
        for (const [id, parent] of parents) {
          expect(all.get(id)!.isKept && all.get(parent)!.isKept).toBe(true)
          expect(all.get(id)!.item).toBe(all.get(parent)!.item)
          let steps = 0
          for (let at: number | undefined = id; at !== undefined; at = parents.get(at))
            expect((steps += 1)).toBeLessThan(40)
        }
      }),
    )
  })

  it("takes long chains without running out of stack", () => {
    const chain = nodes(Array.from({ length: 100_000 }, (_, index) => [index + 1, index + 2, 1, index % 2 === 0]))
    const start = performance.now()
    expect(placeComments(chain).uprooted.missing_parent).toBe(1)
    expect(performance.now() - start).toBeLessThan(2_000)
  })
})
