import { DataTable } from "#components/ui/data-table"
import { SHOWN_FROM } from "#lib/domain/campaigns/rules"
import { LETTER_FIGURES, type LetterFigure } from "#lib/domain/letters/organiser-queries"
import { formatter, translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type LetterFiguresProps = {
  locale: Locale
  figures: ReadonlyMap<LetterFigure, number>
  /** Who may see figures only sees no small ones: a few letters can be a person. */
  hidesSmall: boolean
}

/** Said also when they are nothing; the others only when there is something to say. */
const ALWAYS: ReadonlySet<LetterFigure> = new Set(["pending", "held", "waiting", "accepted", "bounced"])

/** What the letters of a campaign are doing, in numbers. */
export function LetterFigures({ locale, figures, hidesSmall }: LetterFiguresProps) {
  const t = translator(locale, "adminLetters")
  const shown = (letters: number) =>
    hidesSmall && letters > 0 && letters < SHOWN_FROM
      ? t("fewerThan", { n: SHOWN_FROM })
      : formatter(locale).number(letters)
  return (
    <DataTable
      caption={t("figures")}
      columns={[
        { key: "figure", text: t("figure") },
        { key: "number", text: t("number"), isNumber: true },
      ]}
      rows={LETTER_FIGURES.filter((figure) => ALWAYS.has(figure) || figures.has(figure)).map((figure) => ({
        key: figure,
        cells: [t(`f_${figure}`), shown(figures.get(figure) ?? 0)],
      }))}
    />
  )
}
