import { EditForm, type EditorProps, fieldsOf } from "#components/campaign-editor/edit-form"
import { Button } from "#components/ui/button"
import { Checkbox } from "#components/ui/choice"
import { Field } from "#components/ui/field"
import { colourPairs } from "#lib/domain/campaigns/colours"
import { formatter, translator } from "#lib/shared/i18n"

const COLOUR = /^#[0-9a-f]{6}$/

/** Colours and logo. The table shows how well each pair can be told apart; what is too faint is refused. */
export function LookForm(props: EditorProps) {
  const { locale, state } = props
  const t = translator(locale, "adminCampaigns")
  const { line, box } = fieldsOf(locale, state)
  const { accent = "", accentDark = "", linkDark = "" } = state.values
  const isWhole = [accent, accentDark, linkDark].every((colour) => COLOUR.test(colour))
  const ratio = (value: number) => formatter(locale).number(Math.floor(value * 100) / 100)
  const colour = (name: string) => ({
    ...line(name),
    maxLength: 7,
    spellCheck: false,
    autoComplete: "off",
    placeholder: undefined,
  })
  return (
    <EditForm {...props} action="look">
      <p>{t("lookIntro")}</p>
      <Field {...colour("accent")} label={t("field_accent")} hint={t("colourHint")} />
      <Field {...colour("accentDark")} label={t("field_accentDark")} />
      <Field {...colour("linkDark")} label={t("field_linkDark")} />
      {isWhole && (
        <table className="pairs">
          <caption>{t("pairsCaption")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("pairsPair")}</th>
              <th scope="col">{t("pairsRatio")}</th>
              <th scope="col">{t("pairsNeeds")}</th>
              <th scope="col">{t("pairsVerdict")}</th>
            </tr>
          </thead>
          <tbody>
            {colourPairs({ accent, accentDark, linkDark }).map((pair) => (
              <tr key={pair.name}>
                <th scope="row">{t(`pair_${pair.name}`)}</th>
                <td>{ratio(pair.ratio)}</td>
                <td>{ratio(pair.needs)}</td>
                <td>{t(pair.ratio >= pair.needs ? "pairGood" : "pairFaint")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Checkbox {...box("showsLogo")} label={t("field_showsLogo")} hint={t("showsLogoHint")} />
      <Button isPrimary>{t("save")}</Button>
    </EditForm>
  )
}
