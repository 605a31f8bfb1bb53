import type { SignatureFigures } from "#lib/domain/signatures/organiser-queries"
import { formatter, translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

/** Smaller figures could tell who they are about. */
const HIDDEN_BELOW = 5

const FIGURES = [
  { key: "confirmed", text: "figConfirmed" },
  { key: "unverified", text: "figUnverified" },
  { key: "paper", text: "figPaper" },
  { key: "withdrawn", text: "figWithdrawn" },
  { key: "disputed", text: "figDisputed" },
  { key: "rejected", text: "figRejected" },
] as const

/** How many signatures there are, each kind in a line of its own. */
export function Figures({
  locale,
  figures,
  hidesSmall,
}: {
  locale: Locale
  figures: SignatureFigures
  /** For who sees figures only: one to four are not told. */
  hidesSmall: boolean
}) {
  const t = translator(locale, "adminSignatures")
  const shown = (n: number) => (hidesSmall && n > 0 && n < HIDDEN_BELOW ? t("figHidden") : formatter(locale).number(n))
  return (
    <dl className="figures">
      {FIGURES.map(({ key, text }) => (
        <div key={key}>
          <dt>{t(text)}</dt>
          <dd>{shown(figures[key])}</dd>
        </div>
      ))}
    </dl>
  )
}
