import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { stripScripts } from "#lib/front/strip-scripts"
import { html } from "#lib/shared/html"

const isOurs = (src: string) => src.startsWith("/enhance.js")
const strip = (text: string) => stripScripts(text, isOurs)

describe("stripScripts", () => {
  it("takes out scripts, inline or not, and keeps ours", () => {
    expect(
      strip(
        `<head><script src="/_next/static/a.js" async=""></script><script async src="/enhance.js?v=1"></script></head>` +
          `<body><p>Hi</p><script>self.__next_f.push([1,"<p>\\u003c/script>"])</script></body>`,
      ),
    ).toBe(`<head><script async src="/enhance.js?v=1"></script></head><body><p>Hi</p></body>`)
  })

  it("takes out preloads and keeps other links", () => {
    expect(
      strip(
        `<link rel="preload" as="script" fetchPriority="low" href="/_next/a.js"/><link rel="stylesheet" href="/site.css"/>` +
          `<link href="/m.js" rel=modulepreload><link rel="expect" href="#x" blocking="render"/><link rel="preload" as="style" href="/s.css"/>`,
      ),
    ).toBe(`<link rel="stylesheet" href="/site.css"/>`)
  })

  it("is not misled by quotes, case, odd spacing or a missing end", () => {
    expect(strip(`<p>a</p><SCRIPT data-x="a>b">1</SCRIPT ><p>b</p>`)).toBe("<p>a</p><p>b</p>")
    expect(strip(`<script/src="/_next/a.js"></script\n>x`)).toBe("x")
    expect(strip(`<script>"</scripty>"</script>x`)).toBe("x")
    expect(strip(`<p>a</p><script src="/_next/a.js">`)).toBe("<p>a</p>")
    expect(strip(`<p>a</p><script src="/_next/a.js`)).toBe("<p>a</p>")
    expect(strip(`<p>a</p><script data-src="/enhance.js">1</script>`)).toBe("<p>a</p>")
    expect(strip(`<link title=" rel=modulepreload" rel=icon>`)).toBe(`<link title=" rel=modulepreload" rel=icon>`)
    expect(strip(`<script data-x=" src=/enhance.js">1</script>`)).toBe("")
    expect(strip(`<scripture>a</scripture><linked>`)).toBe(`<scripture>a</scripture><linked>`)
  })

  it("leaves text that looks like markup as people wrote it", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(fc.string(), fc.constantFrom("<script>", "</script>", "<link rel=modulepreload>", "<!--", `"`)),
        ),
        (words) => {
          const text = words.join("")
          const page = html`<p title="${text}">${text}</p>
            <textarea>${text}</textarea>`.text
          expect(strip(page)).toBe(page)
          expect(strip(`<script>1</script>${page}<script src="/_next/b.js"></script>`)).toBe(page)
        },
      ),
    )
  })

  it("takes time that grows with the length only", () => {
    const hostile = [
      "<script".repeat(200_000),
      "<script>".repeat(200_000),
      "<script></script".repeat(100_000),
      `<link rel="`.repeat(200_000),
      `<link ${'"'.repeat(1_000_000)}`,
      `<link ${" rel".repeat(300_000)}>`,
      `<script ${"src ".repeat(300_000)}></script>`,
      `<script src${" ".repeat(1_000_000)}></script>`,
    ]
    const startedAt = performance.now()
    for (const text of hostile) strip(text)
    expect(performance.now() - startedAt).toBeLessThan(2_000)
  })
})
