import { Autosave } from "#components/campaign-editor/autosave"
import { fieldsOf } from "#components/campaign-editor/edit-form"
import type { EditState } from "#components/campaign-editor/edit-state"
import { MarkdownField } from "#components/campaign-editor/markdown-field"
import { Checkbox } from "#components/ui/choice"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type LongTextProps = {
  locale: Locale
  campaignId: string
  state: EditState
  label: string
  /** The language of the text. */
  lang: Locale
  /** It is new, or carried over: a native speaker has to read it. */
  asksReading: boolean
}

/** The text of a petition or an appeal with its preview, the box of who has read it, and the draft that is kept while typing. */
export function LongText({ locale, campaignId, state, label, lang, asksReading }: LongTextProps) {
  const t = translator(locale, "adminCampaigns")
  const { box, frame } = fieldsOf(locale, state)
  return (
    <>
      <MarkdownField
        {...frame("body")}
        key={`${state.revision} ${lang}`}
        label={label}
        hint={t("markdownHint")}
        text={state.values.body ?? ""}
        lang={lang}
        previewTitle={t("previewTitle")}
        nothing={t("previewNothing")}
      />
      {asksReading && <Checkbox {...box("isRead")} label={t("isRead")} />}
      <Autosave
        address={`/admin/campaigns/${campaignId}/draft`}
        part={state.part}
        texts={{ kept: t("draftKept"), failed: t("draftFailed") }}
      />
    </>
  )
}
