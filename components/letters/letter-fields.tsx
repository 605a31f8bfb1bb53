import { Checkbox, RadioGroup } from "#components/ui/choice"
import { Field, Select } from "#components/ui/field"
import { countryOptions } from "#components/ui/countries"
import type { LetterFormProps } from "#components/letters/letter-form"
import { letterFieldId } from "#components/letters/letter-ids"
import { FACT_MAX_CHARS } from "#lib/domain/letters/schema"
import { NAME_MAX_CHARS, TOWN_MAX_CHARS } from "#lib/shared/form-fields"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"

const EMAIL_MAX_CHARS = 254

type PartProps = Pick<LetterFormProps, "locale" | "values" | "siteName" | "sample"> & {
  errors: ReadonlyMap<string, string>
}

/** Whether the sample speaks of a fact, or the writer has given it already. */
function shows(fact: "organisation" | "role", { sample, values, errors }: PartProps): boolean {
  const isNamed = sample?.body.includes(`{{${fact}`) || sample?.subject.includes(`{{${fact}`)
  return Boolean(isNamed || values[fact] || errors.has(fact))
}

/** Who writes: name, address, and what the sample needs to know. */
export function AboutYou(props: PartProps) {
  const { locale, values, errors, sample } = props
  const t = translator(locale, "letter")
  const sign = translator(locale, "sign")
  const errorPrefix = translator(locale, "errors")("prefix")
  const field = (name: string) => ({ id: letterFieldId(name) ?? name, name, error: errors.get(name), errorPrefix })
  const isNeeded = (fact: string) => sample?.needs.includes(fact) ?? false
  return (
    <>
      <Field
        {...field("name")}
        label={sign("name")}
        hint={sign("nameHint")}
        defaultValue={values.name}
        autoComplete="nickname"
        maxLength={NAME_MAX_CHARS}
        dir="auto"
        required
      />
      <Field
        {...field("email")}
        label={sign("email")}
        hint={t("emailHint")}
        defaultValue={values.email}
        type="email"
        inputMode="email"
        autoComplete="email"
        spellCheck={false}
        autoCapitalize="none"
        maxLength={EMAIL_MAX_CHARS}
        after={<p className="hint typo" role="status" />}
      />
      <Field
        {...field("town")}
        label={sign("town")}
        defaultValue={values.town}
        autoComplete="address-level2"
        maxLength={TOWN_MAX_CHARS}
        dir="auto"
      />
      <Select
        {...field("country")}
        label={sign("country")}
        options={[{ value: "", text: sign("countryNone") }, ...countryOptions(locale)]}
        defaultValue={values.country ?? ""}
        autoComplete="country"
      />
      {(["role", "organisation"] as const).map(
        (fact) =>
          shows(fact, props) && (
            <Field
              {...field(fact)}
              key={fact}
              label={t(isNeeded(fact) ? fact : fact === "role" ? "roleOptional" : "organisationOptional")}
              defaultValue={values[fact]}
              autoComplete={fact === "role" ? "organization-title" : "organization"}
              maxLength={FACT_MAX_CHARS}
              dir="auto"
              required={isNeeded(fact)}
            />
          ),
      )}
    </>
  )
}

type HowProps = Omit<PartProps, "sample"> & Pick<LetterFormProps, "isCollected" | "takesReplies">

/** How the letter goes, who else may read it, and the consent. */
export function HowItGoes({ locale, values, errors, siteName, isCollected, takesReplies }: HowProps) {
  const t = translator(locale, "letter")
  const errorPrefix = translator(locale, "errors")("prefix")
  const field = (name: string) => ({ id: letterFieldId(name) ?? name, name, error: errors.get(name), errorPrefix })
  return (
    <>
      <RadioGroup
        {...field("route")}
        legend={t("routeLegend")}
        hint={isCollected ? t("routeCollected") : undefined}
        chosen={values.route ?? "relay"}
        options={[
          { value: "relay", text: t("routeRelay", { siteName }) },
          ...(takesReplies ? [{ value: "relay-alias", text: t("routeAlias", { siteName }) }] : []),
          { value: "relay-reply", text: t("routeReply") },
          { value: "self", text: t("routeSelf") },
        ]}
      />
      <Select
        {...field("public")}
        label={t("publicLabel")}
        hint={t("publicHint")}
        options={[
          { value: "no", text: t("publicNo") },
          { value: "named", text: t("publicNamed") },
          { value: "unnamed", text: t("publicUnnamed") },
        ]}
        defaultValue={values.public ?? "no"}
      />
      <Checkbox
        {...field("consent")}
        isChecked={values.consent === "yes"}
        isRequired
        hint={t("consentHint")}
        label={t.rich("consent", {
          siteName,
          link: (words) => <a href={localePath(locale, "/privacy")}>{words}</a>,
        })}
      />
    </>
  )
}
