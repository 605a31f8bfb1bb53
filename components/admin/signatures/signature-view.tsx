import { DecideForms } from "#components/admin/signatures/decide-forms"
import type { FormError } from "#components/signatures/form-errors"
import { Button } from "#components/ui/button"
import type { ViewedSignature } from "#lib/domain/signatures/organiser-queries"
import { countryName } from "#lib/shared/countries"
import { formatDay } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type SignatureViewProps = {
  locale: Locale
  campaignId: string
  signature: ViewedSignature
  /** The address, in the minutes after it was asked for. */
  email: string | null
  proof: string
  canUndo: boolean
  state: { values: Record<string, string>; errors: readonly FormError[] } | null
}

/** Everything an editor may read of one signature, and what can be decided about it. */
export function SignatureView({ locale, campaignId, signature, email, proof, canUndo, state }: SignatureViewProps) {
  const t = translator(locale, "adminSignatures")
  const yesNo = (value: boolean) => t(value ? "yes" : "no")
  const action = `/admin/campaigns/${campaignId}/signatures/${signature.id}`
  const language = new Intl.DisplayNames(locale, { type: "language" }).of(signature.locale) ?? signature.locale
  const lines: [string, React.ReactNode][] = [
    [t("field_state"), t(`state${signature.state}`)],
    [t("field_signedOn"), formatDay(locale, signature.signedOn)],
    [t("field_confirmedOn"), signature.confirmedOn && formatDay(locale, signature.confirmedOn)],
    [t("field_name"), signature.name === null ? t("deleted") : <bdi key="name">{signature.name}</bdi>],
    [t("field_town"), <bdi key="town">{signature.town}</bdi>],
    [t("field_country"), signature.country && countryName(signature.country, locale)],
    [t("field_shown"), yesNo(signature.showName)],
    [t("field_language"), language],
    [t("field_updates"), yesNo(signature.wantsUpdates)],
    [t("field_discreet"), yesNo(signature.isDiscreet)],
  ]
  return (
    <>
      {signature.isSample && <p className="muted">{t("sample")}</p>}
      <dl className="lines">
        {lines.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value || "–"}</dd>
          </div>
        ))}
      </dl>
      {signature.reason && (
        <>
          <h2>{t("field_reason")}</h2>
          <blockquote className="item-body" dir="auto">
            {signature.reason}
          </blockquote>
        </>
      )}
      <h2 id="email">{t("field_email")}</h2>
      {email !== null && (
        <p>
          <bdi>{email}</bdi>
        </p>
      )}
      {email === null && signature.hasEmail && (
        <form action={`${action}/email`} method="post">
          <input type="hidden" name="locale" value={locale} />
          <input type="hidden" name="proof" value={proof} />
          <p className="hint">{t("showEmailHint")}</p>
          <Button>{t("showEmail")}</Button>
        </form>
      )}
      {!signature.hasEmail && <p>{signature.name === null ? t("deleted") : t("noEmail")}</p>}
      <DecideForms {...{ locale, signature, action, proof, canUndo, state }} />
    </>
  )
}
