import fc from "fast-check"
import { renderToStaticMarkup } from "react-dom/server"
import { describe, expect, it } from "vitest"
import { InsightsPage } from "#components/insights/insights-page"
import { assemble } from "#lib/domain/insights/assemble"
import { finding } from "#lib/domain/insights/findings"
import { HIDDEN_MAX, hideSmallCounts, shownCount } from "#lib/domain/insights/hide"
import { CHARTS, type Count, type Insights, type Row } from "#lib/domain/insights/schema"
import { tablesOf } from "#lib/domain/insights/tables"
import { anyCounts, NAMES, readingOf } from "#tests/unit/insights/sample"

/** What somebody may conclude of a count from how it is shown. */
function rangeOf(shown: Count): { least: number; most: number } {
  return shown === null ? { least: 0, most: HIDDEN_MAX } : { least: Math.max(HIDDEN_MAX + 1, shown), most: shown + 4 }
}

/** A count that would be shown in the same way, chosen by `random`. */
function alike(count: number, random: number): number {
  const { least, most } = rangeOf(shownCount(count))
  return least + (random % (most - least + 1))
}

/** Insights in which every count is another one that is shown in the same way, and rows that nobody sees come and go. */
function changed(insights: Insights, random: readonly number[]): Insights {
  let at = 0
  const next = () => random[(at += 1) % random.length] ?? 0
  const count = (value: Count): Count => (value === null ? null : alike(value, next()))
  const rows = (list: readonly Row[]): Row[] => list.map(({ key, counts }) => ({ key, counts: counts.map(count) }))
  const reversed = (list: readonly Row[]): Row[] => rows(list).reverse()
  return {
    ...insights,
    hours: rows(insights.hours),
    growth: rows(insights.growth),
    steps: rows(insights.steps),
    delays: rows(insights.delays),
    waiting: count(insights.waiting),
    countries: reversed([...insights.countries, { key: "MT", counts: [random[0]! % 6] }]),
    languages: rows(insights.languages),
    sources: reversed([...insights.sources, { key: "site", counts: [random[1]! % 6] }]),
    samples: rows(insights.samples),
    deliveries: rows(insights.deliveries),
    comments: rows(insights.comments),
    decisions: insights.decisions.map((week) => {
      const decisions = count(week.decisions)
      const isThere = shownCount(decisions) !== null || (decisions ?? 0) > 0
      return { key: week.key, decisions, range: isThere ? (week.range ?? { fastest: 1, median: 2, slowest: 3 }) : null }
    }),
    withdrawals: rows(insights.withdrawals),
    signatures: count(insights.signatures),
    choices: rows(insights.choices),
  }
}

const page = (insights: Insights) =>
  renderToStaticMarkup(<InsightsPage insights={insights} names={NAMES} path="/admin/campaigns/x/insights" />)

describe("what those see who only see counts", () => {
  it("shows no count from 1 to 5, and of the others fives", () => {
    for (let count = 0; count <= HIDDEN_MAX; count += 1) expect(shownCount(count)).toBeNull()
    expect([6, 9, 10, 14, 1_284].map(shownCount)).toEqual([5, 5, 10, 10, 1_280])
  })

  it("never lets a hidden count be worked out from a total and the other counts, even from an exact total", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 14 }), { minLength: 2, maxLength: 12 }), (cells) => {
        const total = cells.reduce((sum, cell) => sum + cell, 0)
        const ranges = cells.map((cell) => rangeOf(shownCount(cell)))
        cells.forEach((cell, index) => {
          if (cell > 4 || cell === 0) return
          const others = ranges.filter((_, other) => other !== index)
          const own = ranges[index] ?? { least: 0, most: 0 }
          const least = Math.max(own.least, total - others.reduce((sum, { most }) => sum + most, 0))
          const most = Math.min(own.most, total - others.reduce((sum, range) => sum + range.least, 0))
          expect(most, `${cells.join(" ")}: ${cell}`).toBeGreaterThan(least)
        })
      }),
      { numRuns: 3_000 },
    )
  })

  it("leaves every other world possible: sentences, tables and page are the same for counts that are shown alike", () => {
    const given = fc.tuple(anyCounts, fc.array(fc.nat(), { minLength: 30, maxLength: 30 }))
    const worlds = ([counts, random]: [Parameters<typeof readingOf>[0], number[]]) => {
      const insights = assemble(readingOf(counts))
      return [hideSmallCounts(insights), hideSmallCounts(changed(insights, random))] as const
    }
    fc.assert(
      fc.property(given, (one) => {
        const [shown, other] = worlds(one)
        for (const chart of CHARTS) {
          expect(tablesOf(chart, other, NAMES), chart).toEqual(tablesOf(chart, shown, NAMES))
          expect(finding(chart, other, NAMES), chart).toBe(finding(chart, shown, NAMES))
        }
      }),
      { numRuns: 60 },
    )
    for (const one of fc.sample(given, 2)) {
      const [shown, other] = worlds(one)
      expect(page(other)).toBe(page(shown))
    }
  }, 20_000)

  it("makes the whole page, its sentences and its tables from what is shown", () => {
    fc.assert(
      fc.property(anyCounts, (counts) => {
        const shown = hideSmallCounts(assemble(readingOf(counts)))
        // Every count in it is hidden, or a multiple of five and more than nothing.
        const found: number[] = []
        JSON.stringify(
          { ...shown, decisions: shown.decisions.map(({ decisions }) => decisions) },
          (_, value: unknown) => {
            if (typeof value === "number") found.push(value)
            return value
          },
        )
        expect(found.filter((count) => count < 5 || count % 5 !== 0)).toEqual([])
        expect(shown.decisions.filter(({ decisions, range }) => decisions === null && range !== null)).toEqual([])
        for (const chart of CHARTS) {
          const cells = tablesOf(chart, shown, NAMES).flatMap(({ rows }) => rows.flat())
          const small = cells.filter(
            (cell) => typeof cell !== "string" && "count" in cell && cell.count !== null && cell.count < 5,
          )
          expect(small, chart).toEqual([])
          expect(finding(chart, shown, NAMES) ?? "", chart).not.toMatch(/NaN|null|undefined/)
        }
      }),
      { numRuns: 60 },
    )
  })

  it("offers neither shorter times nor files", () => {
    const [counts] = fc.sample(anyCounts, 1)
    const html = page(hideSmallCounts(assemble(readingOf(counts!))))
    expect(html).not.toContain("period=")
    expect(html).not.toContain("/insights/")
  })
})
