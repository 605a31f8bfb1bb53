import type { Count, DecisionWeek, Insights, Row } from "#lib/domain/insights/schema"

/** Counts up to this one are not shown to those who only see counts: nobody may be picked out (product.md §10). */
export const HIDDEN_MAX = 5

const STEP = 5

/**
 * A count as those see it who only see counts: nothing up to five, and the others rounded down to fives.
 *
 * Leaving out small counts is not enough: a total and the other counts would tell them. When every count stands for a range of at
 * least two numbers and a hidden one for 0 to 5, no sum or difference can force a hidden one to be a certain number from 1 to 4
 * (docs/decisions/0090), even where a total is known exactly from somewhere else.
 */
export function shownCount(count: Count): Count {
  return count === null || count <= HIDDEN_MAX ? null : Math.floor(count / STEP) * STEP
}

const shownRow = ({ key, counts }: Row): Row => ({ key, counts: counts.map(shownCount) })

/** Rows whose names would tell that somebody is there: only those with a count to show. */
const namedRows = (rows: readonly Row[]): Row[] =>
  rows.map(shownRow).filter(({ counts }) => counts.some((count) => count !== null))

function shownWeek({ key, decisions, range }: DecisionWeek): DecisionWeek {
  const shown = shownCount(decisions)
  return { key, decisions: shown, range: shown === null ? null : range }
}

/**
 * What those see who only see counts. Everything on their page is made from this alone, so nothing else can be found out from it.
 *
 * They get the whole time only: the difference of two times is a time of its own, perhaps with one person in it.
 */
export function hideSmallCounts(insights: Insights): Insights {
  return {
    ...insights,
    isHidden: true,
    // Hours are the hours of few people, and the first one alone would tell that somebody was there.
    hours: [],
    growth: insights.growth.map(shownRow),
    steps: insights.steps.map(shownRow),
    delays: insights.delays
      .slice(0, 1)
      .map(shownRow)
      .concat(namedRows(insights.delays.slice(1))),
    waiting: shownCount(insights.waiting),
    countries: namedRows(insights.countries),
    languages: insights.languages.map(shownRow),
    sources: namedRows(insights.sources),
    samples: insights.samples.map(shownRow),
    deliveries: insights.deliveries.map(shownRow),
    comments: insights.comments.map(shownRow),
    decisions: insights.decisions.map(shownWeek),
    withdrawals: insights.withdrawals.map(shownRow),
    signatures: shownCount(insights.signatures),
    choices: insights.choices.map(shownRow),
  }
}
