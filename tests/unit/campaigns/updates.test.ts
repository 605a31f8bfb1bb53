import { describe, expect, it } from "vitest"
import { pickText, textFaults } from "#lib/domain/campaigns/update-rules"
import { publishing, updateText } from "#lib/domain/campaigns/update-schema"
import { renderMarkdown } from "#lib/shared/markdown"
import { plainParagraphs } from "#lib/shared/markdown-plain"
import { formatMoment, isZone, momentIn } from "#lib/shared/zones"

describe("a text of news", () => {
  it("may hold the fields that are filled in, and names the others", () => {
    expect(textFaults("{{count}} people, {{ title }}, {{count|many}}")).toEqual([])
    expect(textFaults("Dear {{name}}, {{e-mail}} {{name}}")).toEqual([
      { code: "update_field", names: "{{name}}, {{e-mail}}" },
    ])
  })

  it.each([
    ["update_picture", "![x](https://evil.example/pixel.gif)", "![x](https://evil.example/pixel.gif)"],
    ["update_picture", "![x][1]", "![x][1]"],
    ["update_html", "Hello <script>alert(1)</script>", "<script>, </script>"],
    ["update_html", 'a <img src="https://evil.example/x"> b', '<img src="https://evil.example/x">'],
    ["update_html", "<!-- x -->", "<!--"],
    ["update_link", "[x](javascript:alert(1))", "javascript:alert(1"],
    ["update_link", "[x](data:text/html,x)", "data:text/html,x"],
  ])("is refused for %s: %s", (code, text, names) => {
    expect(textFaults(text)).toEqual([{ code, names }])
    const html = renderMarkdown(text)
    expect(html).not.toMatch(/<(?:script|img)|href="(?:javascript|data):/i)
    const parsed = updateText.safeParse({ language: "en", title: "News", body: text, revision: "0" })
    expect(parsed.error?.issues[0]).toMatchObject({ message: code, path: ["body"] })
  })

  it("keeps what people write about: less than, more than, links, lists", () => {
    const text = "5 < 6 and 7 > 3.\n\n- [the page](/c/x)\n- [theirs](https://example.org)\n- <https://example.org>"
    expect(textFaults(text)).toEqual([])
    expect(updateText.parse({ language: "ru", title: " A  b ", body: text, revision: "2" })).toEqual({
      ...{ language: "ru", title: "A b", body: text, revision: 2 },
    })
  })

  it("says what is missing or too long", () => {
    const errors = (changes: object) =>
      updateText
        .safeParse({ language: "en", title: "News", body: "Text", revision: 0, ...changes })
        .error?.issues.map(({ message }) => message)
    expect(errors({})).toBeUndefined()
    expect(errors({ title: " " })).toEqual(["update_title_empty"])
    expect(errors({ title: "x".repeat(121) })).toEqual(["update_title_too_long"])
    expect(errors({ body: "" })).toEqual(["update_body_empty"])
    expect(errors({ body: "x".repeat(6_001) })).toEqual(["update_too_long"])
    expect(errors({ language: "de" })).toEqual(["choice_unknown"])
  })

  it("is chosen in the reader's language, else in English, else in what there is", () => {
    const texts = [{ locale: "es" }, { locale: "en" }]
    expect(pickText(texts, "es")).toBe(texts[0])
    expect(pickText(texts, "ru")).toBe(texts[1])
    expect(pickText([{ locale: "fr" }], "ru")).toEqual({ locale: "fr" })
    expect(pickText([], "ru")).toBeUndefined()
  })

  it("becomes plain paragraphs: own links with their address, others as words", () => {
    const text = [
      "# Head",
      "Hello **all** of {{count}},\nsee [the page](/c/x/results) and [theirs](https://example.org/a).",
      "- one\n- two\n  - deep\n\n3. three\n4. four",
      "| a | b |\n| - | - |\n| c | d |",
    ].join("\n\n")
    expect(plainParagraphs(text, { fields: { count: "12" }, toUrl: (path) => `https://our.example${path}` })).toEqual([
      "Head",
      "Hello all of 12,\nsee the page (https://our.example/c/x/results) and theirs.",
      "- one\n- two\n  - deep",
      "3. three\n4. four",
      "a – b",
      "c – d",
    ])
  })
})

describe("a day and time in a zone", () => {
  it("is the moment that clocks there show", () => {
    expect(momentIn("UTC", "2026-12-03", "09:00")?.toISOString()).toBe("2026-12-03T09:00:00.000Z")
    expect(momentIn("Europe/Madrid", "2026-12-03", "09:00")?.toISOString()).toBe("2026-12-03T08:00:00.000Z")
    expect(momentIn("Asia/Kathmandu", "2026-12-03", "00:15")?.toISOString()).toBe("2026-12-02T18:30:00.000Z")
    expect(momentIn("America/New_York", "2026-07-01", "23:30")?.toISOString()).toBe("2026-07-02T03:30:00.000Z")
    expect(momentIn("Pacific/Kiritimati", "2026-07-01", "00:30")?.toISOString()).toBe("2026-06-30T10:30:00.000Z")
  })

  it("is nothing where clocks are put forward, and the first moment where they are put back", () => {
    expect(momentIn("Europe/Madrid", "2026-03-29", "02:30")).toBeNull()
    expect(momentIn("Europe/Madrid", "2026-03-29", "03:00")?.toISOString()).toBe("2026-03-29T01:00:00.000Z")
    expect(momentIn("Europe/Madrid", "2026-10-25", "02:30")?.toISOString()).toBe("2026-10-25T00:30:00.000Z")
    expect(momentIn("UTC", "2026-02-30", "09:00")).toBeNull()
    expect(momentIn("UTC", "soon", "09:00")).toBeNull()
  })

  it("is told with its zone", () => {
    const moment = new Date("2026-12-03T08:00:00Z")
    expect(formatMoment("en", moment, "Europe/Madrid")).toBe("3 December 2026 at 09:00 (Europe/Madrid, GMT+1)")
    expect(formatMoment("es", moment, "UTC")).toContain("(UTC)")
    expect(isZone("Europe/Madrid")).toBe(true)
    expect(isZone("Mars/Base")).toBe(false)
  })

  it("is asked for where news is not published at once", () => {
    const faults = (fields: object) => publishing.safeParse(fields).error?.issues.map(({ message }) => message)
    expect(faults({ when: "now" })).toBeUndefined()
    expect(faults({ when: "later", day: "2026-12-03", time: "09:00", zone: "Europe/Madrid" })).toBeUndefined()
    expect(faults({ when: "later", day: "2026-13-03", time: "9", zone: "Mars" })).toEqual([
      "update_day",
      "update_time",
      "update_zone",
    ])
    expect(faults({ when: "soon" })).toEqual(["choice_unknown"])
  })
})
