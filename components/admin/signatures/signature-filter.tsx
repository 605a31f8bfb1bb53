import { Button } from "#components/ui/button"
import { countryOptions } from "#components/ui/countries"
import { Details } from "#components/ui/details"
import { Field, Select } from "#components/ui/field"
import { LISTED_STATES, type ListFilter, NO_COUNTRY } from "#lib/domain/signatures/organiser-schema"
import { translator } from "#lib/shared/i18n"
import { LOCALES, type Locale, localePath } from "#lib/shared/locales"

/** Narrows the list. The choices stand in the address of the page: none of them is about one person. */
export function SignatureFilter({
  locale,
  campaignId,
  filter,
}: {
  locale: Locale
  campaignId: string
  filter: ListFilter
}) {
  const t = translator(locale, "adminSignatures")
  const path = localePath(locale, `/admin/campaigns/${campaignId}/signatures`)
  const any = { value: "", text: t("any") }
  const yesNo = [any, { value: "yes", text: t("yes") }, { value: "no", text: t("no") }]
  const { after: _, ...chosen } = filter
  const select = (name: keyof typeof chosen, label: string, options: { value: string; text: string }[]) => (
    <Select id={`filter-${name}`} name={name} label={label} options={options} defaultValue={filter[name] ?? ""} />
  )
  const states = LISTED_STATES.map((state) => ({ value: state, text: t(`state${state}`) }))
  const languages = LOCALES.map((code) => ({
    value: code,
    text: new Intl.DisplayNames(locale, { type: "language" }).of(code) ?? code,
  }))
  return (
    <Details summary={t("filterTitle")} isOpen={Object.values(chosen).some(Boolean)}>
      <form action={path} method="get" className="filter">
        {select("state", t("field_state"), [{ value: "", text: t("anyState") }, ...states])}
        {select("country", t("field_country"), [
          any,
          { value: NO_COUNTRY, text: t("noCountry") },
          ...countryOptions(locale),
        ])}
        {select("language", t("field_language"), [any, ...languages])}
        {select("shown", t("field_shown"), yesNo)}
        {select("sample", t("sample"), [
          any,
          { value: "yes", text: t("onlySample") },
          { value: "no", text: t("noSample") },
        ])}
        <Field id="filter-from" name="from" type="date" label={t("from")} defaultValue={filter.from} />
        <Field id="filter-to" name="to" type="date" label={t("to")} defaultValue={filter.to} />
        <p className="actions">
          <Button>{t("filter")}</Button>
          <a href={path}>{t("clear")}</a>
        </p>
      </form>
    </Details>
  )
}
