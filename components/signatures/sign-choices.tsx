import { Checkbox } from "#components/ui/choice"
import { Details } from "#components/ui/details"
import { countryOptions } from "#components/ui/countries"
import { Field, Select, TextArea } from "#components/ui/field"
import type { Asks } from "#lib/domain/campaigns/queries"
import { REASON_MAX_CHARS } from "#lib/domain/signatures/schema"
import { TOWN_MAX_CHARS } from "#lib/shared/form-fields"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type SignChoicesProps = {
  locale: Locale
  values: Record<string, string>
  errors: ReadonlyMap<string, string>
  isWithoutEmail: boolean
  isAtRisk: boolean
  asks: Asks
}

const FIELDS = ["showName", "country", "town", "reason", "updates", "discreet"] as const

/** Everything that is not needed for signing. Open when something inside was chosen or is wrong. */
export function SignChoices({ locale, values, errors, isWithoutEmail, isAtRisk, asks }: SignChoicesProps) {
  const t = translator(locale, "sign")
  const errorPrefix = translator(locale, "errors")("prefix")
  const field = (name: (typeof FIELDS)[number]) => ({ id: `sign-${name}`, name, error: errors.get(name), errorPrefix })
  const isTicked = (name: string) => values[name] === "yes"

  return (
    <Details summary={t("more")} isOpen={FIELDS.some((name) => errors.has(name) || Boolean(values[name]))}>
      <Checkbox
        {...field("showName")}
        label={t("showName")}
        hint={t("showNameHint")}
        isChecked={isTicked("showName")}
      />
      {asks.country && (
        <Select
          {...field("country")}
          label={t("country")}
          options={[{ value: "", text: t("countryNone") }, ...countryOptions(locale)]}
          defaultValue={values.country ?? ""}
          autoComplete="country"
        />
      )}
      {asks.town && (
        <Field
          {...field("town")}
          label={t("town")}
          defaultValue={values.town}
          autoComplete="address-level2"
          maxLength={TOWN_MAX_CHARS}
          dir="auto"
        />
      )}
      {asks.reason && (
        <TextArea
          {...field("reason")}
          label={t("reason")}
          hint={t("reasonHint")}
          defaultValue={values.reason}
          rows={4}
          data-max={REASON_MAX_CHARS}
          after={<p className="hint char-count" aria-live="polite" />}
        />
      )}
      {!isWithoutEmail && (
        <>
          {asks.updates && <Checkbox {...field("updates")} label={t("updates")} isChecked={isTicked("updates")} />}
          {!isAtRisk && <Checkbox {...field("discreet")} label={t("discreet")} isChecked={isTicked("discreet")} />}
        </>
      )}
    </Details>
  )
}
