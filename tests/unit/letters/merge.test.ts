import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  MERGE_FIELDS,
  mergeText,
  templateFaults,
  unfilledPlaceholders,
  withReasonPlace,
  type MergeValues,
} from "#lib/domain/letters/merge"
import { mergeValues } from "#lib/domain/letters/values"

const RECIPIENT = { name: "Salil Shetty", title: "Secretary General", organisation: "Amnesty International" }

const NONE: MergeValues = Object.fromEntries(MERGE_FIELDS.map((field) => [field, ""]))

describe("mergeText", () => {
  it.each([
    ["a field", "Dear {{recipient_name}},", { recipient_name: "Ana" }, "Dear Ana,"],
    ["spaces inside the braces", "{{ name }}", { name: "Ana" }, "Ana"],
    ["a fallback that is not needed", "from {{city|my town}} to", { city: "Lima" }, "from Lima to"],
    ["a fallback that is needed", "from {{city|my town}} to", { city: "" }, "from my town to"],
    ["a value of spaces is empty", "from {{city|my town}} to", { city: "  " }, "from my town to"],
    ["an empty fallback", "a\n{{city|}}\nb", { city: "" }, "a\nb"],
    ["a field that is not among the values stays", "{{city|x}}, {{name}}", { name: "Ana" }, "{{city|x}}, Ana"],
    ["a field nobody knows stays", "{{city}} {{mood}}", { city: "Lima" }, "Lima {{mood}}"],
    ["names of every object are no fields", "{{constructor}}", {}, "{{constructor}}"],
  ] satisfies [string, string, MergeValues, string][])("replaces: %s", (_, template, values, expected) => {
    expect(mergeText(template, values)).toBe(expected)
  })

  it.each([
    ["only an empty field", "a\n{{role}}\nb", "a\nb"],
    ["empty fields and punctuation", "a\n{{city}}, {{country}}.\nb", "a\nb"],
    ["empty fields and Chinese punctuation", "a\n{{city}}，{{country}}。\nb", "a\nb"],
    ["a paragraph goes with a blank line", "a\n\n{{reason}}\n\nb", "a\n\nb"],
    ["two lines of a paragraph", "a\n\n{{role}}\n{{city}}\n\nb", "a\n\nb"],
    ["at the start", "{{date}}\n\na", "a"],
    ["at the end", "a\n\n{{role}}", "a"],
    ["blank lines of the template stay", "a\n\n\nb", "a\n\n\nb"],
    ["punctuation without a field stays", "a\n* * *\nb", "a\n* * *\nb"],
  ])("drops a line: %s", (_, template, expected) => {
    expect(mergeText(template, NONE)).toBe(expected)
  })

  it.each([
    ["at the start", "{{city}}, {{country}}", { city: "", country: "Peru" }, "Peru"],
    ["at the end", "{{city}}, {{country}}", { city: "Lima", country: "" }, "Lima"],
    ["after the field", "Dear {{name}},", { name: "" }, "Dear"],
    ["several", "{{role}}, {{city}}, {{country}}", { role: "", city: "", country: "Peru" }, "Peru"],
    ["Chinese", "{{role}}，谨代表{{organisation}}", { role: "", organisation: "甲" }, "谨代表甲"],
    ["a comma that no empty field left stays", ", {{name}},", { name: "Ana" }, ", Ana,"],
    ["a comma of a value stays", "{{city}}, {{country}}", { city: "Lima,", country: "" }, "Lima,"],
    ["a comma inside stays", "{{role}}, on behalf of us, {{city}}", { role: "", city: "" }, "on behalf of us"],
  ] satisfies [string, string, MergeValues, string][])("takes a lost comma: %s", (_, template, values, expected) => {
    expect(mergeText(template, values)).toBe(expected)
  })

  it("never searches values for fields", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...MERGE_FIELDS), (around, field) => {
        const value = `x${around}{{name}}{{city|no}}`
        const merged = mergeText(`{{${field}}}`, { ...NONE, name: "Ana", city: "Lima", [field]: value })
        expect(merged).toBe(value)
      }),
    )
  })

  it("leaves text without fields as it is, save line breaks", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        fc.pre(!text.includes("{{"))
        expect(mergeText(text, NONE)).toBe(text.replace(/\r\n?/g, "\n"))
      }),
    )
  })

  const line = fc
    .array(
      fc.oneof(
        fc.constantFrom(...MERGE_FIELDS).map((f) => `{{${f}}}`),
        fc.constantFrom(", ", " ", "，", "word", "."),
      ),
    )
    .map((parts) => parts.join(""))
  const value = fc.oneof(fc.constant(""), fc.constantFrom("Ana", "São Tomé", "谢蒂"))
  const anyValues = fc.record(Object.fromEntries(MERGE_FIELDS.map((f) => [f, value]))) as fc.Arbitrary<MergeValues>

  it("fills every field, adds no line, and says all values of the lines it keeps", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), anyValues, (lines, values) => {
        const merged = mergeText(lines.join("\n"), values)
        expect(merged).not.toContain("{{")
        expect(merged.split("\n").length).toBeLessThanOrEqual(Math.max(lines.length, 1))
        const used = lines.flatMap((l) => [...l.matchAll(/\{\{(\w+)\}\}/g)].map(([, f]) => values[f as "name"] ?? ""))
        for (const text of used) expect(merged).toContain(text)
      }),
    )
  })

  it("leaves no comma at an end of a line where an empty field stood", () => {
    fc.assert(
      fc.property(fc.subarray(["city", "country", "role"] as const), (filled) => {
        const values = { ...NONE, ...Object.fromEntries(filled.map((f) => [f, "x"])) }
        for (const text of mergeText("{{city}}, {{country}}, {{role}}", values).split("\n"))
          expect(text).not.toMatch(/^[\s,]|[\s,]$/)
      }),
    )
  })

  it("takes time in proportion to the text", () => {
    const started = performance.now()
    mergeText("{{".repeat(100_000), NONE)
    mergeText("{{name|".repeat(20_000), NONE)
    mergeText(`${"{{role}}, ".repeat(5_000)}x`, NONE)
    unfilledPlaceholders("{{".repeat(100_000))
    templateFaults("}}{{".repeat(20_000))
    expect(performance.now() - started).toBeLessThan(1000)
  })
})

describe("mergeValues", () => {
  const writer = { name: "Ana", town: "Lima", country: "PE", own: "Because." }

  it.each([
    ["en", "23 July 2015", "Peru"],
    ["es", "23 de julio de 2015", "Perú"],
    ["fr", "23 juillet 2015", "Pérou"],
    ["ru", "23 июля 2015 г.", "Перу"],
    ["zh", "2015年7月23日", "秘鲁"],
  ] as const)("writes date and country in the letter's language: %s", (locale, date, country) => {
    expect(mergeValues(locale, writer, RECIPIENT, "2015-07-23")).toMatchObject({ date, country })
  })

  it("takes the city from the town and the reason from the own paragraph", () => {
    expect(mergeValues("en", writer, RECIPIENT, "2015-07-23")).toMatchObject({ city: "Lima", reason: "Because." })
  })

  it("knows every field, empty where nothing was given, so that nothing is left to fill", () => {
    const values = mergeValues("en", { name: "Ana", country: "not a country" }, RECIPIENT, "2015-07-23")
    expect(Object.keys(values).sort()).toEqual([...MERGE_FIELDS].sort())
    expect(values).toMatchObject({ city: "", country: "", role: "", organisation: "", reason: "" })
  })
})

describe("withReasonPlace", () => {
  it.each([
    ["keeps it where it is", "a\n\n{{reason|}}\n\nb", "a\n\n{{reason|}}\n\nb"],
    ["puts it before the closing", "a\n\nb\n\nYours,\n{{name}}", "a\n\nb\n\n{{reason}}\n\nYours,\n{{name}}"],
    ["puts it last without a closing", "a\n\nb\n", "a\n\nb\n\n{{reason}}"],
    ["is the letter where there is none", " ", "{{reason}}"],
  ])("%s", (_, body, expected) => {
    expect(withReasonPlace(body)).toBe(expected)
  })
})

describe("unfilledPlaceholders", () => {
  it.each([
    ["Dear {{recipient_name}}, {{ my story }} {{city|x}} {{city}}", ["recipient_name", "my story", "city"]],
    ["{{}} and {{|x}}", ["{{}}", "{{|x}}"]],
    ["{{over\ntwo lines}}", ["over two lines"]],
    ["{one} {{open and closed}", []],
    ["", []],
  ])("names what is left in %j", (text, expected) => {
    expect(unfilledPlaceholders(text)).toEqual(expected)
  })
})

describe("templateFaults", () => {
  it("finds nothing in a right template", () => {
    expect(templateFaults("{{date}}\n\nDear {{ recipient_name | you }}, {x} {{city|}}")).toEqual([])
  })

  it("names unknown fields and broken braces with their lines", () => {
    expect(templateFaults("{{mood}}\nx {{name} y\n{{Name}}")).toEqual([
      { code: "unknown_field", field: "mood", line: 1 },
      { code: "malformed_field", text: "{{name} y", line: 2 },
      { code: "malformed_field", text: "{{Name}}", line: 3 },
    ])
  })
})
