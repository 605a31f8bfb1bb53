import { errorsByField, type FormError } from "#components/signatures/form-errors"
import { Button } from "#components/ui/button"
import { Checkbox, RadioGroup } from "#components/ui/choice"
import { Field, Select } from "#components/ui/field"
import { RECIPIENT_MAX_CHARS } from "#lib/domain/deliveries/schema"
import { translator } from "#lib/shared/i18n"
import { LOCALE_NAMES, LOCALES, type Locale } from "#lib/shared/locales"

export type ChoiceValues = Readonly<Record<string, string | undefined>>

/** The id of a field, for links to it. */
export function deliveryFieldId(field: string): string | null {
  return field === "form" ? null : `delivery-${field}`
}

type ChoiceFormProps = { locale: Locale; action: string; values: ChoiceValues; errors: readonly FormError[] }

/** What goes into a hand-over. It only asks: pressing its button shows a preview and changes nothing. */
export function ChoiceForm({ locale, action, values, errors }: ChoiceFormProps) {
  const t = translator(locale, "adminDelivery")
  const sentences = errorsByField(locale, errors)
  const errorPrefix = translator(locale, "errors")("prefix")
  const field = (name: string) => ({ id: `delivery-${name}`, name, error: sentences.get(name), errorPrefix })
  return (
    <form action={action} method="get">
      <RadioGroup
        {...field("scope")}
        legend={t("scope")}
        chosen={values.scope === "new" ? "new" : "all"}
        options={[
          { value: "all", text: t("scopeAll") },
          { value: "new", text: t("scopeNew") },
        ]}
      />
      <Field
        {...field("recipient")}
        label={t("recipient")}
        defaultValue={values.recipient}
        maxLength={RECIPIENT_MAX_CHARS}
        autoComplete="off"
        dir="auto"
      />
      <Select
        {...field("language")}
        label={t("language")}
        defaultValue={values.language ?? locale}
        options={LOCALES.map((value) => ({ value, text: LOCALE_NAMES[value] }))}
      />
      <fieldset>
        <legend>{t("texts")}</legend>
        {LOCALES.map((one) => (
          <Checkbox
            key={one}
            {...field(`text_${one}`)}
            label={<span lang={one}>{LOCALE_NAMES[one]}</span>}
            isChecked={values[`text_${one}`] !== undefined}
          />
        ))}
      </fieldset>
      <p className="hint">{t("leavesHint")}</p>
      <Button>{t("showPreview")}</Button>
    </form>
  )
}
