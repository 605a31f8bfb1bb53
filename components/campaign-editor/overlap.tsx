import type { EditorProps } from "#components/campaign-editor/edit-form"
import { sameWords, type SavedBy } from "#components/campaign-editor/edit-state"
import { fieldName } from "#components/campaign-editor/field-names"
import { DiscardButton } from "#components/campaign-editor/kept-draft"
import { Notice } from "#components/ui/notice"
import { formatDay } from "#lib/shared/dates"
import { formatter, translator } from "#lib/shared/i18n"

/** A ticked box as people read it. */
const shown = (words: string | undefined) => (words === "yes" ? "✓" : words)

/** Somebody saved meanwhile: who, when and what, and both texts beside each other. Nothing is lost until the organiser chooses. */
export function Overlap({ saved, ...props }: EditorProps & { saved: readonly SavedBy[] }) {
  const { locale, state } = props
  const t = translator(locale, "adminCampaigns")
  const differing = Object.keys(state.stored).filter((name) => !sameWords(state.values[name], state.stored[name]))
  const names = (fields: readonly string[]) => formatter(locale).list(fields.map((field) => fieldName(locale, field)))
  return (
    <Notice kind="warning" title={t("overlapTitle")} role="alert">
      <ul>
        {saved.map(({ name, on, fields }, index) => (
          <li key={index}>
            {t("overlapBy", { name: name ?? t("someone"), date: formatDay(locale, on), fields: names(fields) })}
          </li>
        ))}
      </ul>
      <p>{t("overlapText")}</p>
      {differing.map((name) => (
        <section key={name} className="both-texts" aria-label={fieldName(locale, name)}>
          <h2>{fieldName(locale, name)}</h2>
          <div>
            <h3>{t("overlapTheirs")}</h3>
            <p dir="auto">{shown(state.stored[name]) || t("empty")}</p>
          </div>
          <div>
            <h3>{t("overlapYours")}</h3>
            <p dir="auto">{shown(state.values[name]) || t("empty")}</p>
          </div>
        </section>
      ))}
      <DiscardButton {...props} text={t("takeTheirs")} />
    </Notice>
  )
}
