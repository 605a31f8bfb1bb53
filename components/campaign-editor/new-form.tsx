import { fieldsOf } from "#components/campaign-editor/edit-form"
import type { EditState } from "#components/campaign-editor/edit-state"
import { TellingWords } from "#components/campaign-editor/telling-words"
import { Button } from "#components/ui/button"
import { Field, Select, TextArea } from "#components/ui/field"
import { ASK_MAX_CHARS, LINE_MAX_CHARS, SHORT_TITLE_MAX_CHARS, SLUG_MAX_CHARS } from "#lib/domain/campaigns/edit-schema"
import { translator } from "#lib/shared/i18n"
import { LOCALE_NAMES, LOCALES, type Locale } from "#lib/shared/locales"

type NewFormProps = { locale: Locale; proof: string; state: Pick<EditState, "values" | "errors">; proposed: string }

/** Starts a campaign. Everything can be changed until it opens. */
export function NewForm({ locale, proof, state, proposed }: NewFormProps) {
  const t = translator(locale, "adminCampaigns")
  const { values } = state
  const { line, frame } = fieldsOf(locale, state)
  const slug = values.slug || proposed
  return (
    <form action="/admin/campaigns" method="post" noValidate className="edit-form">
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="proof" value={proof} />
      <p>{t("newIntro")}</p>
      <Field
        {...line("shortTitle")}
        label={t("field_shortTitle")}
        hint={t("shortTitleHint")}
        maxLength={SHORT_TITLE_MAX_CHARS}
        after={<TellingWords locale={locale} text={values.shortTitle ?? ""} />}
        dir="auto"
        required
      />
      <Field
        {...line("slug")}
        defaultValue={slug}
        label={t("field_slug")}
        hint={t("slugHint")}
        maxLength={SLUG_MAX_CHARS}
        autoCapitalize="none"
        spellCheck={false}
        after={<TellingWords locale={locale} text={slug.replaceAll("-", " ")} />}
        required
      />
      <Select
        {...frame("lang")}
        label={t("field_lang")}
        defaultValue={values.lang ?? locale}
        options={LOCALES.map((lang) => ({ value: lang, text: LOCALE_NAMES[lang] }))}
      />
      <Field {...line("title")} label={t("field_title")} maxLength={LINE_MAX_CHARS} dir="auto" required />
      <TextArea {...line("ask")} label={t("field_ask")} hint={t("askHint")} maxLength={ASK_MAX_CHARS} rows={3} />
      <Button isPrimary>{t("start")}</Button>
    </form>
  )
}
