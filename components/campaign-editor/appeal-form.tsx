import { Autosave } from "#components/campaign-editor/autosave"
import { EditForm, type EditorProps, fieldsOf } from "#components/campaign-editor/edit-form"
import { MarkdownField } from "#components/campaign-editor/markdown-field"
import { Button } from "#components/ui/button"
import { Checkbox } from "#components/ui/choice"
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
  const { line, box, frame } = fieldsOf(locale, state)
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
      <MarkdownField
        {...frame("body")}
        key={`${state.revision} ${lang}`}
        label={t("field_appeal")}
        hint={t("markdownHint")}
        text={state.values.body ?? ""}
        lang={lang}
        previewTitle={t("previewTitle")}
        nothing={t("previewNothing")}
      />
      {(needsReview || !exists) && <Checkbox {...box("isRead")} label={t("isRead")} />}
      <Autosave
        address={`/admin/campaigns/${campaignId}/draft`}
        part={state.part}
        texts={{ kept: t("draftKept"), failed: t("draftFailed") }}
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
