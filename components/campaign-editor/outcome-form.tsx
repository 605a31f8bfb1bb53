import { EditForm, type EditorProps, fieldsOf } from "#components/campaign-editor/edit-form"
import { Button } from "#components/ui/button"
import { Checkbox, RadioGroup } from "#components/ui/choice"
import { Field, TextArea } from "#components/ui/field"
import { Notice } from "#components/ui/notice"
import { ASK_MAX_CHARS } from "#lib/domain/campaigns/edit-schema"
import { translator } from "#lib/shared/i18n"
import { LOCALE_NAMES, type Locale, localePath } from "#lib/shared/locales"

/** What became of a campaign. It waits as a proposal until somebody has checked the facts. */
export function OutcomeForm({ langs, ...props }: EditorProps & { langs: readonly Locale[] }) {
  const { locale, state } = props
  const t = translator(locale, "adminCampaigns")
  const { line, box, frame } = fieldsOf(locale, state)
  const isProposal = Boolean(state.stored.outcome) && state.stored.outcomeVerified !== "yes"
  return (
    <EditForm {...props} action="outcome">
      <p>
        {t.rich("outcomeIntro", {
          link: (words) => <a href={localePath(locale, `/admin/campaigns/${props.campaignId}`)}>{words}</a>,
        })}
      </p>
      {isProposal && <Notice kind="warning" title={t("checkFacts")} />}
      <RadioGroup
        {...frame("outcome")}
        legend={t("field_outcome")}
        chosen={state.values.outcome ?? ""}
        options={(["", "WON", "PART_WON", "LOST"] as const).map((value) => ({
          value,
          text: t(value === "" ? "outcomeNone" : `outcome${value}`),
        }))}
      />
      <Field {...line("outcomeOn")} label={t("field_outcomeOn")} type="date" />
      {langs.map((lang) => (
        <TextArea
          key={lang}
          {...line(`note_${lang}`)}
          label={t("field_note", { language: LOCALE_NAMES[lang] })}
          lang={lang}
          rows={3}
          maxLength={ASK_MAX_CHARS}
        />
      ))}
      <Field
        {...line("outcomeSource")}
        label={t("field_outcomeSource")}
        hint={t("outcomeSourceHint")}
        maxLength={400}
      />
      <Checkbox {...box("outcomeVerified")} label={t("field_outcomeVerified")} hint={t("checkFacts")} />
      <Button isPrimary>{t("save")}</Button>
    </EditForm>
  )
}
