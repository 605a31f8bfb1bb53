import { SignChoices } from "#components/signatures/sign-choices"
import { errorsByField, type FormError } from "#components/signatures/form-errors"
import { FormFacts } from "#components/signatures/form-facts"
import { Button } from "#components/ui/button"
import { Checkbox } from "#components/ui/choice"
import { Field } from "#components/ui/field"
import type { Asks } from "#lib/domain/campaigns/queries"
import { NAME_MAX_CHARS } from "#lib/shared/form-fields"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

/** What was typed and what is wrong with it. */
export type SignState = { values: Record<string, string>; errors: readonly FormError[] }

export type SignFormProps = {
  locale: Locale
  slug: string
  siteName: string
  /** Time stamp of the page, signed; the same for everyone. */
  made: string
  /** Idempotency key; only on pages that are made for one visitor. */
  formKey: string | null
  state: SignState | null
  /** Without an e-mail address, where the campaign allows it. */
  isWithoutEmail?: boolean
  allowsNoEmail: boolean
  /** All mail of the campaign is discreet, so there is nothing to choose. */
  isAtRisk: boolean
  /** What the form asks besides name and e-mail. */
  asks: Asks
  /** The version of the petition that stands beside the form: this one is signed, also when a newer one comes meanwhile. */
  version: number
  /** Where the form goes; another place only in a preview, which keeps nothing. */
  action?: string
}

export const SIGN_FORM_ID = "sign-form"

const FIELDS = new Set(["name", "email", "consent", "showName", "country", "town", "reason", "updates", "discreet"])

/** The id of a field of the form, for links to it. */
export function signFieldId(field: string): string | null {
  return FIELDS.has(field) ? `sign-${field}` : null
}

const EMAIL_MAX_CHARS = 254

/** The form. It is whole without the script: errors come back with the page. */
export function SignForm(props: SignFormProps) {
  const { locale, slug, siteName, made, formKey, state, isWithoutEmail = false, allowsNoEmail, isAtRisk } = props
  // A preview is made by a framework that must find what it made: the script of the public pages stays away from it.
  const Comforts = props.action ? "div" : "helpful-form"
  const { asks, version, action = `/c/${slug}/signatures` } = props
  const t = translator(locale, "sign")
  const values = state?.values ?? {}
  const errors = errorsByField(locale, state?.errors ?? [])
  const errorPrefix = translator(locale, "errors")("prefix")
  const field = (name: string) => ({ id: `sign-${name}`, name, error: errors.get(name), errorPrefix })
  const signPath = `/c/${slug}/sign`

  return (
    <section id="sign" className="no-print" aria-labelledby="sign-heading">
      <h2 id="sign-heading" className="sign-heading">
        {t("heading")}
      </h2>
      <Comforts data-typo={t("typo", { fixed: "{fixed}" })} data-typo-use={t("typoUse")}>
        <form id={SIGN_FORM_ID} action={action} method="post" noValidate aria-labelledby="sign-heading">
          <FormFacts locale={locale} made={made} formKey={formKey} trapLabel={t("leaveEmpty")} />
          <input type="hidden" name="version" value={values.version ?? version} />
          <Field
            {...field("name")}
            label={t("name")}
            hint={t("nameHint")}
            defaultValue={values.name}
            autoComplete="nickname"
            maxLength={NAME_MAX_CHARS}
            dir="auto"
            required
          />
          {isWithoutEmail ? (
            <input type="hidden" name="noEmail" value="yes" />
          ) : (
            <Field
              {...field("email")}
              label={t("email")}
              hint={t("emailHint")}
              defaultValue={values.email}
              type="email"
              inputMode="email"
              autoComplete="email"
              spellCheck={false}
              autoCapitalize="none"
              maxLength={EMAIL_MAX_CHARS}
              required
              after={<p className="hint typo" role="status" />}
            />
          )}
          {isWithoutEmail && <p className="hint">{t("noEmailCounted")}</p>}
          {allowsNoEmail && (
            <p className="small">
              <a className="tap" href={localePath(locale, isWithoutEmail ? signPath : `${signPath}?no-email=1`)}>
                {t(isWithoutEmail ? "withEmailLink" : "noEmailLink")}
              </a>
            </p>
          )}
          <Checkbox
            {...field("consent")}
            isChecked={values.consent === "yes"}
            isRequired
            label={t.rich("consent", {
              siteName,
              link: (words) => <a href={localePath(locale, "/privacy")}>{words}</a>,
            })}
          />
          <SignChoices {...{ locale, values, errors, isWithoutEmail, isAtRisk, asks }} />
          <Button isPrimary isWide data-busy={t("submitting")}>
            {t("submit")}
          </Button>
          <p className="under-button">{t("underButton")}</p>
        </form>
      </Comforts>
    </section>
  )
}
