import { FormBasics } from "#components/admin/form-basics"
import { errorsByField, type FormError } from "#components/signatures/form-errors"
import { Button } from "#components/ui/button"
import { Details } from "#components/ui/details"
import { Field, TextArea } from "#components/ui/field"
import type { UpdateDraftText } from "#lib/domain/campaigns/update-queries"
import { UPDATE_BODY_MAX_CHARS, UPDATE_TITLE_MAX_CHARS } from "#lib/domain/campaigns/update-schema"
import { translator } from "#lib/shared/i18n"
import { LOCALE_NAMES, type Locale } from "#lib/shared/locales"

/** The id of a field, for links to it. */
export function updateFieldId(field: string): string | null {
  return ["title", "body"].includes(field) ? `update-${field}` : null
}

type UpdateEditorProps = {
  locale: Locale
  language: Locale
  action: string
  proof: string
  /** What is kept in this language. */
  saved: UpdateDraftText | undefined
  /** What was typed and refused. */
  state: { values: Record<string, string>; errors: readonly FormError[] } | null
}

/** The text of news in one language. */
export function UpdateEditor({ locale, language, action, proof, saved, state }: UpdateEditorProps) {
  const t = translator(locale, "adminUpdates")
  const errors = errorsByField(locale, state?.errors ?? [])
  const errorPrefix = translator(locale, "errors")("prefix")
  const wasFaster = state?.errors.some(({ code }) => code === "update_changed")
  const field = (name: string) => ({ id: `update-${name}`, name, error: errors.get(name), errorPrefix })
  return (
    <>
      {wasFaster && saved && (
        <Details summary={t("savedNow")} isOpen>
          <p lang={language} dir="auto">
            <strong>{saved.title}</strong>
          </p>
          <p className="mail-text" lang={language} dir="auto">
            {saved.body}
          </p>
        </Details>
      )}
      <form action={action} method="post" noValidate>
        <FormBasics locale={locale} proof={proof} />
        <input type="hidden" name="language" value={language} />
        <input type="hidden" name="revision" value={saved?.revision ?? 0} />
        <Field
          {...field("title")}
          label={t("titleIn", { language: LOCALE_NAMES[language] })}
          hint={t("titleHint")}
          defaultValue={state?.values.title ?? saved?.title}
          maxLength={UPDATE_TITLE_MAX_CHARS}
          lang={language}
          dir="auto"
          autoComplete="off"
        />
        <TextArea
          {...field("body")}
          label={t("textIn", { language: LOCALE_NAMES[language] })}
          hint={t("textHint", { max: UPDATE_BODY_MAX_CHARS })}
          defaultValue={state?.values.body ?? saved?.body}
          rows={14}
          lang={language}
        />
        <Button isPrimary>{t("save")}</Button>
      </form>
    </>
  )
}
