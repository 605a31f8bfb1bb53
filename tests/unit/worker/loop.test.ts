import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { type Loop, type RunningLoop, startLoop } from "#lib/worker/loop"

let running: RunningLoop | undefined

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(async () => {
  await running?.stop()
  running = undefined
  vi.useRealTimers()
})

function start(changes: Partial<Loop> = {}) {
  const run = vi.fn(async (_payloads: string[]) => undefined)
  running = startLoop({ name: "test", channel: "count_changed", pollMs: 5_000, gapMs: 1_000, run, ...changes })
  return { run, loop: running }
}

const after = (ms: number) => vi.advanceTimersByTimeAsync(ms)

describe("startLoop", () => {
  it("looks by itself at the start and at every poll", async () => {
    const { run } = start()
    await after(0)
    expect(run.mock.calls).toEqual([[[]]])
    await after(5_000)
    expect(run.mock.calls).toEqual([[[]], [[]]])
  })

  it("hands over what it was called with, each once, and not faster than the gap", async () => {
    const { run, loop } = start()
    await after(0)
    for (const payload of ["a", "b", "a"]) loop.wake(payload)
    await after(999)
    expect(run).toHaveBeenCalledTimes(1)
    await after(1)
    expect(run).toHaveBeenLastCalledWith(["a", "b"])
    loop.wake("c")
    await after(1_000)
    expect(run).toHaveBeenLastCalledWith(["c"])
    expect(run).toHaveBeenCalledTimes(3)
  })

  it("never runs twice at once, and again for what came meanwhile", async () => {
    const ends: (() => void)[] = []
    const seen: string[][] = []
    const { loop } = start({
      run: (payloads) => {
        seen.push(payloads)
        return new Promise((resolve) => ends.push(resolve))
      },
    })
    await after(0)
    loop.wake("a")
    await after(10_000)
    expect(seen).toEqual([[]])
    ends[0]!()
    await after(0)
    expect(seen).toEqual([[], ["a"]])
    ends[1]!()
  })

  it("looks for itself after a fault, so that nothing it was called for is lost", async () => {
    let isBroken = false
    const seen: string[][] = []
    const { loop } = start({
      run: async (payloads) => {
        seen.push(payloads)
        if (isBroken) throw new Error("the database is away")
      },
    })
    await after(0)
    isBroken = true
    loop.wake("a")
    await after(1_000)
    isBroken = false
    await after(5_000)
    expect(seen).toEqual([[], ["a"], []])
  })

  it("ends after the run under way, and lets the loop tidy up", async () => {
    let end = () => undefined as void
    const stop = vi.fn(async () => undefined)
    const { loop } = start({ run: () => new Promise((resolve) => (end = resolve)), stop })
    await after(0)
    const stopping = loop.stop()
    loop.wake("late")
    end()
    await stopping
    expect(stop).toHaveBeenCalledOnce()
    await after(60_000)
    expect(vi.getTimerCount()).toBe(0)
  })
})
