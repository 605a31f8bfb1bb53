import type { ChoiceValues } from "#components/admin/delivery/choice-form"
import { errorsByField, type FormError } from "#components/signatures/form-errors"
import { Button } from "#components/ui/button"
import { Field } from "#components/ui/field"
import { CHOICE_NAMES, PURPOSE_MAX_CHARS } from "#lib/domain/deliveries/schema"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type BuildFormProps = {
  locale: Locale
  action: string
  proof: string
  /** What the preview was made from. */
  values: ChoiceValues
  errors: readonly FormError[]
}

/** Builds what the preview shows. */
export function BuildForm({ locale, action, proof, values, errors }: BuildFormProps) {
  const t = translator(locale, "adminDelivery")
  return (
    <form action={action} method="post" noValidate>
      <h2>{t("buildHeading")}</h2>
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="proof" value={proof} />
      {CHOICE_NAMES.map((name) =>
        values[name] === undefined ? null : <input key={name} type="hidden" name={name} value={values[name]} />,
      )}
      <Field
        id="delivery-purpose"
        name="purpose"
        label={t("purpose")}
        hint={t("purposeHint")}
        error={errorsByField(locale, errors).get("purpose")}
        errorPrefix={translator(locale, "errors")("prefix")}
        defaultValue={values.purpose}
        maxLength={PURPOSE_MAX_CHARS}
        autoComplete="off"
        dir="auto"
      />
      <Button isPrimary>{t("buildFiles")}</Button>
    </form>
  )
}
