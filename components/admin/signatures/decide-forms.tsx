import { errorsByField, type FormError } from "#components/signatures/form-errors"
import { Button } from "#components/ui/button"
import { Field } from "#components/ui/field"
import type { ViewedSignature } from "#lib/domain/signatures/organiser-queries"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type DecideFormsProps = {
  locale: Locale
  signature: ViewedSignature
  action: string
  proof: string
  /** A rejection can be taken back. */
  canUndo: boolean
  state: { values: Record<string, string>; errors: readonly FormError[] } | null
}

/** What an organiser can decide about a signature in its present state. */
export function DecideForms({ locale, signature, action, proof, canUndo, state }: DecideFormsProps) {
  const t = translator(locale, "adminSignatures")
  const { underCase } = signature
  const isConfirmed = signature.state === "CONFIRMED" || signature.state === "DELIVERED"
  const isDisputed = signature.state === "DISPUTED"
  const canReject = isDisputed || signature.state === "UNVERIFIED"
  if (!isConfirmed && !canReject && !(signature.state === "REJECTED" && canUndo)) return null
  const hidden = (
    <>
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="proof" value={proof} />
    </>
  )
  return (
    <>
      <h2>{t("caseTitle")}</h2>
      {underCase && (
        <p>
          {t("caseBy", { reason: underCase.reason })} {underCase.isRule && t("caseRule")}
        </p>
      )}
      {(isDisputed || signature.state === "REJECTED") && (
        <form action={action} method="post">
          {hidden}
          <Button name="action" value="confirm">
            {isDisputed ? t("confirmAgain") : t("takeBack")}
          </Button>
        </form>
      )}
      {(isConfirmed || canReject) && (
        <form action={action} method="post" noValidate>
          {hidden}
          <Field
            id="case-reason"
            name="reason"
            label={t("caseReason")}
            hint={t("caseReasonHint")}
            error={errorsByField(locale, state?.errors ?? []).get("reason")}
            errorPrefix={translator(locale, "errors")("prefix")}
            defaultValue={state?.values.reason ?? (isDisputed ? underCase?.reason : undefined)}
            maxLength={200}
          />
          <p className="hint">{isConfirmed ? t("disputeHint") : t("rejectHint")}</p>
          <Button name="action" value={isConfirmed ? "dispute" : "reject"}>
            {isConfirmed ? t("dispute") : t("reject")}
          </Button>
        </form>
      )}
    </>
  )
}
