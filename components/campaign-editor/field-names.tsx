import type { FormError } from "#components/signatures/form-errors"
import { type Messages, translator } from "#lib/shared/i18n"
import { isLocale, LOCALE_NAMES, type Locale } from "#lib/shared/locales"

/** What a field is called, for lists of fields. */
export function fieldName(locale: Locale, field: string): string {
  const t = translator(locale, "adminCampaigns")
  const lang = /^note_(..)$/.exec(field)?.[1]
  if (isLocale(lang)) return t("field_note", { language: LOCALE_NAMES[lang] })
  const key = `field_${field}` as keyof Messages["adminCampaigns"]
  return t.has(key) ? (t as (name: typeof key) => string)(key) : field
}

/** The same errors with the name of their field, since one sentence serves many fields. */
export function withFieldNames(locale: Locale, errors: readonly FormError[]): FormError[] {
  return errors.map((error) => ({ ...error, params: { ...error.params, field: fieldName(locale, error.field) } }))
}
