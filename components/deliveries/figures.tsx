import type { Counts } from "#lib/domain/campaigns/queries"
import { formatter, translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type FiguresProps = { locale: Locale; counts: Counts; letters: number }

/** The figures of a campaign, each kind of signature in a line of its own. */
export function Figures({ locale, counts, letters }: FiguresProps) {
  const t = translator(locale, "results")
  const lines = [
    [t("confirmed"), counts.confirmed],
    [t("withoutEmail"), counts.unverified],
    ...(counts.paper > 0 ? ([[t("onPaper"), counts.paper]] as const) : []),
    [t("lettersSent"), letters],
    [t("withdrawn"), counts.withdrawn],
  ] as const
  return (
    <dl className="figures">
      {lines.map(([label, n]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{formatter(locale).number(n)}</dd>
        </div>
      ))}
    </dl>
  )
}
