import { errorsByField, type FormError, summaryErrors } from "#components/signatures/form-errors"
import { Button } from "#components/ui/button"
import { ErrorSummary } from "#components/ui/error-summary"
import { Field } from "#components/ui/field"
import { Notice } from "#components/ui/notice"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type ReceiptOpenProps = {
  locale: Locale
  values: Record<string, string>
  errors: readonly FormError[]
  isLinkSent: boolean
}

const FIELDS = new Set(["code", "email", "name", "showName", "reason", "updates", "discreet"])

const EMAIL_MAX_CHARS = 254

// Spaces and dashes between the groups are welcome.
const CODE_MAX_CHARS = 40

/** The id of a field of the receipt page, for links to it. */
export function receiptFieldId(field: string): string | null {
  return FIELDS.has(field) ? `receipt-${field}` : null
}

/** Two ways to one's receipt: the code, or a link sent to the address. */
export function ReceiptForms({
  locale,
  values,
  errors,
  isMain,
}: Omit<ReceiptOpenProps, "isLinkSent"> & { isMain: boolean }) {
  const t = translator(locale, "receipt")
  const texts = errorsByField(locale, errors)
  const field = (name: string) => ({
    id: receiptFieldId(name) ?? name,
    name,
    error: texts.get(name),
    errorPrefix: translator(locale, "errors")("prefix"),
    defaultValue: values[name],
  })
  return (
    <>
      <helpful-form>
        <form action="/receipt" method="post" noValidate>
          <input type="hidden" name="locale" value={locale} />
          <Field
            {...field("code")}
            label={t("codeLabel")}
            hint={t("codeHint")}
            className="input-code"
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            maxLength={CODE_MAX_CHARS}
            required
          />
          <Button isPrimary={isMain}>{t("open")}</Button>
        </form>
      </helpful-form>
      <h2 id="send-link">{t("sendHeading")}</h2>
      <helpful-form>
        <form action="/receipt" method="post" noValidate aria-labelledby="send-link">
          <input type="hidden" name="locale" value={locale} />
          <Field
            {...field("email")}
            label={t("emailLabel")}
            type="email"
            inputMode="email"
            autoComplete="email"
            spellCheck={false}
            autoCapitalize="none"
            maxLength={EMAIL_MAX_CHARS}
            required
          />
          <Button>{t("sendLink")}</Button>
        </form>
      </helpful-form>
    </>
  )
}

/** The receipt page before anything is opened. */
export function ReceiptOpen({ locale, values, errors, isLinkSent }: ReceiptOpenProps) {
  const t = translator(locale, "receipt")
  return (
    <>
      {errors.length > 0 && (
        <ErrorSummary
          title={translator(locale, "errors")("summaryTitle")}
          errors={summaryErrors(locale, errors, receiptFieldId)}
        />
      )}
      {isLinkSent && <Notice kind="info" role="status" title={t("linkSent")} />}
      <h1 tabIndex={-1} autoFocus={isLinkSent}>
        {t("title")}
      </h1>
      <p>{t("intro")}</p>
      <ReceiptForms locale={locale} values={values} errors={errors} isMain />
    </>
  )
}

/** What a link of a message shows when nothing is behind it any more. */
export function ReceiptLinkDead({
  locale,
  isExpired,
  receiptHref,
}: {
  locale: Locale
  isExpired: boolean
  receiptHref: string
}) {
  const t = translator(locale, "receipt")
  return (
    <>
      <h1>{t(isExpired ? "expiredTitle" : "goneTitle")}</h1>
      <p>{isExpired ? t.rich("expiredBody", { link: (words) => <a href={receiptHref}>{words}</a> }) : t("goneBody")}</p>
    </>
  )
}

/** The end of it: nothing is kept, and nothing more has to be done. */
export function Withdrawn({ locale }: { locale: Locale }) {
  const t = translator(locale, "receipt")
  return (
    <>
      <h1 tabIndex={-1} autoFocus>
        {t("withdrawnTitle")}
      </h1>
      <p>{t("withdrawnBody")}</p>
    </>
  )
}
