/** The charts, in the order of the page. */
export const CHARTS = [
  ...["growth", "steps", "delay", "country", "language", "source"],
  ...["sample", "delivery", "decision", "withdrawal", "choice"],
] as const as readonly Chart[]

export type Chart =
  | "growth"
  | "steps"
  | "delay"
  | "country"
  | "language"
  | "source"
  | "sample"
  | "delivery"
  | "decision"
  | "withdrawal"
  | "choice"

/** Times that organisers may look at. */
export const PERIODS = ["7", "30", "all"] as const

export type Period = (typeof PERIODS)[number]

/** A count; `null` when it is too small for who looks. */
export type Count = number | null

/** One row of a chart: what it is about, and a count for each of the chart's columns. */
export type Row = { key: string; counts: Count[] }

/** Columns of the charts that have several. Rows of the others have one count. */
export const COLUMNS = {
  language: ["seen", "signed"],
  sample: ["own", "same"],
  delivery: ["accepted", "waiting", "bounced"],
  comment: ["spam", "other"],
} as const

export const STEPS = ["opened", "signed", "confirmed", "previewed", "letter", "shared"] as const

export const CHOICES = ["hidden", "discreet", "withoutEmail"] as const

/** How long comments waited in a week, in minutes; `null` when the week has too few of them for who looks. */
export type DecisionWeek = {
  key: string
  decisions: Count
  range: { fastest: number; median: number; slowest: number } | null
}

/**
 * Everything that the charts of a campaign are made of, and nothing else is. Days are `YYYY-MM-DD`, weeks are named by their Monday.
 *
 * Keys: hours `YYYY-MM-DDTHH`, countries by ISO code ("" where none was given), sources as in `PageArrival`, samples by their key
 * ("" for the blank page), reasons of withdrawals by code ("" where none was given).
 */
export type Insights = {
  period: Period
  /** Day of the request, in UTC: the last one of every period. */
  today: string
  /** When the rows were counted; `null` before the first time. */
  countedAt: string | null
  /** Small counts are left out and the others rounded. */
  isHidden: boolean
  hours: Row[]
  /** Days or weeks, without gaps. */
  growth: Row[]
  growthStep: "day" | "week"
  steps: Row[]
  /** One row for all and one for each provider; columns are the delays. */
  delays: Row[]
  /** Still time to confirm. */
  waiting: Count
  countries: Row[]
  languages: Row[]
  sources: Row[]
  samples: Row[]
  deliveries: Row[]
  deliveryStep: "day" | "week"
  comments: Row[]
  decisions: DecisionWeek[]
  withdrawals: Row[]
  /** Reasons of the columns of `withdrawals`. */
  reasons: string[]
  /** Signatures that count and those without e-mail: what the choices are shares of. */
  signatures: Count
  choices: Row[]
}
