import { EditForm, type EditorProps, fieldsOf } from "#components/campaign-editor/edit-form"
import { LongText } from "#components/campaign-editor/long-text"
import { TellingWords } from "#components/campaign-editor/telling-words"
import { Button } from "#components/ui/button"
import { Field, TextArea } from "#components/ui/field"
import { Notice } from "#components/ui/notice"
import { ASK_MAX_CHARS, LINE_MAX_CHARS, SHORT_TITLE_MAX_CHARS } from "#lib/domain/campaigns/edit-schema"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type TextFormProps = EditorProps & {
  /** The language of the text. */
  lang: Locale
  /** It is there already, not being added. */
  exists: boolean
  /** A native speaker still has to read it. */
  needsReview: boolean
  /** People have signed this version. */
  isSigned: boolean
  /** There are other languages, so that this one may go. */
  isRemovable: boolean
}

/** The petition in one language. What people have signed is locked: a correction or a new version are buttons of their own. */
export function TextForm({ lang, exists, needsReview, isSigned, isRemovable, ...props }: TextFormProps) {
  const { locale, campaignId, state } = props
  const t = translator(locale, "adminCampaigns")
  const { line } = fieldsOf(locale, state)
  const isLocked = isSigned && exists
  return (
    <EditForm {...props} action="text" isLong>
      <input type="hidden" name="lang" value={lang} />
      {isLocked && <Notice kind="info" title={t("lockedText")} />}
      {needsReview && <Notice kind="warning" title={translator(locale, "frame")("reviewPending")} />}
      <Field
        {...line("shortTitle")}
        label={t("field_shortTitle")}
        hint={t("shortTitleHint")}
        lang={lang}
        maxLength={SHORT_TITLE_MAX_CHARS}
        after={<TellingWords locale={locale} text={state.values.shortTitle ?? ""} />}
        required
      />
      <Field {...line("title")} label={t("field_title")} lang={lang} maxLength={LINE_MAX_CHARS} required />
      <TextArea
        {...line("ask")}
        label={t("field_ask")}
        hint={t("askHint")}
        lang={lang}
        maxLength={ASK_MAX_CHARS}
        rows={3}
      />
      <Field
        {...line("addressedTo")}
        label={t("field_addressedTo")}
        hint={t("addressedToHint")}
        lang={lang}
        maxLength={LINE_MAX_CHARS}
      />
      <Field {...line("startedBy")} label={t("field_startedBy")} lang={lang} maxLength={LINE_MAX_CHARS} />
      <Field
        {...line("decisionNote")}
        label={t("field_decisionNote")}
        hint={t("decisionNoteHint")}
        lang={lang}
        maxLength={LINE_MAX_CHARS}
      />
      <LongText {...{ locale, campaignId, state, lang }} label={t("field_body")} asksReading={needsReview || !exists} />
      <div className="actions">
        <Button isPrimary name="action" value="save">
          {t(isLocked ? "saveUnlocked" : "save")}
        </Button>
        <Button name="action" value="preview">
          {t("preview")}
        </Button>
        {isLocked && (
          <>
            <Button name="action" value="correct">
              {t("correct")}
            </Button>
            <Button name="action" value="version">
              {t("newVersion")}
            </Button>
          </>
        )}
        {exists && !isSigned && isRemovable && (
          <button className="as-link" name="action" value="remove">
            {t("removeLanguage")}
          </button>
        )}
      </div>
    </EditForm>
  )
}
