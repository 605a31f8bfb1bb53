import { ErrorSummary } from "#components/ui/error-summary"
import { Notice } from "#components/ui/notice"
import { Button, ButtonLink } from "#components/ui/button"
import { Field } from "#components/ui/field"
import { errorText } from "#components/signatures/form-errors"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

type CheckPageProps = {
  locale: Locale
  slug: string
  /** What the visitor's draft knows; without it the page knows nothing of anyone. */
  check: { email: string; isResent: boolean; error: string | null } | null
  /** People can write letters in this campaign. */
  hasLetters: boolean
}

const CODE_DIGITS = 6

/** Tells where the message went and how to go on. The same for every address. */
export function CheckPage({ locale, slug, check, hasLetters }: CheckPageProps) {
  const t = translator(locale, "check")
  const errors = translator(locale, "errors")
  const error = check?.error ? errorText(locale, { field: "code", code: check.error }) : null
  return (
    <>
      {error && <ErrorSummary title={errors("summaryTitle")} errors={[{ fieldId: "code", text: error }]} />}
      {check?.isResent && !error && <Notice kind="info" role="status" title={t("sentAgain")} />}
      <h1 tabIndex={-1} autoFocus={!error}>
        {t("title")}
      </h1>
      <p>
        {check
          ? t.rich("sentTo", {
              email: check.email,
              address: (words) => (
                <strong>
                  <bdi>{words}</bdi>
                </strong>
              ),
            })
          : t("sentToUnknown")}
      </p>
      <p>{t("whatNext")}</p>
      {check && (
        <helpful-form>
          <form action={`/c/${slug}/code`} method="post" noValidate className="inline-form">
            <input type="hidden" name="locale" value={locale} />
            <Field
              id="code"
              name="code"
              label={t("codeLabel")}
              error={error}
              errorPrefix={errors("prefix")}
              className="input-code"
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={CODE_DIGITS + 6}
              required
            />
            <Button>{t("codeButton")}</Button>
          </form>
        </helpful-form>
      )}
      {hasLetters && (
        <div className="actions">
          <ButtonLink isPrimary href={localePath(locale, `/c/${slug}/letter`)}>
            {t("writeLetter")}
          </ButtonLink>
        </div>
      )}
      <section aria-labelledby="no-message">
        <h2 id="no-message">{t("noMessage")}</h2>
        <ul>
          <li>{t("wait")}</li>
          {check && (
            <li>
              {t.rich("wrongAddress", {
                link: (words) => <a href={localePath(locale, `/c/${slug}/sign`)}>{words}</a>,
              })}
            </li>
          )}
        </ul>
        {check && (
          <helpful-form>
            <form action={`/c/${slug}/resend`} method="post">
              <input type="hidden" name="locale" value={locale} />
              <Button>{t("sendAgain")}</Button>
              <p className="hint">{t("sendAgainLimit")}</p>
            </form>
          </helpful-form>
        )}
      </section>
    </>
  )
}
