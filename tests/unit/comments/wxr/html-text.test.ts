import { describe, expect, it } from "vitest"
import { htmlToLine, htmlToText } from "#lib/domain/comments/wxr/html-text"
import { HOSTILE_VALUES, largeHostileValues } from "#tests/support/hostile-corpus"

describe("htmlToText", () => {
  it.each([
    ["<p>One</p><p>Two<br>three</p>", "One\n\nTwo\nthree"],
    ["One\nTwo\n\n\n\nThree", "One\nTwo\n\nThree"],
    ["<p>One</p>\n<p>Two</p>\n", "One\n\nTwo"],
    ["a<br /><br />b", "a\n\nb"],
    ["a <b>bold</b> and <em>soft</em> word", "a bold and soft word"],
    ["Tom &amp; Ana &#8217;s &eacute;t&eacute; &lt;b&gt;", "Tom & Ana ’s été <b>"],
    ["&amp;lt;b&amp;gt;", "&lt;b&gt;"],
    ['See <a href="https://a.example/x?y=1&amp;z=2">this page</a>.', "See this page (https://a.example/x?y=1&z=2)."],
    ['<a href="https://a.example/">https://a.example/</a>', "https://a.example/"],
    ['<a href="https://a.example">a.example</a>', "a.example"],
    ['<a href="https://a.example/"></a>', "https://a.example/"],
    ['<a href="javascript:alert(1)">x</a> <a href="/about">y</a> <a href="mailto:a@b.example">z</a>', "x y z"],
    ["<blockquote><p>One</p><p>Two</p></blockquote>Three", "> One\n>\n> Two\n\nThree"],
    ["<ul><li>one</li><li>two</li></ul>after", "- one\n- two\n\nafter"],
    ['<img src="x.png" alt="A flag"> <img src="y.png">!', "A flag !"],
    ["<script>alert(1)</script><style>p{}</style>a<iframe>b</iframe><svg><text>c</text></svg>d", "ad"],
    ["<p>unclosed <b>tags", "unclosed tags"],
    ["a < b and c > d", "a < b and c > d"],
    ["<!-- x --><![CDATA[ y ]]>z", "z"],
    ["", ""],
  ])("%j", (html, text) => {
    expect(htmlToText(html)).toBe(text)
  })

  it("turns hostile markup into text without any, and is never slow", () => {
    const nested = [
      "<b>".repeat(15_000),
      "</i>".repeat(15_000),
      "<blockquote>".repeat(5_000),
      "<a href=https://a.example>".repeat(2_000),
      "&".repeat(60_000),
    ]
    const texts = [
      ...HOSTILE_VALUES.map(({ text }) => text),
      ...nested,
      ...largeHostileValues().map(({ text }) => text),
    ]
    for (const text of texts) {
      const start = performance.now()
      expect(htmlToText(text.slice(0, 65_535)).isWellFormed()).toBe(true)
      expect(performance.now() - start).toBeLessThan(1_500)
    }
  })

  it("gives a name on one line", () => {
    expect(htmlToLine("Ana &amp; <b>Tom</b>\n\u202E &#8220;x&#8221;")).toBe("Ana & Tom “x”")
  })
})
