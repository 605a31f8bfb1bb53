import { errorsByField, type FormError } from "#components/signatures/form-errors"
import { Button } from "#components/ui/button"
import { Field } from "#components/ui/field"
import { NAME_MAX_CHARS } from "#lib/shared/form-fields"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type SetUpFormProps = {
  locale: Locale
  token: string
  state: { values: Record<string, string>; errors: readonly FormError[] } | null
}

/** Makes the first owner of the site. */
export function SetUpForm({ locale, token, state }: SetUpFormProps) {
  const t = translator(locale, "login")
  const errors = errorsByField(locale, state?.errors ?? [])
  const errorPrefix = translator(locale, "errors")("prefix")
  const field = (name: string) => ({ id: `set-up-${name}`, name, error: errors.get(name), errorPrefix })
  return (
    <>
      <p>{t("setUpIntro")}</p>
      <helpful-form>
        <form action="/admin/setup" method="post" noValidate>
          <input type="hidden" name="locale" value={locale} />
          <input type="hidden" name="token" value={token} />
          <Field
            {...field("name")}
            label={t("setUpName")}
            hint={t("setUpNameHint")}
            defaultValue={state?.values.name}
            autoComplete="name"
            maxLength={NAME_MAX_CHARS}
            dir="auto"
            required
          />
          <Field
            {...field("email")}
            label={t("email")}
            defaultValue={state?.values.email}
            type="email"
            inputMode="email"
            autoComplete="email"
            spellCheck={false}
            autoCapitalize="none"
            required
          />
          <Button isPrimary>{t("setUpSubmit")}</Button>
        </form>
      </helpful-form>
    </>
  )
}
