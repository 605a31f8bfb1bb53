import type { ReactNode } from "react"
import { errorsByField, type FormError } from "#components/signatures/form-errors"
import { Button } from "#components/ui/button"
import { Checkbox } from "#components/ui/choice"
import { Field } from "#components/ui/field"
import { RETENTION_MAX_DAYS, type SettingsPart } from "#lib/domain/admin/schema"
import { translator } from "#lib/shared/i18n"
import { DEFAULT_LOCALE, LOCALE_NAMES, LOCALES, type Locale } from "#lib/shared/locales"

/** A part of the settings as a form: what is saved, and what somebody has typed that could not be saved. */
export type PartFormProps = {
  locale: Locale
  proof: string
  saved: Readonly<Record<string, unknown>>
  revision: string
  state: { values: Record<string, string>; errors: readonly FormError[] } | null
  /** What holds where a field is empty. */
  fallbacks: { neutralSender: string; exitUrl: string }
}

/** The id of a field, for links to it. */
export function settingsFieldId(field: string): string | null {
  return field === "form" ? null : `settings-${field}`
}

type Bound = {
  text: (name: string) => string
  isTicked: (name: string) => boolean
  field: (name: string) => BoundField
}
type BoundField = { id: string; name: string; error?: string; errorPrefix: string }

/** Joins fields to what is saved or typed. What was typed comes first, also an empty field and a box that was cleared. */
function bind({ locale, saved, state }: PartFormProps): Bound {
  const errors = errorsByField(locale, state?.errors ?? [])
  const errorPrefix = translator(locale, "errors")("prefix")
  return {
    text: (name) => (state ? (state.values[name] ?? "") : String(saved[name] ?? "")),
    isTicked: (name) => (state ? state.values[name] !== undefined : saved[name] === true),
    field: (name) => ({ id: `settings-${name}`, name, error: errors.get(name), errorPrefix }),
  }
}

function PartForm({
  part,
  title,
  form,
  children,
}: {
  part: SettingsPart
  title: string
  form: PartFormProps
  children: ReactNode
}) {
  const { locale, proof, revision } = form
  return (
    <section aria-labelledby={part}>
      <h2 id={part}>{title}</h2>
      <form action="/admin/settings" method="post" noValidate>
        <input type="hidden" name="locale" value={locale} />
        <input type="hidden" name="proof" value={proof} />
        <input type="hidden" name="action" value={part} />
        <input type="hidden" name="revision" value={revision} />
        {children}
        <Button>{translator(locale, "admin")("save")}</Button>
      </form>
    </section>
  )
}

/** A line of text whose saved state is shown beside it when somebody else has changed it meanwhile. */
function Line({
  name,
  max,
  form,
  hint,
  type,
}: {
  name: LineName
  max?: number
  form: PartFormProps
  hint?: string
  type?: string
}) {
  const t = translator(form.locale, "adminSite")
  const { text, field } = bind(form)
  const saved = String(form.saved[name] ?? "")
  const differs = form.state?.errors.some(({ code }) => code === "settings_changed") && saved !== text(name)
  return (
    <Field
      {...field(name)}
      label={t(name)}
      hint={
        <>
          {hint}
          {differs && <strong> {t("savedNow", { value: saved || t("nothing") })}</strong>}
        </>
      }
      defaultValue={text(name)}
      maxLength={max}
      type={type}
      inputMode={type === "number" ? "numeric" : undefined}
      autoComplete="off"
      dir="auto"
    />
  )
}

type LineName =
  "siteName" | "orgName" | "orgShort" | "neutralSender" | "orgContact" | "hostingCountry" | "retentionDays" | "exitUrl"

/** Names of the site and of who runs it. */
export function NamesForm(form: PartFormProps) {
  const t = translator(form.locale, "adminSite")
  return (
    <PartForm part="names" title={t("namesTitle")} form={form}>
      <Line name="siteName" max={60} form={form} hint={t("siteNameHint")} />
      <Line name="orgName" max={60} form={form} hint={t("orgNameHint")} />
      <Line name="orgShort" max={30} form={form} hint={t("orgShortHint")} />
      <Line
        name="neutralSender"
        max={60}
        form={form}
        hint={t("neutralSenderHint", { fallback: form.fallbacks.neutralSender })}
      />
      <Line name="orgContact" max={200} form={form} hint={t("orgContactHint")} />
      <Line name="hostingCountry" max={60} form={form} hint={t("hostingCountryHint")} />
    </PartForm>
  )
}

/** What protects people: how long data is kept, what a page shows at a glance, and the way out. */
export function SafetyForm(form: PartFormProps) {
  const t = translator(form.locale, "adminSite")
  const { field, isTicked } = bind(form)
  return (
    <PartForm part="safety" title={t("safetyTitle")} form={form}>
      <Line name="retentionDays" max={String(RETENTION_MAX_DAYS).length} form={form} hint={t("retentionHint")} />
      <Checkbox
        {...field("showsLogo")}
        label={t("showsLogo")}
        hint={t("showsLogoHint")}
        isChecked={isTicked("showsLogo")}
      />
      <Checkbox {...field("showsExit")} label={t("showsExit")} isChecked={isTicked("showsExit")} />
      <Line
        name="exitUrl"
        max={500}
        form={form}
        hint={t("exitUrlHint", { fallback: form.fallbacks.exitUrl })}
        type="url"
      />
    </PartForm>
  )
}

/** Boxes for the languages on offer; English cannot be switched off. */
export function LanguageBoxes({ chosen, idPrefix }: { chosen: (locale: Locale) => boolean; idPrefix: string }) {
  return LOCALES.map((one) =>
    one === DEFAULT_LOCALE ? (
      <div className="check" key={one}>
        <input type="checkbox" id={`${idPrefix}-${one}`} checked disabled readOnly />
        <label htmlFor={`${idPrefix}-${one}`} lang={one}>
          {LOCALE_NAMES[one]}
        </label>
      </div>
    ) : (
      <Checkbox
        key={one}
        id={`${idPrefix}-${one}`}
        name={one}
        label={<span lang={one}>{LOCALE_NAMES[one]}</span>}
        isChecked={chosen(one)}
      />
    ),
  )
}

/** The languages that visitors are offered. */
export function LanguagesForm(form: PartFormProps) {
  const t = translator(form.locale, "adminSite")
  const saved = form.saved.locales
  const isSaved = (one: Locale) => Array.isArray(saved) && saved.includes(one)
  return (
    <PartForm part="languages" title={t("languagesTitle")} form={form}>
      <fieldset>
        <legend className="quiet">{t("languagesTitle")}</legend>
        <p className="hint">{t("languagesIntro")}</p>
        <LanguageBoxes
          idPrefix="settings-language"
          chosen={(one) => (form.state ? form.state.values[one] !== undefined : isSaved(one))}
        />
      </fieldset>
    </PartForm>
  )
}
