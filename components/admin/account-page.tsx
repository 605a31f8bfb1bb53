import { errorsByField, type FormError } from "#components/signatures/form-errors"
import { Button } from "#components/ui/button"
import { Field, Select } from "#components/ui/field"
import type { OwnAccount } from "#lib/domain/identity/own-account"
import { NAME_MAX_CHARS } from "#lib/shared/form-fields"
import { translator } from "#lib/shared/i18n"
import { LOCALE_NAMES, LOCALES, type Locale } from "#lib/shared/locales"

/** What every form of the organisers' area needs. */
export type AreaForm = {
  locale: Locale
  proof: string
  state: { values: Record<string, string>; errors: readonly FormError[] } | null
}

/** The id of a field, for links to it. */
export function accountFieldId(field: string): string | null {
  return field === "form" ? null : `account-${field}`
}

/** One's own name and language. */
export function AccountPage({ locale, proof, state, own }: AreaForm & { own: OwnAccount }) {
  const t = translator(locale, "adminSite")
  const errors = errorsByField(locale, state?.errors ?? [])
  const errorPrefix = translator(locale, "errors")("prefix")
  const field = (name: string) => ({ id: `account-${name}`, name, error: errors.get(name), errorPrefix })
  return (
    <>
      <p>{t("accountEmail", { email: own.email })}</p>
      <form action="/admin/account" method="post" noValidate>
        <input type="hidden" name="locale" value={locale} />
        <input type="hidden" name="proof" value={proof} />
        <Field
          {...field("name")}
          label={t("accountName")}
          hint={t("accountNameHint")}
          defaultValue={state?.values.name ?? own.name}
          maxLength={NAME_MAX_CHARS}
          autoComplete="name"
          dir="auto"
          required
        />
        <Select
          {...field("language")}
          label={t("accountLanguage")}
          defaultValue={state?.values.language ?? own.language}
          options={LOCALES.map((one) => ({ value: one, text: LOCALE_NAMES[one] }))}
        />
        <Button isPrimary>{translator(locale, "admin")("save")}</Button>
      </form>
    </>
  )
}
