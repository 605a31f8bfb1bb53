import { brotliDecompressSync, gunzipSync } from "node:zlib"
import { afterEach, describe, expect, it, vi } from "vitest"
import { ask } from "#tests/support/http"
import { sendHtml, startFront } from "./support"

let running: Awaited<ReturnType<typeof startFront>> | undefined

async function start(...args: Parameters<typeof startFront>) {
  running = await startFront(...args)
  return running
}

afterEach(async () => {
  await running?.stop()
  running = undefined
})

const describeRequest = ({ url, headers }: { url?: string; headers: Record<string, unknown> }) =>
  `${url} ${String(headers["accept-language"] ?? "-")} ${String(headers.cookie ?? "-")}`

describe("shared pages", () => {
  it("are made once and sent ready compressed, without the framework's scripts", async () => {
    const { port, seen } = await start((_, outgoing) => sendHtml(outgoing, "words ".repeat(500)))
    const plain = await ask(port, "/c/x")
    const zipped = await ask(port, "/c/x", { headers: { "accept-encoding": "gzip" } })
    const brotli = await ask(port, "/c/x", { headers: { "accept-encoding": "gzip, deflate, br, zstd" } })
    expect(seen).toHaveLength(1)
    expect(plain.text).not.toContain("_next")
    expect(plain.text).toContain('<script async="" src="/enhance.js?v=1">')
    expect(zipped.headers["content-encoding"]).toBe("gzip")
    expect(gunzipSync(zipped.body).toString()).toBe(plain.text)
    expect(brotliDecompressSync(brotli.body).toString()).toBe(plain.text)
    expect(brotli.headers).toMatchObject({
      "content-encoding": "br",
      "content-length": String(brotli.body.length),
      "cache-control": "public, no-cache",
      vary: "Accept-Language, Accept-Encoding",
      age: "0",
    })
    for (const name of ["x-powered-by", "link"]) expect(plain.headers).not.toHaveProperty(name)
  })

  it("answer HEAD without a body and 304 to those who have the page", async () => {
    const { port, seen } = await start((_, outgoing) => sendHtml(outgoing, "words"))
    const page = await ask(port, "/c/x", { headers: { "accept-encoding": "br" } })
    const head = await ask(port, "/c/x", { method: "HEAD", headers: { "accept-encoding": "br" } })
    expect(head.body).toHaveLength(0)
    expect(head.headers).toMatchObject({ etag: page.headers.etag, "content-length": page.headers["content-length"] })
    const tag = String(page.headers.etag)
    expect(tag).toMatch(/^"[\w-]+-br"$/)
    for (const header of [tag, `"other", W/${tag}`, "*"]) {
      const known = await ask(port, "/c/x", { headers: { "accept-encoding": "br", "if-none-match": header } })
      expect(known).toMatchObject({ status: 304, text: "" })
      expect(known.headers).toMatchObject({ etag: tag, "cache-control": "public, no-cache" })
    }
    expect((await ask(port, "/c/x", { headers: { "if-none-match": '"other"' } })).status).toBe(200)
    expect(seen).toHaveLength(1)
  })

  it("are the same bytes for everyone: nothing of the first visitor reaches the maker", async () => {
    const { port, seen } = await start((incoming, outgoing) => sendHtml(outgoing, describeRequest(incoming)))
    await ask(port, "/c/x", {
      headers: {
        host: "evil.example",
        cookie: "theme=dark; other=1",
        "user-agent": "Secret/1",
        "x-forwarded-for": "203.0.113.9",
        "x-tm-client": "203.0.113.9",
        authorization: "Bearer secret",
        rsc: "1",
        "next-router-prefetch": "1",
      },
    })
    expect(seen[0]).toMatchObject({ method: "GET", url: "/c/x" })
    expect(seen[0]?.headers).toEqual({
      host: "site.example",
      "accept-encoding": "identity",
      "user-agent": "lightMyRequest",
    })
  })

  it("know their own query parameters only, in one order", async () => {
    const { port, seen } = await start((incoming, outgoing) => sendHtml(outgoing, describeRequest(incoming)))
    const paths = [
      "/c/x/sign?draft=1&no-email=1&utm_source=a",
      "/c/x/sign?no-email=1&draft=1",
      "/c/x/sign?fbclid=secret&no-email=1&draft=1&draft=2",
      "/c/x/sign?draft=2&no-email=<script>",
      "/c/x/sign?",
      "/c/x/sign",
    ]
    for (const path of paths) await ask(port, path)
    expect(seen.map(({ url }) => url)).toEqual(["/c/x/sign?no-email=1&draft=1", "/c/x/sign"])
  })

  it("offer the reader's language, kept apart, and never their own", async () => {
    const { port, seen } = await start((incoming, outgoing) => sendHtml(outgoing, describeRequest(incoming)))
    const texts = new Map<string, string>()
    for (const [path, language] of [
      ["/c/x", "es-MX,es;q=0.9"],
      ["/c/x", "es"],
      ["/c/x", "de, it"],
      ["/c/x", "en-GB"],
      ["/es/c/x", "es"],
      ["/es/c/x", "ru,en;q=0.5"],
    ] as const) {
      texts.set(`${path} ${language}`, (await ask(port, path, { headers: { "accept-language": language } })).text)
    }
    expect(texts.get("/c/x es")).toContain("/c/x es -")
    expect(texts.get("/c/x de, it")).toContain("/c/x - -")
    expect(texts.get("/es/c/x es")).toContain("/es/c/x - -")
    expect(texts.get("/es/c/x ru,en;q=0.5")).toContain("/es/c/x ru -")
    expect(seen).toHaveLength(4)
  })

  it("stay up when they cannot be made, and say how old they are", async () => {
    let isDown = false
    const { port, front } = await start((_, outgoing) => {
      if (isDown) return sendHtml(outgoing, "stack trace", 500)
      sendHtml(outgoing, "1,284 people")
    })
    await ask(port, "/c/x")
    isDown = true
    front.invalidate("x", false)
    await new Promise((resolve) => setTimeout(resolve, 3_600))
    for (let round = 0; round < 3; round += 1) {
      const startedAt = performance.now()
      const page = await ask(port, "/c/x")
      expect(page).toMatchObject({ status: 200 })
      expect(page.text).toContain("1,284 people")
      expect(Number(page.headers.age)).toBeGreaterThanOrEqual(3)
      expect(performance.now() - startedAt).toBeLessThan(300)
    }
    const withDraft = await ask(port, "/c/x", { headers: { cookie: "form=abc" } })
    expect(withDraft.text).toContain("1,284 people")
    const otherOffer = await ask(port, "/c/x", { headers: { "accept-language": "ru" } })
    expect(otherOffer.text).toContain("1,284 people")
  })

  it("say with a code that they cannot be made when there is nothing to show", async () => {
    const { port, faults } = await start((_, outgoing) => sendHtml(outgoing, "stack trace at /secret/path", 500))
    const page = await ask(port, "/es/c/x")
    expect(page.status).toBe(500)
    expect(page.text).toContain("fault-0")
    expect(page.text).toContain('<html lang="es">')
    expect(page.text).not.toContain("stack trace")
    expect(page.headers["cache-control"]).toBe("no-store")
    expect(faults).toHaveLength(1)
  })

  it("say that they come later while what they are made of is away, to people with a cookie too", async () => {
    const { port } = await start((_, outgoing) => sendHtml(outgoing, "stack trace", 500), { isAway: true })
    for (const headers of [{}, { cookie: "form=AAAAAAAAAAAAAAAAAAAAAA" }]) {
      const page = await ask(port, "/es/c/x", { headers })
      expect(page.status).toBe(503)
      expect(page.headers["retry-after"]).toBe("30")
      expect(page.text).toContain('<html lang="es">')
      expect(page.text).not.toContain("stack trace")
      expect(page.headers["cache-control"]).toBe("no-store")
    }
  })

  it("give up after a while on a page that never comes", async () => {
    const { port } = await start(() => undefined, { timeoutMs: 200 })
    const page = await ask(port, "/c/x")
    expect(page.status).toBe(503)
    expect(page.headers["retry-after"]).toBe("30")
  })

  it("show a change at once when the old state must not be seen", async () => {
    let text = "Ana"
    const { port, front } = await start((_, outgoing) => sendHtml(outgoing, text))
    for (const path of ["/c/x", "/es/c/x", "/", "/c/other"]) await ask(port, path)
    text = "nobody"
    front.invalidate("x", true)
    for (const path of ["/c/x", "/es/c/x", "/"]) expect((await ask(port, path)).text).toContain("nobody")
    expect((await ask(port, "/c/other")).text).toContain("Ana")
  })

  it("show a change within five seconds otherwise", async () => {
    let count = 1
    const { port, front } = await start((_, outgoing) => sendHtml(outgoing, `count ${count}`))
    await ask(port, "/c/x")
    count = 2
    front.invalidate("x", false)
    const changedAt = performance.now()
    await vi.waitFor(async () => expect((await ask(port, "/c/x")).text).toContain("count 2"), {
      timeout: 5_000,
      interval: 100,
    })
    expect(performance.now() - changedAt).toBeLessThan(5_000)
  })

  it("speak the site's words where there is no page", async () => {
    const { port, seen } = await start((incoming, outgoing) => {
      const isMissing = incoming.url?.endsWith("/missing")
      sendHtml(outgoing, isMissing ? `We cannot find this page ${incoming.url}` : "", isMissing ? 200 : 404)
    })
    for (const path of ["/c/nope", "/nowhere", "/confirm/none", "/missing"]) {
      const page = await ask(port, path)
      expect(page.status).toBe(404)
      expect(page.text).toContain("We cannot find this page /missing")
    }
    expect((await ask(port, "/ru/nowhere")).text).toContain("/ru/missing")
    expect(seen.filter(({ url }) => url === "/missing")).toHaveLength(1)
  })

  it("hand redirects on and keep none", async () => {
    const { port, seen } = await start((_, outgoing) => void outgoing.writeHead(308, { location: "/c" }).end())
    for (let round = 0; round < 2; round += 1) {
      expect(await ask(port, "/c/")).toMatchObject({ status: 308, headers: { location: "/c" } })
    }
    expect(seen).toHaveLength(2)
  })

  it("count openings by page and language, and nothing else", async () => {
    const { port, front, saved } = await start((_, outgoing) => sendHtml(outgoing, "words"))
    for (let round = 0; round < 3; round += 1) await ask(port, "/c/x", { headers: { cookie: "other=1" } })
    await ask(port, "/c/x", { headers: { cookie: "form=abc" } })
    await ask(port, "/c/x", { headers: { "sec-purpose": "prefetch" } })
    await ask(port, "/c/x", { method: "HEAD" })
    await ask(port, "/fr/c/x/sign")
    await ask(port, "/favicon.ico")
    await front.flushOpenings(new Date("2026-03-01T12:00:00Z"))
    expect(saved.sort((a, b) => b.openings - a.openings)).toEqual([
      { day: "2026-03-01", slug: "x", page: "campaign", locale: "en", openings: 4 },
      { day: "2026-03-01", slug: "x", page: "sign", locale: "fr", openings: 1 },
    ])
  })

  it("count arrivals by the kind of place and by a code in the address, which changes nothing of the page", async () => {
    const { port, front, seen, arrived, saved } = await start((_, outgoing) => sendHtml(outgoing, "words"))
    const from = (referer: string, more: Record<string, string> = {}) => ({ headers: { referer, ...more } })
    await ask(port, "/c/x")
    await ask(port, "/c/x", from("https://www.google.com/"))
    await ask(port, "/c/x", from("https://site.example/c/x"))
    await ask(port, "/c/x", from("https://t.me/", { "sec-fetch-site": "same-origin" }))
    const plain = await ask(port, "/c/x?from=clinic&utm=1", from("https://t.me/"))
    await ask(port, "/c/x?from=clinic", from("https://t.me/", { cookie: "form=abc" }))
    await ask(port, "/c/x/check?from=clinic", from("https://t.me/"))
    expect(plain.text).not.toContain("clinic")
    expect(seen.map(({ url }) => url)).toEqual(["/c/x", "/c/x", "/c/x/check"])
    await front.flushOpenings(new Date("2026-03-01T12:00:00Z"))
    const row = { day: "2026-03-01", slug: "x", code: "" }
    expect(arrived).toEqual([
      { ...row, source: "direct", arrivals: 1 },
      { ...row, source: "search", arrivals: 1 },
      { ...row, source: "message", code: "clinic", arrivals: 2 },
    ])
    expect(saved.find(({ page }) => page === "campaign")?.openings).toBe(6)
  })

  it("are made in advance", async () => {
    const { port, front, seen } = await start((_, outgoing) => sendHtml(outgoing, "words"))
    expect(await front.warm(["/", "/es/c/x", "/c/x/check"])).toBe(2 + 5)
    await ask(port, "/es/c/x")
    expect(seen.filter(({ url }) => url === "/es/c/x")).toHaveLength(1)
  })
})

describe("pages for one visitor", () => {
  it.each([
    ["/c/x", { cookie: "form=abc" }],
    ["/c/x", { cookie: "a=1; __Host-form=abc" }],
    ["/c/x", { cookie: "__Host-commenter.session=abc" }],
    ["/c/x/check", {}],
    ["/confirm/token", {}],
    ["/es/r/token", {}],
  ])("are made each time and stored nowhere: %s %j", async (path, headers: Record<string, string>) => {
    const { port, seen } = await start((incoming, outgoing) => {
      outgoing.setHeader("set-cookie", "form=new")
      sendHtml(outgoing, describeRequest(incoming))
    })
    for (let round = 1; round <= 2; round += 1) {
      const page = await ask(port, path, { headers: { ...headers, "x-tm-local": "forged", "accept-encoding": "br" } })
      expect(page.status).toBe(200)
      expect(page.headers).toMatchObject({ "cache-control": "no-store", "set-cookie": ["form=new"] })
      expect(page.headers).not.toHaveProperty("etag")
      expect(brotliDecompressSync(page.body).toString()).not.toContain("_next")
      expect(seen).toHaveLength(round)
      expect(seen.at(-1)?.headers).toMatchObject({ ...headers, "x-tm-client": "127.0.0.1" })
      expect(seen.at(-1)?.headers["x-tm-local"]).toBe("1")
    }
  })

  it("never take the place of the shared one", async () => {
    const { port } = await start((incoming, outgoing) => sendHtml(outgoing, describeRequest(incoming)))
    await ask(port, "/c/x", { headers: { cookie: "form=abc" } })
    expect((await ask(port, "/c/x")).text).toContain("/c/x - -")
  })
})

describe("files of the site", () => {
  it("are kept for a year under their hashed address, and asked for under any other", async () => {
    const { port } = await start((_, outgoing) => sendHtml(outgoing, ""))
    const hashed = await ask(port, "/red-umbrella.svg?v=abc", { headers: { "accept-encoding": "br" } })
    expect(hashed.headers).toMatchObject({
      "content-type": "image/svg+xml; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
      "content-encoding": "br",
    })
    expect(brotliDecompressSync(hashed.body).toString()).toContain("<svg")
    const old = await ask(port, "/red-umbrella.svg?v=old")
    expect(old.headers["cache-control"]).toBe("public, no-cache")
    expect((await ask(port, "/favicon.ico", { headers: { "if-none-match": String(old.headers.etag) } })).status).toBe(
      304,
    )
  })
})
