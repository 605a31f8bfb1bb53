import { describe, expect, it } from "vitest"
import { dateFields, slugField, textFields } from "#lib/domain/campaigns/edit-schema"
import { textFaults } from "#lib/domain/campaigns/text-faults"
import { renderMarkdown } from "#lib/shared/markdown"
import { tellingWords } from "#lib/shared/telling-words"
import { changedPassage } from "#lib/shared/text-change"

const HOSTILE = [
  "<script>alert(1)</script>",
  "<img src=https://tracker.example/x.png onerror=alert(1)>",
  "![pixel](https://tracker.example/x.png)",
  "![pixel][ref]\n\n[ref]: https://tracker.example/x.png",
  "[press](javascript:alert(1))",
  "[press](data:text/html,<script>alert(1)</script>)",
  "[press](//tracker.example/x)",
  "<!-- hidden -->",
  "<iframe src='https://x.example'></iframe>",
  "<svg/onload=alert(1)>",
  "<https://x.example>",
  "Dear {{name}}",
]

describe("texts that visitors read", () => {
  it.each(HOSTILE)("names what a page would not show as it is meant: %s", (text) => {
    expect(textFaults(text).length).toBeGreaterThan(0)
    expect(textFields.safeParse({ shortTitle: "a", title: "b", body: text }).success).toBe(false)
  })

  it.each(HOSTILE)("shows it as words even when it is there: %s", (text) => {
    const html = renderMarkdown(text)
    const tags = [...html.matchAll(/<\/?([a-z0-9]+)([^>]*)>/g)]
    for (const [, tag, attributes] of tags) {
      expect(["p", "a", "strong", "em", "ul", "ol", "li", "h1", "h2", "h3"]).toContain(tag)
      expect(attributes).not.toMatch(/\son|style=|src=|javascript:|data:/i)
    }
  })

  it("leaves ordinary texts alone", () => {
    const text =
      "1 < 2 and **bold**\n\n- [list](/c/x#sign) {not a field}\n- [mail](mailto:a@example.org)\n\nWhat! [then]"
    expect(textFaults(text)).toEqual([])
  })

  it("says how much of a text is too long", () => {
    const result = textFields.safeParse({ shortTitle: "x".repeat(61), title: "b" })
    expect(result.error?.issues[0]).toMatchObject({ message: "text_too_long", params: { n: 1, max: 60 } })
  })

  it("takes no closing before the opening", () => {
    expect(dateFields.safeParse({ openedOn: "2026-02-01", closedOn: "2026-01-31" }).error?.issues[0]).toMatchObject({
      message: "closed_before_opened",
      path: ["closedOn"],
    })
    expect(dateFields.safeParse({ decisionOn: "2026-02-30" }).error?.issues[0]?.message).toBe("date_unreadable")
  })
})

describe("addresses and short titles", () => {
  it("takes small letters, digits and single hyphens", () => {
    expect(slugField.parse(" Spring-2026 ")).toBe("spring-2026")
    for (const slug of ["", "a b", "a--b", "-a", "ä", "a/b", "x".repeat(61)])
      expect(slugField.safeParse(slug).success).toBe(false)
  })

  it.each([
    ["sex worker rights", ["sex", "worker", "rights"]],
    ["decriminalise now", ["decriminalise"]],
    ["petición por los derechos", ["petición", "derechos"]],
    ["Décriminalisation", ["Décriminalisation"]],
    ["droits et prostitution", ["droits", "prostitution"]],
    ["Права секс-работниц", ["Права", "секс", "работниц"]],
    ["性工作者权利", ["权利", "性工作者权利"]],
    ["Amnesty 2015", []],
    ["appeal 2026 11", []],
    ["copyright essex", []],
  ])("warns of words that tell: %s", (text, words) => {
    expect(tellingWords(text)).toEqual(words)
  })
})

describe("the passage that was changed", () => {
  it("is shown with a few words around it", () => {
    const around = "one two three four five six seven eight nine ten ".repeat(3)
    const { before, after } = changedPassage(`${around}teh council ${around}`, `${around}the council ${around}`)
    expect(before).toMatch(/^… .*teh council .* …$/)
    expect(after).toMatch(/^… .*the council .* …$/)
    expect(before.length).toBeLessThan(110)
  })

  it("is the whole of a short text", () => {
    expect(changedPassage("Adopt teh policy", "Adopt the policy")).toEqual({
      before: "Adopt teh policy",
      after: "Adopt the policy",
    })
    expect(changedPassage("", "new")).toEqual({ before: "", after: "new" })
  })
})
