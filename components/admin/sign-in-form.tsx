import { errorsByField, type FormError } from "#components/signatures/form-errors"
import { Button } from "#components/ui/button"
import { Field } from "#components/ui/field"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

const EMAIL_MAX_CHARS = 254

type SignInFormProps = {
  locale: Locale
  state: { values: Record<string, string>; errors: readonly FormError[] } | null
}

/** Asks for a sign-in link. The answer is the same for every address. */
export function SignInForm({ locale, state }: SignInFormProps) {
  const t = translator(locale, "login")
  const errors = errorsByField(locale, state?.errors ?? [])
  return (
    <>
      <p>{t("intro")}</p>
      <helpful-form>
        <form action="/login" method="post" noValidate>
          <input type="hidden" name="locale" value={locale} />
          <Field
            id="sign-in-email"
            name="email"
            label={t("email")}
            error={errors.get("email")}
            errorPrefix={translator(locale, "errors")("prefix")}
            defaultValue={state?.values.email}
            type="email"
            inputMode="email"
            autoComplete="email"
            spellCheck={false}
            autoCapitalize="none"
            maxLength={EMAIL_MAX_CHARS}
            required
          />
          <Button isPrimary>{t("submit")}</Button>
        </form>
      </helpful-form>
    </>
  )
}
