import { describe, expect, it } from "vitest"
import { hasOwnCookie, isNextOnly } from "#lib/web/front-rules"
import { describePage, pagesToWarm } from "#lib/web/pages"
import { readPageChange } from "#lib/web/page-change"
import { match, methodsAt } from "#lib/web/routes"

describe("describePage", () => {
  it("knows shared pages and those of one visitor, in each language", () => {
    expect(describePage("/", "")).toMatchObject({ url: "/", locale: "en", isShared: true, opening: { page: "appeal" } })
    expect(describePage("/ru", "")).toMatchObject({ url: "/ru", locale: "ru", opening: { slug: "", page: "appeal" } })
    expect(describePage("/zh/c/a-2015", "utm=1")).toMatchObject({
      url: "/zh/c/a-2015",
      opening: { slug: "a-2015", page: "campaign" },
    })
    for (const path of ["/c/a/check", "/c/a/signed", "/confirm/t", "/r/t", "/es/c/a/letter/preview"]) {
      expect(describePage(path, "")).toMatchObject({ isShared: false })
    }
  })

  it("knows each page at one address only", () => {
    for (const path of [
      "/en",
      "/en/c",
      "/c/",
      "/es/",
      "/de/c",
      "/c/Upper",
      "/c/a--b",
      "/c/%61",
      "/x",
      "/c/a/b/c/d",
      "/c/a/updates/x",
    ]) {
      expect(describePage(path, "")).toBeNull()
    }
  })

  it("tells which pages a change shows on", () => {
    expect(describePage("/c/a/results", "")?.shows("a")).toBe(true)
    expect(describePage("/c/a/results", "")?.shows("b")).toBe(false)
    expect(describePage("/es", "")?.shows("b")).toBe(true)
    expect(describePage("/privacy", "")?.shows("a")).toBe(false)
    expect(describePage("/privacy", "")?.shows("*")).toBe(true)
  })

  it("keeps the query parameters it knows, when they hold what they should", () => {
    const url = (query: string) => describePage("/c/a/comments", query)?.url
    expect(url("order=oldest&after=abc-1&x=1")).toBe("/c/a/comments?after=abc-1&order=oldest")
    expect(url("order=random&after=%3Cscript%3E")).toBe("/c/a/comments")
    expect(url(`after=${"a".repeat(65)}`)).toBe("/c/a/comments")
  })

  it("warms only pages that can be kept", () => {
    for (const url of pagesToWarm(["a"], ["en", "es"]))
      expect(describePage(url, "")).toMatchObject({ url, isShared: true })
  })
})

describe("routes", () => {
  it("find a handler with or without a language, and give it what the address says", () => {
    expect(match("POST", "/c/a-1/signatures")?.params).toEqual({ slug: "a-1" })
    expect(match("POST", "/es/c/a-1/signatures")?.handler).toBe(match("POST", "/c/a-1/signatures")?.handler)
    expect(match("POST", "/confirm/a%20b")?.params).toEqual({ token: "a b" })
    expect(match("GET", "/healthz")).not.toBeNull()
    for (const path of [
      "/c/A/signatures",
      "/c//signatures",
      "/c/a/signatures/",
      "/",
      "/confirm/",
      `/confirm/${"a".repeat(201)}`,
    ]) {
      expect(match("POST", path)).toBeNull()
    }
    expect(match("GET", "/c/a/signatures")).toBeNull()
  })

  it("say which methods an address takes", () => {
    expect(methodsAt("/healthz")).toEqual(["GET", "HEAD"])
    expect(methodsAt("/c/a/signatures")).toEqual(["POST"])
    expect(methodsAt("/nowhere")).toEqual([])
  })
})

describe("the rules of the front", () => {
  it.each([
    ["form=abc", true],
    ["a=1; form=abc", true],
    ["a=1;form=abc", true],
    ["__Host-form=abc", true],
    ["__Host-organiser.session=x", true],
    ["commenter.csrf=x", true],
    ["commenterXcsrf=x", false],
    ["platform=1", false],
    ["xform=1", false],
    ["theme=form=1", false],
    ["", false],
  ])("take of %j as ours: %s", (cookie, isOwn) => {
    expect(hasOwnCookie(cookie)).toBe(isOwn)
  })

  it("leave to Next what it answers alone", () => {
    for (const path of ["/admin", "/admin/people", "/_next/static/a.js", "/api/auth/session"])
      expect(isNextOnly(path)).toBe(true)
    for (const path of ["/", "/administer", "/c/admin", "/api/v1/campaigns", "/es/c"])
      expect(isNextOnly(path)).toBe(false)
  })

  it("read what other nodes say, and expect the worst of what they cannot read", () => {
    expect(readPageChange('{"slug":"a","drop":true}')).toEqual({ slug: "a", drop: true })
    expect(readPageChange('{"slug":"*"}')).toEqual({ slug: "*", drop: false })
    for (const payload of ["", "a", "null", "{}", '{"slug":1}'])
      expect(readPageChange(payload)).toEqual({ slug: "*", drop: true })
  })
})
