import { describe, expect, it } from "vitest"
import { safeReturn } from "#lib/web/safe-return"

describe("where a form may lead back to", () => {
  it.each(["/", "/c/x/comments?draft=1#comment-form", "/ru/c/x", "/a?next=https://evil.example"])(
    "stays: %s",
    (path) => {
      expect(safeReturn(path, "/fallback")).toBe(path)
    },
  )

  it.each([
    undefined,
    "",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "https://evil.example/",
    "https:evil.example",
    "javascript:alert(1)",
    "evil",
    " /x",
    "/x y",
    "/%0d%0aSet-Cookie:x\r\n",
    "/x\u0000",
    "/\u2028/evil.example",
    `/${"a".repeat(600)}`,
  ])("is the fallback for %j", (wanted) => {
    expect(safeReturn(wanted, "/fallback")).toBe("/fallback")
  })

  it.each([
    "/..//evil.example",
    "/.//evil.example",
    "/a/..//evil.example",
    "/%2e%2e//evil.example",
    "/;//evil.example/..;/",
  ])("never leaves the site: %s", (wanted) => {
    const back = safeReturn(wanted, "/fallback")
    expect(new URL(back, "https://site.example").origin).toBe("https://site.example")
  })
})
