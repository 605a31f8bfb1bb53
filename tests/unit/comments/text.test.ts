import { Parser } from "htmlparser2"
import { describe, expect, it } from "vitest"
import * as fc from "fast-check"
import { COMMENT_MAX_CHARS, LINK_REL, commentExcerpt, commentHtml } from "#lib/domain/comments/text"
import { commentParagraphs, readComment, readWebsite, tidyComment } from "#lib/domain/comments/text"
import { findLinks, safeHref } from "#lib/shared/links"
import { HOSTILE_VALUES, largeHostileValues } from "#tests/support/hostile-corpus"

type Seen = { names: Set<string>; attributes: Set<string>; hrefs: string[]; text: string }

/** What a parser makes of markup. */
function seen(markup: string): Seen {
  const result: Seen = { names: new Set(), attributes: new Set(), hrefs: [], text: "" }
  const parser = new Parser({
    onopentag(name, attributes) {
      result.names.add(name)
      for (const attribute of Object.keys(attributes)) result.attributes.add(`${name} ${attribute}`)
      if (attributes.href !== undefined) result.hrefs.push(attributes.href)
      if (name === "a") expect(attributes.rel).toBe(LINK_REL)
    },
    ontext(text) {
      result.text += text
    },
    oncomment: () => expect.unreachable("a comment"),
    onprocessinginstruction: () => expect.unreachable("an instruction"),
  })
  parser.end(markup)
  return result
}

function expectHarmless(text: string): void {
  for (const hasLinks of [false, true]) {
    const { names, attributes, hrefs, text: shown } = seen(commentHtml(text, { hasLinks }).toString())
    expect([...names].filter((name) => !["p", "br", ...(hasLinks ? ["a"] : [])].includes(name))).toEqual([])
    expect([...attributes].filter((name) => !["p dir", "a href", "a rel"].includes(name))).toEqual([])
    expect(hrefs.filter((href) => !/^https?:\/\/[^/@]+\.[^/@]+\//.test(href))).toEqual([])
    expect(shown).toBe(text.replaceAll("\n", ""))
  }
}

describe("hostile comments", () => {
  it.each(HOSTILE_VALUES)("show as text and add no element: $name", ({ text }) => {
    const read = readComment(text)
    if (read.ok) expect(read.value).toBe(tidyComment(read.value))
    expectHarmless(tidyComment(text))
    expect(tidyComment(text)).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u202A-\u202E\u2066-\u2069\u200B\uFEFF]/)
    expect(tidyComment(text).isWellFormed()).toBe(true)
  })

  it.each(largeHostileValues())("are refused quickly: $name", ({ text }) => {
    const start = performance.now()
    const read = readComment(text)
    expect(read.ok ? read.value.length : 0).toBeLessThanOrEqual(2 * COMMENT_MAX_CHARS)
    expect(performance.now() - start).toBeLessThan(1_000)
  })

  it("stay harmless whatever is put together", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(...HOSTILE_VALUES.map(({ text }) => text.slice(0, 200))),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => expectHarmless(tidyComment(pieces.join("")))),
      { numRuns: 300 },
    )
  })
})

describe("readComment", () => {
  it("takes 3,000 characters of any script and refuses one more, cutting nothing", () => {
    for (const character of ["a", "中", "\u{1F9E1}", "ж"]) {
      expect(readComment(character.repeat(3_000))).toEqual({ ok: true, value: character.repeat(3_000) })
      expect(readComment(`${character.repeat(3_001)}\n`)).toEqual({
        ok: false,
        code: "comment_too_long",
        params: { n: 1 },
      })
    }
  })

  it("refuses what shows nothing", () => {
    for (const text of ["", " \r\n\t", "\u3164\u2800", "\u200B\u2060", "\u0301"]) {
      expect(readComment(text)).toMatchObject({ ok: false, code: "comment_empty" })
    }
    expect(readComment("\u{1F9E1}").ok).toBe(true)
  })

  it("keeps paragraphs, emoji, Hebrew and combining marks", () => {
    expect(tidyComment("a  \r\n\r\n\r\n\r\nb\rc\u2028d")).toBe("a\n\nb\nc\nd")
    const kept =
      "\u05E9\u05DC\u05D5\u05DD e\u0301 \u{1F469}\u200D\u{1F4BB} \u{1F3F4}\u{E0067}\u{E0062}\u{E007F}".normalize("NFC")
    expect(tidyComment(kept)).toBe(kept)
    expect(tidyComment("hidden\u{E0068}\u{E0069} text")).toBe("hidden text")
  })
})

describe("links", () => {
  const links = (text: string) => findLinks(text).map((link) => [link.text, link.href])

  it("ends where the sentence goes on", () => {
    expect(links("See https://a.example/x, (https://a.example/A_(b)) and http://b.example/?q=1&r=2!")).toEqual([
      ["https://a.example/x", "https://a.example/x"],
      ["https://a.example/A_(b)", "https://a.example/A_(b)"],
      ["http://b.example/?q=1&r=2", "http://b.example/?q=1&r=2"],
    ])
    expect(links("请看https://a.example/x。很好")).toEqual([["https://a.example/x", "https://a.example/x"]])
    expect(links("请看example.com很好")).toEqual([["example.com", "https://example.com/"]])
  })

  it("knows addresses without a scheme, but not ends of sentences, e-mail addresses or numbers", () => {
    expect(links("www.a.example and shop.buy-now.com/x t.me/join bit.ly/2x")).toEqual([
      ["www.a.example", "https://www.a.example/"],
      ["shop.buy-now.com/x", "https://shop.buy-now.com/x"],
      ["t.me/join", "https://t.me/join"],
      ["bit.ly/2x", "https://bit.ly/2x"],
    ])
    expect(links("It works.Then it stops. ana@example.com 3.14 e.g. he/she a.b.c No.5 U.S.")).toEqual([])
  })

  it("never makes a link of another scheme, a user name or a false letter", () => {
    for (const text of [
      "javascript:alert(1)",
      "data:text/html,x",
      "ftp://a.example",
      "https://b.example@a.example/",
      "http://localhost/",
    ]) {
      expect(safeHref(text)).toBeNull()
    }
    const shown = commentParagraphs("https://\u0430pple.example/ https://u:p@a.example/x", { hasLinks: true })
    expect(shown.flat().every(({ kind }) => kind === "text")).toBe(true)
  })

  it("stay plain text for guests", () => {
    const text = "One\ntwo https://a.example/?a=1&b=2\n\nthree"
    expect(commentHtml(text, { hasLinks: false }).toString()).toBe(
      '<p dir="auto">One<br />two https://a.example/?a=1&amp;b=2</p><p dir="auto">three</p>',
    )
    expect(commentHtml(text, { hasLinks: true }).toString()).toContain(
      `<a href="https://a.example/?a=1&amp;b=2" rel="nofollow ugc noopener noreferrer">https://a.example/?a=1&amp;b=2</a>`,
    )
  })
})

describe("readWebsite", () => {
  it("takes web addresses only", () => {
    expect(readWebsite("")).toBe("")
    expect(readWebsite(" ana.example ")).toBe("https://ana.example/")
    expect(readWebsite("ana.example:8080/x")).toBe("https://ana.example:8080/x")
    expect(readWebsite("http://ana.example/x?y")).toBe("http://ana.example/x?y")
    for (const text of [
      "javascript:alert(1)",
      "mailto:a@b.example",
      "ana",
      "a b.example",
      `x.example/${"a".repeat(300)}`,
      "\u0430na.example",
    ]) {
      expect(readWebsite(text)).toBeNull()
    }
  })
})

describe("commentExcerpt", () => {
  it("cuts between words, and between characters where there are none", () => {
    expect(commentExcerpt("short\ntext")).toBe("short text")
    expect(commentExcerpt("one two three four", 12)).toBe("one two…")
    expect([...commentExcerpt("中".repeat(200), 20)]).toHaveLength(20)
    expect(commentExcerpt("\u{1F9E1}".repeat(30), 10).isWellFormed()).toBe(true)
  })
})
