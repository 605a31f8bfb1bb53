import { fieldName } from "#components/campaign-editor/field-names"
import { Details } from "#components/ui/details"
import type { CorrectionView } from "#lib/domain/campaigns/queries"
import { formatDay } from "#lib/shared/dates"
import { formatter, translator } from "#lib/shared/i18n"
import { LOCALE_NAMES, type Locale } from "#lib/shared/locales"

/** One saved change as the history tells it. */
export type HistoryEntry = { key: string; on: string; name: string | null; part: string; fields: readonly string[] }

type HistoryPageProps = { locale: Locale; corrections: readonly CorrectionView[]; entries: readonly HistoryEntry[] }

/** Corrections of texts that people had signed, in full, and who saved what. */
export function HistoryPage({ locale, corrections, entries }: HistoryPageProps) {
  const t = translator(locale, "adminCampaigns")
  const names = (fields: readonly string[]) => formatter(locale).list(fields.map((field) => fieldName(locale, field)))
  return (
    <>
      <h2>{t("correctionsTitle")}</h2>
      {corrections.length === 0 && <p>{t("noCorrections")}</p>}
      {corrections.map(({ on, field, version, locale: lang, before, after }, index) => (
        <section key={index} className="item">
          <h3>
            {t("correctionHead", {
              date: formatDay(locale, on),
              field: fieldName(locale, field),
              language: LOCALE_NAMES[lang],
              version,
            })}
          </h3>
          <Details summary={t("correctionBoth")} isOpen={before.length < 200}>
            <div className="both-texts">
              <div>
                <h4>{t("before")}</h4>
                <p lang={lang}>{before}</p>
              </div>
              <div>
                <h4>{t("after")}</h4>
                <p lang={lang}>{after}</p>
              </div>
            </div>
          </Details>
        </section>
      ))}
      <h2>{t("editsTitle")}</h2>
      {entries.length === 0 && <p>{t("noEdits")}</p>}
      <ul className="history">
        {entries.map(({ key, on, name, part, fields }) => (
          <li key={key}>
            {t("editLine", {
              date: formatDay(locale, on),
              name: name ?? t("someone"),
              part: partName(locale, part),
              fields: names(fields),
            })}
          </li>
        ))}
      </ul>
    </>
  )
}

const PARTS = ["form", "target", "look", "safety", "outcome", "dates", "slug"] as const

function partName(locale: Locale, part: string): string {
  const t = translator(locale, "adminCampaigns")
  const [kind = "", lang] = part.split(":", 2)
  if (kind === "text" || kind === "appeal") return `${t(`tab_${kind}`)} (${LOCALE_NAMES[lang as Locale]})`
  const known = PARTS.find((one) => one === kind)
  if (known === "dates" || known === "slug") return t(`part_${known}`)
  return known ? t(`tab_${known}`) : part
}
