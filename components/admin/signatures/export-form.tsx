import { errorsByField, type FormError } from "#components/signatures/form-errors"
import { Button } from "#components/ui/button"
import { Checkbox } from "#components/ui/choice"
import { Field, FieldError } from "#components/ui/field"
import { EXPORT_FIELDS, type ExportField } from "#lib/domain/signatures/export-schema"
import type { ListFilter } from "#lib/domain/signatures/organiser-schema"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

/** Ticked before anybody chooses: what a check of the count needs, and nothing that says who somebody is. */
const PRESET: readonly ExportField[] = ["country", "state", "signedOn", "language"]

type ExportFormProps = {
  locale: Locale
  campaignId: string
  proof: string
  filter: ListFilter
  state: { values: Record<string, string>; errors: readonly FormError[] } | null
}

/** Asks what an export is for and what is to be in it. */
export function ExportForm({ locale, campaignId, proof, filter, state }: ExportFormProps) {
  const t = translator(locale, "adminSignatures")
  const errors = errorsByField(locale, state?.errors ?? [])
  const errorPrefix = translator(locale, "errors")("prefix")
  const { after: _, ...narrowed } = filter
  // Columns have the same names.
  const kept = Object.entries(narrowed).flatMap(([name, value]) => (value ? [[`only-${name}`, value] as const] : []))
  const isTicked = (field: ExportField) => (state ? Boolean(state.values[field]) : PRESET.includes(field))
  return (
    <form action={`/admin/campaigns/${campaignId}/signatures/export`} method="post" noValidate>
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="proof" value={proof} />
      {kept.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {kept.length > 0 && <p>{t("exportFiltered")}</p>}
      <Field
        id="export-purpose"
        name="purpose"
        label={t("purpose")}
        hint={t("purposeHint")}
        error={errors.get("purpose")}
        errorPrefix={errorPrefix}
        defaultValue={state?.values.purpose}
        maxLength={200}
      />
      <fieldset className={errors.has("name") ? "has-error" : undefined} aria-describedby="export-columns-hint">
        <legend>{t("columns")}</legend>
        <p className="hint" id="export-columns-hint">
          {t("columnsHint")}
        </p>
        <FieldError id="export-name" error={errors.get("name")} errorPrefix={errorPrefix} />
        {EXPORT_FIELDS.map((field) => (
          <Checkbox
            key={field}
            id={`export-${field}`}
            name={field}
            label={t(`field_${field}`)}
            isChecked={isTicked(field)}
          />
        ))}
      </fieldset>
      <Button isPrimary>{t("exportStart")}</Button>
    </form>
  )
}
