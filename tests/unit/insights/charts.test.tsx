import fc from "fast-check"
import { renderToStaticMarkup } from "react-dom/server"
import { describe, expect, it } from "vitest"
import { InsightsPage } from "#components/insights/insights-page"
import { assemble } from "#lib/domain/insights/assemble"
import { toCsv } from "#lib/domain/insights/csv"
import { finding } from "#lib/domain/insights/findings"
import { largest } from "#lib/domain/insights/ranking"
import { CHARTS } from "#lib/domain/insights/schema"
import { tablesOf } from "#lib/domain/insights/tables"
import { addDays, countDays, listDays, weekOf } from "#lib/domain/insights/time"
import { barLengths, columns, labelledBars, runningTotal, segments, timeRanges } from "#lib/shared/charts/geometry"
import { fitText, textWidth } from "#lib/shared/charts/text"
import { LOCALES } from "#lib/shared/locales"
import { anyCounts, fullInsights, NAMES, readingOf } from "#tests/unit/insights/sample"

const counts = fc.array(fc.option(fc.nat(5_000), { nil: null }), { minLength: 1, maxLength: 80 })

describe("geometry", () => {
  it("gives bars lengths in proportion, from nothing to the whole width", () => {
    fc.assert(
      fc.property(counts, (values) => {
        const most = Math.max(1, ...values.map((value) => value ?? 0))
        barLengths(values, 500).forEach((length, index) => {
          expect(Math.abs(length - (500 * (values[index] ?? 0)) / most)).toBeLessThan(0.06)
        })
      }),
    )
    expect(barLengths([0.5], 200, 1)).toEqual([100])
  })

  it("fills a bar with its parts, one behind the other", () => {
    fc.assert(
      fc.property(counts, (values) => {
        const parts = segments(values, 600)
        parts.reduce((end, { x, width }) => {
          expect(Math.abs(x - end)).toBeLessThan(0.2)
          expect(width).toBeGreaterThanOrEqual(0)
          return x + width
        }, 0)
        const last = parts.at(-1)!
        if (values.some(Boolean)) expect(Math.abs(last.x + last.width - 600)).toBeLessThan(0.2)
      }),
    )
  })

  it("keeps columns and lines inside their plot, with whole numbers from 0 as ticks", () => {
    const plot = { left: 40, right: 330, top: 10, bottom: 160 }
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(900), fc.nat(900)), { minLength: 1, maxLength: 100 }), (rows) => {
        const { paths, middles, ticks } = columns(rows, plot)
        const heights = [...paths.join("").matchAll(/V(-?[\d.]+)/g)].map((found) => Number(found[1]))
        expect(heights.every((y) => y >= plot.top - 0.1 && y <= plot.bottom + 0.1)).toBe(true)
        expect(middles.every((x) => x > plot.left && x < plot.right)).toBe(true)
        expect(ticks[0]).toEqual({ value: 0, y: plot.bottom })
        expect(ticks.every(({ value }) => Number.isInteger(value))).toBe(true)
        const { end } = runningTotal(
          rows.map(([count]) => count),
          middles,
          plot,
        )
        expect(end[1]).toBeGreaterThanOrEqual(plot.top - 0.1)
        expect(paths.join("")).not.toContain("NaN")
      }),
    )
  })

  it("labels bars from the first one on, with room for every label", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 40, max: 600 }), (many, width) => {
        const shown = labelledBars(many, width, 50)
        expect(shown[0]).toBe(0)
        expect(shown.at(-1)).toBeLessThan(many)
        if (shown.length > 1) expect((width / many) * (shown[1]! - shown[0]!)).toBeGreaterThanOrEqual(49.9)
      }),
    )
  })

  it("puts waiting times on one scale, from a minute up", () => {
    const { ranges, ticks } = timeRanges([{ fastest: 0, median: 60, slowest: 1_440 }, null], 300)
    expect(ranges).toEqual([{ from: 0, middle: expect.any(Number) as number, to: 300 }, null])
    expect(ticks.map(({ minutes }) => minutes)).toEqual([1, 10, 60, 1_440])
  })

  it("cuts what does not fit, in any script", () => {
    for (const words of [
      "The quick brown fox jumps over the lazy dog",
      "用自己的话写给办公室的信",
      "Чистый лист для письма",
    ]) {
      expect(textWidth(fitText(words, 90, 15), 15)).toBeLessThanOrEqual(90)
      expect(fitText(words, 2_000, 15)).toBe(words)
    }
  })
})

describe("time", () => {
  it("names weeks by their Monday and leaves no gap", () => {
    expect([weekOf("2026-03-01"), weekOf("2026-03-02"), weekOf("2026-03-08")]).toEqual([
      ...["2026-02-23", "2026-03-02", "2026-03-02"],
    ])
    expect(listDays("2026-02-27", "2026-03-02", "day")).toEqual([
      "2026-02-27",
      "2026-02-28",
      "2026-03-01",
      "2026-03-02",
    ])
    expect(listDays("2026-02-27", "2026-03-10", "week")).toEqual(["2026-02-23", "2026-03-02", "2026-03-09"])
    expect([addDays("2026-12-31", 1), countDays("2026-01-01", "2026-12-31")]).toEqual(["2027-01-01", 365])
  })
})

describe("the page", () => {
  it("has all eleven charts with a question, a finding, a table and a picture for both sizes, in five languages", () => {
    const insights = fullInsights()
    for (const locale of LOCALES) {
      const html = renderToStaticMarkup(
        <InsightsPage insights={insights} names={{ ...NAMES, locale }} path="/admin/campaigns/x/insights" />,
      )
      expect(html.match(/<h2 /g), locale).toHaveLength(11)
      // The launch has a picture and a table of its own.
      expect(html.match(/<svg [^>]*role="img"/g), locale).toHaveLength(24)
      expect(html.match(/<details/g), locale).toHaveLength(12)
      expect(html, locale).not.toMatch(/NaN|undefined| style=|<script|adminInsights\./)
      for (const [, id] of html.matchAll(/url\(#([^)]+)\)/g)) expect(html).toContain(`id="${id}"`)
      const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((found) => found[1])
      expect(new Set(ids).size, "ids are unique").toBe(ids.length)
    }
  }, 20_000)

  it("says in words what there is, and draws nothing, where there is nothing", () => {
    const nothing = Object.fromEntries(
      Object.entries(fc.sample(anyCounts, 1)[0]!).map(([name, list]) => [name, list.map(() => 0)]),
    ) as Parameters<typeof readingOf>[0]
    const insights = assemble(readingOf(nothing))
    const html = renderToStaticMarkup(<InsightsPage insights={insights} names={NAMES} path="/x" />)
    expect(html).not.toContain("<svg")
    expect(html.match(/There is nothing to show/g)).toHaveLength(11)
    for (const chart of CHARTS) expect(finding(chart, insights, NAMES), chart).toBeNull()
  })

  it("puts all that is left of many countries into one row, so that nothing is lost", () => {
    const rows = Array.from({ length: 40 }, (_, index) => ({ key: `C${index}`, counts: [index + 1] }))
    const shown = largest(rows, 12)
    expect(shown).toHaveLength(12)
    expect(shown.reduce((sum, row) => sum + (row.counts[0] ?? 0), 0)).toBe(820)
  })
})

describe("a table as a file", () => {
  it("neutralises what spreadsheets take for formulas", () => {
    const tables = tablesOf("source", fullInsights(), { ...NAMES, tags: new Map([["clinic", "=HYPERLINK(1)"]]) })
    expect(
      toCsv({
        ...tables[0]!,
        rows: [
          ["=1+1", { count: 3 }, { share: 0.25 }],
          ["\t@x", { count: null }, { share: null }],
        ],
      }),
    ).toBe("\ufeffCame from,Number,Share\r\n'=1+1,3,0.25\r\n'\t@x,,\r\n")
  })
})
