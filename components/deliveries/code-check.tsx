import { errorsByField, type FormError } from "#components/signatures/form-errors"
import { Button } from "#components/ui/button"
import { Field } from "#components/ui/field"
import { Notice } from "#components/ui/notice"
import type { CodeCheck as Check } from "#lib/domain/signatures/delivered"
import { formatDay } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

/** What the visitor who pressed Check gets to see. */
export type CodeCheckState = { check?: Check; errors?: readonly FormError[] }

export const CODE_FIELD_ID = "results-code"

function answerOf(locale: Locale, check: Check): string {
  const t = translator(locale, "results")
  switch (check.state) {
    case "delivered":
      return t("codeDelivered", { date: formatDay(locale, check.on) })
    case "counted":
      return t("codeCounted")
    case "unknown":
      return t("codeUnknown")
  }
}

/** Tells the holder of a receipt code whether the signature is counted. The code is never shown again. */
export function CodeCheck({ locale, slug, state }: { locale: Locale; slug: string; state: CodeCheckState | null }) {
  const t = translator(locale, "results")
  const error = errorsByField(locale, state?.errors ?? []).get("code")
  const check = state?.check
  return (
    <section aria-labelledby="code">
      <h3 id="code">{t("codeHeading")}</h3>
      {check && (
        <Notice
          kind={check.state === "unknown" ? "warning" : "success"}
          role="status"
          title={answerOf(locale, check)}
        />
      )}
      <form action={`/c/${slug}/check-receipt`} method="post" className="inline-form">
        <input type="hidden" name="locale" value={locale} />
        <Field
          id={CODE_FIELD_ID}
          name="code"
          label={t("codeLabel")}
          className="input-code"
          error={error}
          errorPrefix={translator(locale, "errors")("prefix")}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={40}
        />
        <Button>{t("check")}</Button>
      </form>
    </section>
  )
}
