import { EditForm, type EditorProps, fieldsOf } from "#components/campaign-editor/edit-form"
import { LongText } from "#components/campaign-editor/long-text"
import { Button } from "#components/ui/button"
import { Field } from "#components/ui/field"
import { Notice } from "#components/ui/notice"
import { LINE_MAX_CHARS } from "#lib/domain/campaigns/edit-schema"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type AppealFormProps = EditorProps & { lang: Locale; exists: boolean; needsReview: boolean }

/** The appeal of the front page in one language. Nobody signs it, so it may change at any time. */
export function AppealForm({ lang, exists, needsReview, ...props }: AppealFormProps) {
  const { locale, campaignId, state } = props
  const t = translator(locale, "adminCampaigns")
  const { line } = fieldsOf(locale, state)
  return (
    <EditForm {...props} action="appeal" isLong>
      <input type="hidden" name="lang" value={lang} />
      {needsReview && <Notice kind="warning" title={translator(locale, "frame")("reviewPending")} />}
      <Field {...line("title")} label={t("field_title")} lang={lang} maxLength={LINE_MAX_CHARS} required />
      <Field
        {...line("author")}
        label={t("field_author")}
        hint={t("authorHint")}
        lang={lang}
        maxLength={LINE_MAX_CHARS}
        required
      />
      <LongText
        {...{ locale, campaignId, state, lang }}
        label={t("field_appeal")}
        asksReading={needsReview || !exists}
      />
      <div className="actions">
        <Button isPrimary name="action" value="save">
          {t("save")}
        </Button>
        <Button name="action" value="preview">
          {t("preview")}
        </Button>
        {exists && (
          <button className="as-link" name="action" value="remove">
            {t("removeAppeal")}
          </button>
        )}
      </div>
    </EditForm>
  )
}
