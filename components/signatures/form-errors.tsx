import type { SummaryError } from "#components/ui/error-summary"
import { type Messages, translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

/** One thing wrong with a form: the field (`form` when it is about all of it), the code of its sentence, and what fills its placeholders. */
export type FormError = { field: string; code: string; params?: Record<string, string | number> }

/** The sentence of an error in a language. An unknown code gives the general one, so that nobody reads a code. */
export function errorText(locale: Locale, { code, params = {} }: FormError): string {
  const t = translator(locale, "errors")
  const key = code as keyof Messages["errors"]
  return t(t.has(key) ? key : "server_any", params)
}

/** The sentences of all errors, by field. The first of a field stands beside it. */
export function errorsByField(locale: Locale, errors: readonly FormError[]): Map<string, string> {
  const texts = new Map<string, string>()
  for (const error of errors) if (!texts.has(error.field)) texts.set(error.field, errorText(locale, error))
  return texts
}

/**
 * The errors as the summary lists them.
 *
 * @param idOf The id of a field's element, or `null` where the page has no such field.
 */
export function summaryErrors(
  locale: Locale,
  errors: readonly FormError[],
  idOf: (field: string) => string | null,
): SummaryError[] {
  return [...errorsByField(locale, errors)].map(([field, text]) => ({ fieldId: idOf(field), text }))
}
