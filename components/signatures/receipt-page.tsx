import type { ReactNode } from "react"
import type { ReceiptView } from "#lib/domain/signatures/queries"
import { errorsByField, type FormError, summaryErrors } from "#components/signatures/form-errors"
import { ReceiptActions } from "#components/signatures/receipt-actions"
import { ReceiptForms, receiptFieldId } from "#components/signatures/receipt-open"
import { ReceiptChange } from "#components/signatures/receipt-change"
import { ErrorSummary } from "#components/ui/error-summary"
import { Notice } from "#components/ui/notice"
import { SLOT, Slotted } from "#components/ui/slotted"
import { formatDay } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

export type ReceiptPageProps = {
  locale: Locale
  /** Where the forms of the page post to. */
  action: string
  receipt: ReceiptView
  /** Opened with the code or a fresh link: may also download and delete. */
  isFresh: boolean
  isSaved: boolean
  /** Without errors nothing was typed; with them, what was typed. */
  values: Record<string, string> | null
  errors: readonly FormError[]
  /** What else the holder of the address has done in the campaign. */
  letters?: ReactNode
}

const STATUS = {
  PENDING: "statusPending",
  CONFIRMED: "statusConfirmed",
  DELIVERED: "statusConfirmed",
  DISPUTED: "statusDisputed",
  REJECTED: "statusRejected",
  UNVERIFIED: "statusUnverified",
} as const

function statusKey(state: ReceiptView["state"]) {
  return state in STATUS ? STATUS[state as keyof typeof STATUS] : "statusConfirmed"
}

/** Whether "counted, and delivered" is all there is to say. */
function isDeliveredState(state: ReceiptView["state"]): boolean {
  return state === "CONFIRMED" || state === "DELIVERED"
}

/** Everything we hold of a signature, in words. */
function Held({ locale, receipt }: { locale: Locale; receipt: ReceiptView }) {
  const t = translator(locale, "receipt")
  const { title, signedOn, name, showName, reason, email, wantsUpdates, isDiscreet, slug, state, deliveredOn } = receipt
  return (
    <>
      <p>
        <Slotted text={t("signedOn", { title: SLOT, date: formatDay(locale, signedOn) })}>
          <a href={localePath(locale, `/c/${slug}`)}>{title}</a>
        </Slotted>
      </p>
      <p>
        <strong>
          {deliveredOn && isDeliveredState(state)
            ? t("statusDelivered", { date: formatDay(locale, deliveredOn) })
            : t(statusKey(state))}
        </strong>
      </p>
      <ul>
        <li>
          <Slotted text={t("signedAs", { name: SLOT })}>
            <bdi>{name}</bdi>
          </Slotted>
        </li>
        <li>{t(showName ? "nameShown" : "nameHidden")}</li>
        {reason && (
          <li>
            <Slotted text={t("reasonLine", { reason: SLOT })}>
              <bdi>{reason}</bdi>
            </Slotted>{" "}
            {t("reasonWaiting")}
          </li>
        )}
        {email && <li>{t(wantsUpdates ? "updatesOn" : "updatesOff")}</li>}
        {email && <li>{t(isDiscreet ? "discreetOn" : "discreetOff")}</li>}
      </ul>
    </>
  )
}

/** The receipt: see, change, withdraw; with the code also download and delete. */
export function ReceiptPage(props: ReceiptPageProps) {
  const { locale, action, receipt, isFresh, isSaved, values, errors, letters } = props
  const t = translator(locale, "receipt")
  const words = translator(locale, "errors")
  return (
    <>
      {errors.length > 0 && (
        <ErrorSummary title={words("summaryTitle")} errors={summaryErrors(locale, errors, receiptFieldId)} />
      )}
      {isSaved && <Notice kind="success" role="status" title={t("saved")} />}
      <h1 tabIndex={-1} autoFocus={isSaved && errors.length === 0}>
        {t("title")}
      </h1>
      <h2 id="signature">{t("signatureHeading")}</h2>
      <Held locale={locale} receipt={receipt} />
      <ReceiptChange
        locale={locale}
        action={action}
        receipt={receipt}
        values={values}
        errors={errorsByField(locale, errors)}
      />
      <ReceiptActions locale={locale} action={action} receipt={receipt} isFresh={isFresh} />
      {letters}
      {!isFresh && (
        <>
          <hr />
          <p>{t("fresh")}</p>
          <ReceiptForms locale={locale} values={{}} errors={[]} isMain={false} />
        </>
      )}
    </>
  )
}
