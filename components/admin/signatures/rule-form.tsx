import { errorsByField, type FormError } from "#components/signatures/form-errors"
import { Button } from "#components/ui/button"
import { countryOptions } from "#components/ui/countries"
import { Field, Select, TextArea } from "#components/ui/field"
import { translator } from "#lib/shared/i18n"
import { LOCALES, type Locale } from "#lib/shared/locales"

type RuleFormProps = {
  locale: Locale
  campaignId: string
  proof: string
  state: { values: Record<string, string>; errors: readonly FormError[] } | null
}

/** What the signatures that are doubted have in common. */
export function RuleForm({ locale, campaignId, proof, state }: RuleFormProps) {
  const t = translator(locale, "adminSignatures")
  const errors = errorsByField(locale, state?.errors ?? [])
  const errorPrefix = translator(locale, "errors")("prefix")
  const field = (name: string) => ({
    ...{ id: `rule-${name}`, name, errorPrefix },
    error: errors.get(name),
    defaultValue: state?.values[name],
  })
  const any = { value: "", text: t("any") }
  return (
    <form action={`/admin/campaigns/${campaignId}/signatures/rules`} method="post" noValidate>
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="proof" value={proof} />
      <Field {...field("domain")} label={t("ruleDomain")} hint={t("ruleDomainHint")} autoComplete="off" />
      <Field {...field("name")} label={t("ruleName")} hint={t("ruleNameHint")} autoComplete="off" />
      <TextArea {...field("reasonText")} label={t("ruleReasonText")} hint={t("ruleReasonHint")} rows={2} />
      <div className="filter">
        <Select {...field("country")} label={t("field_country")} options={[any, ...countryOptions(locale)]} />
        <Select
          {...field("language")}
          label={t("field_language")}
          options={[
            any,
            ...LOCALES.map((code) => ({
              value: code,
              text: new Intl.DisplayNames(locale, { type: "language" }).of(code) ?? code,
            })),
          ]}
        />
        <Field {...field("from")} label={t("ruleFrom")} hint={t("ruleTimeHint")} type="datetime-local" />
        <Field {...field("to")} label={t("ruleTo")} hint={t("ruleTimeHint")} type="datetime-local" />
      </div>
      <Field {...field("reason")} label={t("caseReason")} hint={t("caseReasonHint")} maxLength={200} />
      <Button isPrimary>{t("ruleCount")}</Button>
    </form>
  )
}
