import { first, isEmpty, rank, shareOf, stepShare, sumOf } from "#lib/domain/insights/ranking"
import type { Chart, Insights } from "#lib/domain/insights/schema"
import { type Names, percent, reasonName, rowName, waitingTime } from "#lib/domain/insights/words"
import { formatDay } from "#lib/shared/dates"
import { formatter, translator } from "#lib/shared/i18n"

/** What a chart says, in a sentence; `null` where there is too little to say anything. */
export function finding(chart: Chart, insights: Insights, names: Names): string | null {
  return FINDINGS[chart](insights, names)
}

type Say = (insights: Insights, names: Names) => string | null

const FINDINGS: Record<Chart, Say> = {
  growth: ({ growth, growthStep, steps }, { locale }) => {
    const [best] = rank(growth)
    const total = steps.find(({ key }) => key === "confirmed")?.counts[0]
    const most = best && first(best)
    if (!best || !most || !total) return null
    const day = formatDay(locale, best.key)
    return text(locale)("growthFinding", { total, step: growthStep, day, most: number(locale, most) })
  },
  steps: ({ steps }, names) => {
    const losses = steps.flatMap((step, index) => {
      const share = stepShare(step, steps[index - 1])
      return share === null ? [] : [{ key: step.key, share }]
    })
    const [worst] = losses.sort((a, b) => a.share - b.share)
    if (!worst) return null
    const { locale } = names
    return text(locale)("stepsFinding", {
      step: rowName("steps", worst.key, names),
      share: percent(locale, worst.share),
    })
  },
  delay: ({ delays }, { locale }) => {
    const counts = delays[0]?.counts ?? []
    const quick = shareOf(counts[0] ?? null, sumOf(counts))
    if (quick === null) return null
    const never = shareOf(counts.at(-1) ?? null, sumOf(counts))
    const t = text(locale)
    return t("delayFinding", {
      quick: percent(locale, quick),
      never: never === null ? t("unknown") : percent(locale, never),
    })
  },
  country: ({ countries }, names) => {
    const named = countries.filter(({ key }) => key !== "")
    const [top] = rank(named)
    const share = top ? shareOf(first(top), sumOf(named.map(first))) : null
    if (!top || share === null) return null
    const { locale } = names
    return text(locale)("countryFinding", {
      country: rowName("country", top.key, names),
      share: percent(locale, share),
    })
  },
  language: ({ languages }, names) => {
    const { locale } = names
    const t = text(locale)
    const [gap] = languageShares(languages).sort((a, b) => b.seen - b.signed - (a.seen - a.signed))
    if (!gap) return null
    if (gap.seen - gap.signed < EVEN) return t("languageEven")
    const language = rowName("language", gap.key, names)
    return t("languageFinding", { language, seen: percent(locale, gap.seen), signed: percent(locale, gap.signed) })
  },
  source: ({ sources }, names) => {
    const [top] = rank(sources)
    const share = top ? shareOf(first(top), sumOf(sources.map(first))) : null
    if (!top || share === null) return null
    const { locale } = names
    return text(locale)("sourceFinding", { source: rowName("source", top.key, names), share: percent(locale, share) })
  },
  sample: ({ samples }, names) => {
    const [top] = rank(samples)
    if (!top || isEmpty(samples)) return null
    const share = shareOf(sumOf(samples.map(first)), sumOf(samples.map(({ counts }) => sumOf(counts)))) ?? 0
    const { locale } = names
    return text(locale)("sampleFinding", { share: percent(locale, share), sample: rowName("sample", top.key, names) })
  },
  delivery: ({ deliveries }, { locale }) => {
    if (isEmpty(deliveries)) return null
    const sum = (part: number) => number(locale, sumOf(deliveries.map(({ counts }) => counts[part] ?? null)))
    return text(locale)("deliveryFinding", { accepted: sum(0), waiting: sum(1), bounced: sum(2) })
  },
  decision: ({ decisions, comments }, { locale }) => {
    const last = decisions.findLast(({ range }) => range !== null)?.range
    const share = shareOf(sumOf(comments.map(first)), sumOf(comments.map(({ counts }) => sumOf(counts))))
    const t = text(locale)
    const said = [
      last && t("decisionFinding", { time: waitingTime(locale, last.median) }),
      share !== null && t("spamFinding", { spam: percent(locale, share) }),
    ].filter(Boolean)
    return said.join(" ") || null
  },
  withdrawal: ({ withdrawals, reasons, steps }, { locale }) => {
    const n = sumOf(withdrawals.map(({ counts }) => sumOf(counts)))
    const confirmed = sumOf(steps.flatMap(({ key, counts }) => (key === "confirmed" ? counts : [])))
    if (n === 0) return null
    const t = text(locale)
    const rate = confirmed === 0 ? "–" : formatter(locale).number((100 * n) / confirmed, { maximumFractionDigits: 1 })
    const list = reasons
      .map((reason, column) => ({ reason, count: sumOf(withdrawals.map(({ counts }) => counts[column] ?? null)) }))
      .filter(({ count }) => count > 0)
      .map(({ reason, count }) => `${reasonName(locale, reason)} ${number(locale, count)}`)
    return `${t("withdrawalFinding", { n, rate })} ${t("withdrawalReasons", { list: list.join(", ") })}`
  },
  choice: ({ choices, signatures }, { locale }) => {
    const share = shareOf(choices[0]?.counts[0] ?? null, signatures)
    return share === null ? null : text(locale)("choiceFinding", { share: percent(locale, share) })
  },
}

/** Shares that differ by less than this are alike. */
const EVEN = 0.05

/** The share of each language in the openings and in the signatures; languages of which one is hidden are left out. */
export function languageShares(languages: Insights["languages"]): { key: string; seen: number; signed: number }[] {
  const [allSeen, allSigned] = [0, 1].map((column) => sumOf(languages.map(({ counts }) => counts[column] ?? null)))
  return languages.flatMap(({ key, counts: [seen = null, signed = null] }) => {
    const shares = [shareOf(seen, allSeen ?? 0), shareOf(signed, allSigned ?? 0)]
    return shares[0] === null || shares[1] === null ? [] : [{ key, seen: shares[0]!, signed: shares[1]! }]
  })
}

const text = (locale: Names["locale"]) => translator(locale, "adminInsights")

const number = (locale: Names["locale"], value: number) => formatter(locale).number(value)
