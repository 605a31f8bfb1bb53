import { FormBasics } from "#components/admin/form-basics"
import { errorsByField, type FormError } from "#components/signatures/form-errors"
import { Button } from "#components/ui/button"
import { Details } from "#components/ui/details"
import { TextArea } from "#components/ui/field"
import type { ExposedDraftText } from "#lib/domain/mailings/exposed"
import { ANSWER_MAX_CHARS, QUESTIONS } from "#lib/domain/mailings/schema"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

/** The id of a field, for links to it. */
export function exposedFieldId(field: string): string | null {
  if (field === "pace") return "send-pace"
  return (QUESTIONS as readonly string[]).includes(field) || field === "confirm" ? `exposed-${field}` : null
}

type ExposedFormProps = {
  locale: Locale
  language: Locale
  action: string
  proof: string
  saved: ExposedDraftText | undefined
  state: { values: Record<string, string>; errors: readonly FormError[] } | null
}

/** The four things that people have to be told whose details were exposed, in one language. */
export function ExposedForm({ locale, language, action, proof, saved, state }: ExposedFormProps) {
  const t = translator(locale, "adminUpdates")
  const errors = errorsByField(locale, state?.errors ?? [])
  const errorPrefix = translator(locale, "errors")("prefix")
  const wasFaster = state?.errors.some(({ code }) => code === "update_changed")
  return (
    <>
      {wasFaster && saved && (
        <Details summary={t("savedNow")} isOpen>
          {QUESTIONS.map((question) => (
            <p key={question} className="mail-text" lang={language} dir="auto">
              {saved.answers[question]}
            </p>
          ))}
        </Details>
      )}
      <form action={action} method="post" noValidate>
        <FormBasics locale={locale} proof={proof} />
        <input type="hidden" name="language" value={language} />
        <input type="hidden" name="revision" value={saved?.revision ?? 0} />
        {QUESTIONS.map((question) => (
          <TextArea
            key={question}
            id={`exposed-${question}`}
            name={question}
            label={t(`ask_${question}`)}
            hint={t(`askHint_${question}`, { max: ANSWER_MAX_CHARS })}
            error={errors.get(question)}
            errorPrefix={errorPrefix}
            defaultValue={state?.values[question] ?? saved?.answers[question]}
            rows={4}
            lang={language}
          />
        ))}
        <Button isPrimary>{t("save")}</Button>
      </form>
    </>
  )
}
