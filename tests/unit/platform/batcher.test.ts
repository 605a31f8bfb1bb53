import { describe, expect, it } from "vitest"
import { createBatcher, Overloaded } from "#lib/platform/batcher"

type Row = { id: number; key: string }

function recorder(options: Partial<Parameters<typeof createBatcher<Row, number>>[0]> = {}) {
  const batches: Row[][] = []
  const release: (() => void)[] = []
  const add = createBatcher<Row, number>({
    maxRows: 3,
    maxInFlight: 1,
    maxWaiting: 100,
    keysOf: ({ key }) => [key],
    run: async (rows) => {
      batches.push(rows)
      await new Promise<void>((resolve) => release.push(resolve))
      return rows.map(({ id }) => id * 10)
    },
    ...options,
  })
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  return { add, batches, turn, next: async () => (release.shift()?.(), await turn()) }
}

describe("a batcher", () => {
  it("sends the first row at once and groups what comes meanwhile", async () => {
    const { add, batches, turn, next } = recorder()
    const answers = [add({ id: 1, key: "a" })]
    await turn()
    answers.push(...[2, 3, 4, 5].map((id) => add({ id, key: `k${id}` })))
    await next()
    await next()
    await next()
    expect(await Promise.all(answers)).toEqual([10, 20, 30, 40, 50])
    expect(batches.map((rows) => rows.map(({ id }) => id))).toEqual([[1], [2, 3, 4], [5]])
  })

  it("never has two rows of one key under way", async () => {
    const { add, batches, turn, next } = recorder({ maxInFlight: 5 })
    const answers = [1, 2, 3].map((id) => add({ id, key: "same" }))
    await turn()
    expect(batches).toHaveLength(1)
    await next()
    await next()
    await next()
    expect(await Promise.all(answers)).toEqual([10, 20, 30])
    expect(batches.every((rows) => rows.length === 1)).toBe(true)
  })

  it("rejects every row of a batch that fails, and goes on", async () => {
    let runs = 0
    const add = createBatcher<Row, number>({
      maxRows: 5,
      maxInFlight: 1,
      maxWaiting: 10,
      keysOf: ({ key }) => [key],
      run: async (rows) => {
        if (runs++ === 0) throw new Error("broken")
        return rows.map(({ id }) => id)
      },
    })
    await expect(add({ id: 1, key: "a" })).rejects.toThrow("broken")
    await expect(add({ id: 2, key: "a" })).resolves.toBe(2)
  })

  it("refuses more than may wait", async () => {
    const { add, turn } = recorder({ maxWaiting: 2 })
    void add({ id: 1, key: "a" })
    await turn()
    void add({ id: 2, key: "b" })
    void add({ id: 3, key: "c" })
    await expect(add({ id: 4, key: "d" })).rejects.toThrow(Overloaded)
  })
})
