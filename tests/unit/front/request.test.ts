import { describe, expect, it } from "vitest"
import { createGate, GateFull } from "#lib/front/gate"
import { chooseEncoding, namesTag, readWishes, type Wishes } from "#lib/front/negotiate"
import { type Arrival, Openings, type Opening } from "#lib/front/openings"
import { readAddress } from "#lib/front/request-url"

describe("readAddress", () => {
  it("takes addresses of the site apart", () => {
    expect(readAddress("/c/x?after=1")).toEqual({ ok: true, pathname: "/c/x", query: "after=1" })
    expect(readAddress("/%E4%B8%AD?q=%D1%8F+b")).toMatchObject({ ok: true })
  })

  it.each([
    ["/a%00", 400],
    ["/a%ff", 400],
    ["/a%c0%af", 400],
    ["/a%", 400],
    ["/a%zz", 400],
    ["/a?b=%00", 400],
    ["/a?b=%ff", 400],
    ["/a?b=%ed%a0%80", 400],
    ["/a?b=%0d%0aset-cookie:x", 400],
    ["/a\\b", 400],
    ["/\u00e9", 400],
    ["/a#b", 400],
    ["*", 400],
    ["http://other.example/", 400],
    ["", 400],
    [undefined, 400],
    ["//other.example/", 404],
    ["/c//x", 404],
    ["/%2f%2fother.example", 404],
    ["/c%5cx", 404],
    [`/${"a".repeat(3_000)}`, 414],
  ])("refuses %j with %i", (url, status) => {
    expect(readAddress(url)).toEqual({ ok: false, status })
  })
})

describe("negotiation", () => {
  it.each([
    ["gzip, deflate, br, zstd", "br"],
    ["gzip, deflate", "gzip"],
    ["br;q=0.5, gzip;q=1", "gzip"],
    ["br;q=0, gzip", "gzip"],
    ["BR", "br"],
    ["*", "br"],
    ["gzip;q=0", "identity"],
    ["identity", "identity"],
    ["", "identity"],
    ["gzip;q=0.x", "identity"],
  ])("chooses for %j the encoding %s", (header, encoding) => {
    expect(chooseEncoding(header)).toBe(encoding)
  })

  it("knows a page that the browser has", () => {
    expect(namesTag(`W/"a", "b"`, [`"a"`])).toBe(true)
    expect(namesTag(`"c"`, [`"a"`])).toBe(false)
    expect(namesTag("*", [`"a"`])).toBe(true)
  })

  it("finds every Cookie line, in any case", () => {
    const wishes = {} as Wishes
    const rawHeaders = ["Cookie", "a=1", "COOKIE", "form=2", "accept-ENCODING", "br", "Sec-Purpose", "prefetch"]
    readWishes({ rawHeaders } as never, wishes)
    expect(wishes).toEqual({
      cookie: "a=1; form=2",
      acceptEncoding: "br",
      acceptLanguage: "",
      ifNoneMatch: "",
      isPrefetch: true,
      referer: "",
      fetchSite: "",
    })
  })
})

describe("createGate", () => {
  it("runs a few at once, the others in turn, and refuses when the line is full", async () => {
    const gate = createGate(2, 2)
    const releases: (() => void)[] = []
    let running = 0
    let most = 0
    const work = () =>
      gate(async () => {
        most = Math.max(most, (running += 1))
        await new Promise<void>((resolve) => releases.push(resolve))
        running -= 1
      })
    const four = [work(), work(), work(), work()]
    await expect(work()).rejects.toThrow(GateFull)
    for (let done = 0; done < 4; done += 1) {
      await Promise.resolve()
      releases.shift()?.()
      await four[done]
    }
    await Promise.all(four)
    expect(most).toBe(2)
  })
})

describe("Openings", () => {
  it("adds up per day, page and language, and keeps what could not be saved", async () => {
    const saved: Opening[][] = []
    let isDown = true
    const openings = new Openings({
      save: async (batch) => {
        if (isDown) throw new Error("no database")
        saved.push(batch)
      },
      saveArrivals: async () => undefined,
      sourceOf: () => "site",
    })
    openings.counter("x", "campaign", "en").count += 2
    await openings.flush(new Date("2026-01-31T23:59:00Z"))
    openings.counter("x", "campaign", "en").count += 1
    await openings.flush(new Date("2026-01-31T23:59:30Z"))
    isDown = false
    openings.counter("x", "campaign", "en").count += 4
    await openings.flush(new Date("2026-02-01T00:00:01Z"))
    await openings.flush(new Date("2026-02-01T00:00:02Z"))
    expect(saved).toEqual([
      [
        { day: "2026-01-31", slug: "x", page: "campaign", locale: "en", openings: 3 },
        { day: "2026-02-01", slug: "x", page: "campaign", locale: "en", openings: 4 },
      ],
    ])
  })

  it("tell no more than a hundred sources of a page apart, however many codes are invented", async () => {
    const arrived: Arrival[] = []
    const openings = new Openings({
      save: async () => undefined,
      saveArrivals: async (rows) => void arrived.push(...rows),
      sourceOf: () => "site",
    })
    const counter = openings.counter("x", "campaign", "en")
    const asked = { referer: "https://a.example/", fetchSite: "cross-site" }
    for (let made = 0; made < 500; made += 1) openings.count(counter, asked, `code-${made}`)
    await openings.flush(new Date("2026-03-01T12:00:00Z"))
    expect(arrived.length).toBeLessThanOrEqual(101)
    expect(arrived.reduce((sum, { arrivals }) => sum + arrivals, 0)).toBe(500)
  })
})
