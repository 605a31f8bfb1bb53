import { errorsByField, type FormError } from "#components/signatures/form-errors"
import { Button } from "#components/ui/button"
import { Field } from "#components/ui/field"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

/** Finds the signature of an exact address. It is posted, so that the address is in no URL. */
export function SignatureSearch({
  locale,
  campaignId,
  proof,
  email,
  errors,
}: {
  locale: Locale
  campaignId: string
  proof: string
  email: string
  errors: readonly FormError[]
}) {
  const t = translator(locale, "adminSignatures")
  return (
    <form action={`/admin/campaigns/${campaignId}/signatures`} method="post" aria-labelledby="search-title">
      <h2 id="search-title">{t("searchTitle")}</h2>
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="proof" value={proof} />
      <Field
        id="search-email"
        name="email"
        label={t("searchLabel")}
        hint={t("searchHint")}
        error={errorsByField(locale, errors).get("email")}
        errorPrefix={translator(locale, "errors")("prefix")}
        defaultValue={email}
        type="email"
        inputMode="email"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={254}
      />
      <Button name="action" value="search">
        {t("search")}
      </Button>
    </form>
  )
}
