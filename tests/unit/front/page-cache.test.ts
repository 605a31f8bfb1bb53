import { describe, expect, it, vi } from "vitest"
import { pageKey, type Answer, type PageAsk } from "#lib/front/answer"
import { PageCache, PageUnavailable } from "#lib/front/page-cache"
import type { StoredPage } from "#lib/front/stored-page"

const ask = (url: string, offered = "", slug = "x"): PageAsk => ({
  key: pageKey(url, offered),
  offered,
  rule: { url, locale: "en", isShared: true, heedsCookies: true, opening: null, shows: (changed) => changed === slug },
})

const answer = (text: string, status = 200, headers: [string, string][] = []): Answer => ({
  status,
  headers: [["content-type", "text/html; charset=utf-8"], ...headers],
  body: Buffer.from(text),
})

const textOf = (page: StoredPage) => page.variants.identity.body.toString()

/** A cache whose pages come from a script: each call of `render` is answered by the test. */
function createCache(maxBytes = 10_000_000) {
  const calls: { ask: PageAsk; answer: (answer: Answer) => void; fail: (error: Error) => void }[] = []
  let now = 1_000_000
  const cache = new PageCache({
    render: (asked) => new Promise((resolve, reject) => calls.push({ ask: asked, answer: resolve, fail: reject })),
    standIns: ({ rule }) => ["", "es"].map((offered) => pageKey(rule.url, offered)),
    commonHeaders: [["x-frame-options", "DENY"]],
    cacheControl: "public, no-cache",
    maxBytes,
    now: () => now,
  })
  const fill = async (asked: PageAsk, text: string) => {
    const reading = cache.read(asked)
    calls.at(-1)?.answer(answer(text))
    return reading
  }
  return { cache, calls, fill, pass: (ms: number) => (now += ms) }
}

/** Lets the filling that was answered run to its end; compression takes real time. */
const settled = (condition: () => boolean) => vi.waitFor(() => expect(condition()).toBe(true))

describe("PageCache", () => {
  it("makes a page once for everyone who waits for it", async () => {
    const { cache, calls } = createCache()
    const readings = [cache.read(ask("/c/x")), cache.read(ask("/c/x")), cache.read(ask("/c/x"))]
    expect(calls).toHaveLength(1)
    calls[0]?.answer(answer("one"))
    const pages = await Promise.all(readings)
    expect(pages.map(textOf)).toEqual(["one", "one", "one"])
    expect(cache.find("/c/x")).toBe(pages[0])
  })

  it("shows a page a moment longer while one reader's request makes it anew", async () => {
    const { cache, calls, fill, pass } = createCache()
    await fill(ask("/c/x"), "old")
    pass(2_100)
    expect(textOf(await cache.read(ask("/c/x")))).toBe("old")
    expect(cache.find("/c/x")).toBeDefined()
    expect(calls).toHaveLength(2)
    calls[1]?.answer(answer("new"))
    await settled(() => textOf(cache.find("/c/x") as StoredPage) === "new")
  })

  it("lets no reader see a page of more than five seconds ago while pages can be made", async () => {
    const { cache, calls, fill, pass } = createCache()
    await fill(ask("/c/x"), "old")
    pass(4_600)
    expect(cache.find("/c/x")).toBeUndefined()
    const reading = cache.read(ask("/c/x"))
    calls[1]?.answer(answer("new"))
    expect(textOf(await reading)).toBe("new")
  })

  it("shows the old page when the new one takes long, and at once from then on", async () => {
    const { cache, calls, fill, pass } = createCache()
    await fill(ask("/c/x"), "old")
    pass(60_000)
    expect(textOf(await cache.read(ask("/c/x")))).toBe("old")
    expect(textOf(cache.find("/c/x") as StoredPage)).toBe("old")
    calls[1]?.answer(answer("new"))
    await settled(() => textOf(cache.find("/c/x") as StoredPage) === "new")
  })

  it("keeps the last page while it cannot be made, for as long as it takes, and tries once a second", async () => {
    const { cache, calls, fill, pass } = createCache()
    await fill(ask("/c/x"), "old")
    pass(60_000)
    const reading = cache.read(ask("/c/x"))
    calls[1]?.fail(new Error("no database"))
    expect(textOf(await reading)).toBe("old")
    pass(3_600_000)
    expect(textOf(cache.find("/c/x") as StoredPage)).toBe("old")
    expect(calls).toHaveLength(3)
    calls[2]?.answer(answer("<h1>fault</h1>", 500))
    await new Promise((resolve) => setImmediate(resolve))
    pass(500)
    expect(textOf(cache.find("/c/x") as StoredPage)).toBe("old")
    expect(calls).toHaveLength(3)
    pass(600)
    cache.find("/c/x")
    expect(calls).toHaveLength(4)
    calls[3]?.answer(answer("new"))
    await settled(() => textOf(cache.find("/c/x") as StoredPage) === "new")
  })

  it("lets the same page with another offer stand in, and says so when there is none", async () => {
    const { cache, calls, fill } = createCache()
    await fill(ask("/c/x"), "plain")
    const reading = cache.read(ask("/c/x", "es"))
    calls[1]?.fail(new Error("no database"))
    expect(textOf(await reading)).toBe("plain")
    const missing = cache.read(ask("/c/y"))
    calls[2]?.answer(answer("fault", 503))
    await expect(missing).rejects.toThrow(PageUnavailable)
  })

  it("lets it stand in also while making this one takes long", async () => {
    const { cache, calls, fill } = createCache()
    await fill(ask("/c/x"), "plain")
    const reading = cache.read(ask("/c/x", "es"))
    expect(textOf(await reading)).toBe("plain")
    calls[1]?.answer(answer("with offer"))
    await settled(() => cache.find("es/c/x") !== undefined)
  })

  it("never shows a dropped page again, also when it is being made or cannot be made", async () => {
    const { cache, calls, fill, pass } = createCache()
    await fill(ask("/c/x"), "with Ana")
    pass(2_100)
    cache.find("/c/x")
    cache.invalidate((rule) => rule.shows("x"), true)
    expect(cache.find("/c/x")).toBeUndefined()
    const reading = cache.read(ask("/c/x"))
    calls[1]?.answer(answer("with Ana"))
    await settled(() => calls.length === 3)
    calls[2]?.answer(answer("without"))
    expect(textOf(await reading)).toBe("without")

    cache.invalidate((rule) => rule.shows("x"), true)
    const failing = cache.read(ask("/c/x"))
    calls[3]?.fail(new Error("no database"))
    await expect(failing).rejects.toThrow(PageUnavailable)
  })

  it("does not fall back on a page that was dropped while its reader waited", async () => {
    const { cache, calls, fill, pass } = createCache()
    await fill(ask("/c/x"), "with Ana")
    pass(60_000)
    const reading = cache.read(ask("/c/x"))
    cache.invalidate(() => true, true)
    await new Promise((resolve) => setTimeout(resolve, 300))
    calls[1]?.answer(answer("with Ana"))
    await settled(() => calls.length === 3)
    calls[2]?.answer(answer("without"))
    expect(textOf(await reading)).toBe("without")
  })

  it("makes a page anew after a change, and leaves others alone", async () => {
    const { cache, calls, fill, pass } = createCache()
    await fill(ask("/c/x"), "1 signature")
    await fill(ask("/c/y", "", "y"), "other")
    pass(1_100)
    cache.invalidate((rule) => rule.shows("x"), false)
    expect(textOf(cache.find("/c/x") as StoredPage)).toBe("1 signature")
    cache.find("/c/y")
    expect(calls).toHaveLength(3)
    calls[2]?.answer(answer("2 signatures"))
    await settled(() => textOf(cache.find("/c/x") as StoredPage) === "2 signatures")
  })

  it("counts a page as old at once when something changed while it was made", async () => {
    const { cache, calls, pass } = createCache()
    const reading = cache.read(ask("/c/x"))
    cache.invalidate(() => true, false)
    calls[0]?.answer(answer("maybe old"))
    await reading
    pass(1_100)
    cache.find("/c/x")
    expect(calls).toHaveLength(2)
  })

  it("remembers a missing page briefly, redirects and answers for one visitor never", async () => {
    const { cache, calls, pass } = createCache()
    const missing = cache.read(ask("/c/no"))
    calls[0]?.answer(answer("missing", 404))
    expect((await missing).status).toBe(404)
    expect(cache.find("/c/no")?.status).toBe(404)
    pass(1_600)
    expect(cache.find("/c/no")).toBeUndefined()

    const others = [
      answer("", 308, [["location", "/c/x"]]),
      answer("mine", 200, [["set-cookie", "form=secret"]]),
      answer("mine", 200, [["cache-control", "private, no-store"]]),
    ]
    for (const [index, other] of others.entries()) {
      const reading = cache.read(ask(`/other/${index}`))
      calls.at(-1)?.answer(other)
      expect((await reading).variants.identity.headers.join()).not.toContain("secret")
      expect(cache.find(`/other/${index}`)).toBeUndefined()
    }
  })

  it("keeps its bytes and tags when nothing has changed, and gives new ones when something has", async () => {
    const { calls, fill, pass } = createCache()
    const first = await fill(ask("/c/x"), "same")
    pass(5_000)
    const second = await fill(ask("/c/x"), "same")
    expect(second.variants).toBe(first.variants)
    expect(second.filledAt - first.filledAt).toBe(5_000)
    pass(5_000)
    const third = await fill(ask("/c/x"), "new")
    expect(third.tags).not.toEqual(first.tags)
    expect(new Set(third.tags).size).toBe(3)
    expect(calls).toHaveLength(3)
  })

  it("stays within its memory", async () => {
    const { cache, fill } = createCache(1_000_000)
    for (let index = 0; index < 100; index += 1) await fill(ask(`/c/${index}`), String(index).padEnd(50_000, "x"))
    expect(cache.size.bytes).toBeLessThanOrEqual(1_000_000)
    expect(cache.find("/c/0")).toBeUndefined()
    expect(cache.find("/c/99")).toBeDefined()
  })
})
