import type { ReactNode } from "react"
import { errorsByField, type FormError } from "#components/signatures/form-errors"
import { Button } from "#components/ui/button"
import { Checkbox } from "#components/ui/choice"
import { Field } from "#components/ui/field"
import { NAME_MAX_CHARS } from "#lib/shared/form-fields"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

export type SetUpFormProps = {
  locale: Locale
  /** Of the printed link, before there is an owner. */
  token?: string
  /** Of an owner who is signed in. */
  proof?: string
  state: { values: Record<string, string>; errors: readonly FormError[] } | null
}

/** The id of a field, for links to it. */
export function setUpFieldId(field: string): string | null {
  return field === "form" ? null : `set-up-${field}`
}

function bind({ locale, state }: SetUpFormProps) {
  const errors = errorsByField(locale, state?.errors ?? [])
  const errorPrefix = translator(locale, "errors")("prefix")
  return (name: string) => ({ id: `set-up-${name}`, name, error: errors.get(name), errorPrefix })
}

/** A form of the set-up, by the printed link or by an owner. */
export function StepForm({ locale, token, proof, children }: SetUpFormProps & { children: ReactNode }) {
  return (
    <form action={token === undefined ? "/admin/setup/step" : "/admin/setup"} method="post" noValidate>
      <input type="hidden" name="locale" value={locale} />
      {token !== undefined && <input type="hidden" name="token" value={token} />}
      {proof !== undefined && <input type="hidden" name="proof" value={proof} />}
      {children}
    </form>
  )
}

/** Passes a step over, and says what that means. */
export function SkipForm({ step, note, ...form }: SetUpFormProps & { step: string; note?: string }) {
  const t = translator(form.locale, "adminSite")
  return (
    <StepForm {...form}>
      <input type="hidden" name="step" value={step} />
      <p className="hint">{note ?? t("setUpSkipNote")}</p>
      <button className="as-link" name="action" value="skip">
        {t("setUpSkip")}
      </button>
    </StepForm>
  )
}

type Names = { siteName: string; orgName: string; orgShort: string | null }

/** First step: what the site and who runs it are called, and whether that can be seen on a lock screen. */
export function NamesStep({ saved, ...form }: SetUpFormProps & { saved: Names }) {
  const { locale, state } = form
  const t = translator(locale, "adminSite")
  const field = bind(form)
  const value = (name: keyof Names) => (state ? state.values[name] : (saved[name] ?? undefined))
  return (
    <>
      <StepForm {...form}>
        <Field
          {...field("siteName")}
          label={t("siteName")}
          hint={t("siteNameHint")}
          defaultValue={value("siteName")}
          maxLength={60}
          autoComplete="off"
          dir="auto"
          required
        />
        <Field
          {...field("orgName")}
          label={t("orgName")}
          hint={t("orgNameHint")}
          defaultValue={value("orgName")}
          maxLength={60}
          autoComplete="organization"
          dir="auto"
          required
        />
        <Field
          {...field("orgShort")}
          label={t("orgShort")}
          hint={t("orgShortHint")}
          defaultValue={value("orgShort")}
          maxLength={30}
          autoComplete="off"
          dir="auto"
        />
        <Checkbox
          {...field("neutral")}
          label={t("setUpNeutral")}
          isChecked={state ? state.values.neutral !== undefined : saved.orgShort === null}
        />
        <Button isPrimary name="action" value="names">
          {t("setUpContinue")}
        </Button>
      </StepForm>
      <SkipForm {...form} step="names" note={t("setUpSkipFirst", { siteName: saved.siteName })} />
    </>
  )
}

/** Second step: the first owner of the site. */
export function AccountStep(form: SetUpFormProps) {
  const { locale, state } = form
  const t = translator(locale, "login")
  const field = bind(form)
  return (
    <>
      <p>{t("setUpIntro")}</p>
      <helpful-form>
        <StepForm {...form}>
          <Field
            {...field("name")}
            label={t("setUpName")}
            hint={t("setUpNameHint")}
            defaultValue={state?.values.name}
            autoComplete="name"
            maxLength={NAME_MAX_CHARS}
            dir="auto"
            required
          />
          <Field
            {...field("email")}
            label={t("email")}
            defaultValue={state?.values.email}
            type="email"
            inputMode="email"
            autoComplete="email"
            spellCheck={false}
            autoCapitalize="none"
            required
          />
          <Button isPrimary>{t("setUpSubmit")}</Button>
        </StepForm>
      </helpful-form>
    </>
  )
}
