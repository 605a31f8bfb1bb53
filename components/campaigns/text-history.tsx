import { Details } from "#components/ui/details"
import { Prose } from "#components/ui/prose"
import type { TextHistoryView } from "#lib/domain/campaigns/queries"
import { formatDay } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"
import { changedPassage } from "#lib/shared/text-change"

/** What was changed in a text that people had signed, under it: corrections with both words, and earlier versions whole. */
export function TextHistory({ locale, history }: { locale: Locale; history: TextHistoryView }) {
  const t = translator(locale, "campaign")
  const { corrections, versions, textLocale } = history
  if (corrections.length === 0 && versions.length === 0) return null
  const lang = textLocale === locale ? undefined : textLocale
  return (
    <Details summary={t("textHistory")}>
      <ul>
        {corrections.map(({ on, before, after }, index) => {
          const passage = changedPassage(before, after)
          return (
            <li key={index}>
              {t("corrected", { date: formatDay(locale, on) })}{" "}
              <span lang={lang}>
                <del>{passage.before}</del> <ins>{passage.after}</ins>
              </span>
            </li>
          )
        })}
      </ul>
      {versions.map(({ version, body }) => (
        <Details key={version} summary={t("earlierVersion", { version })}>
          <p>{t("earlierKept")}</p>
          <Prose text={body} lang={lang} />
        </Details>
      ))}
    </Details>
  )
}
