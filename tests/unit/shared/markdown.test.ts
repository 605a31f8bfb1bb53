import { describe, expect, it } from "vitest"
import { headingSlugs, renderMarkdown } from "#lib/shared/markdown"

describe("renderMarkdown", () => {
  it("knows paragraphs, bold, lists and links, and shows HTML as text", () => {
    const html = renderMarkdown("**Sign** [here](/c/x#sign) <b>now</b>\n\n1. one\n2. two")
    expect(html).toBe(
      '<p><strong>Sign</strong> <a href="/c/x#sign">here</a> &lt;b&gt;now&lt;/b&gt;</p>\n<ol>\n<li>one</li>\n<li>two</li>\n</ol>\n',
    )
  })

  it("makes no link of an address that could act or leave the site unseen", () => {
    for (const href of [
      "javascript:alert(1)",
      "JaVaScRiPt:x",
      "data:text/html,x",
      "vbscript:x",
      "//evil.example",
      "file:///x",
    ]) {
      expect(renderMarkdown(`[a](${href})`), href).not.toContain("<a")
    }
    expect(renderMarkdown("[a](https://example.org/)")).toContain('rel="noopener noreferrer"')
  })

  it("puts values in as words, never as marks", () => {
    const fields = { who: "**<b>A_b_</b>** [x](/y) {{other}}", other: "no" }
    expect(renderMarkdown("By {{who}}.", { fields })).toBe("<p>By **&lt;b&gt;A_b_&lt;/b&gt;** [x](/y) {{other}}.</p>\n")
  })

  it("leaves out the sentence, or the point of a list, that has no value to speak of", () => {
    const fields = { org: "We", contact: null, place: null }
    expect(
      renderMarkdown("{{org}} run it. Write to {{contact}}. It stands in {{place|a safe place}}.", { fields }),
    ).toBe("<p>We run it. It stands in a safe place.</p>\n")
    expect(renderMarkdown("- **Ask:** {{contact}}\n- {{org}} care", { fields })).toBe("<ul>\n<li>We care</li>\n</ul>\n")
    expect(renderMarkdown("**Yes**. No. {{org}}", { fields })).toBe("<p><strong>Yes</strong>. No. We</p>\n")
  })

  it("gives headings their addresses by order, and cells the names of their columns", () => {
    const html = renderMarkdown("## Один\n\n| что | зачем |\n| --- | --- |\n| a | b |\n\n## Два", {
      headingIds: ["one", "two"],
    })
    expect(html).toContain('<h2 id="one">Один</h2>')
    expect(html).toContain('<h2 id="two">Два</h2>')
    expect(html).toContain('<td data-label="зачем">b</td>')
  })
})

it("makes addresses of English headings", () => {
  expect(headingSlugs("## How comments are processed\n\ntext\n\n## What {{who}} receives")).toEqual([
    "how-comments-are-processed",
    "what-receives",
  ])
})
