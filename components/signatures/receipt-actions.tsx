import type { ReactNode } from "react"
import type { ReceiptView } from "#lib/domain/signatures/queries"
import { Button } from "#components/ui/button"
import { Details } from "#components/ui/details"
import { Select } from "#components/ui/field"
import { WITHDRAWAL_REASONS } from "#lib/domain/signatures/rules"
import { formatDay } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type ReceiptActionsProps = { locale: Locale; action: string; receipt: ReceiptView; isFresh: boolean }

type ActProps = {
  locale: Locale
  to: string
  act: "withdraw" | "download" | "erase"
  /** Stands before the button. */
  asks?: ReactNode
  children: ReactNode
}

function Act({ locale, to, act, asks, children }: ActProps) {
  return (
    <helpful-form>
      <form action={to} method="post">
        <input type="hidden" name="locale" value={locale} />
        {asks}
        <Button name="action" value={act}>
          {children}
        </Button>
      </form>
    </helpful-form>
  )
}

/** Withdraw, download, delete. What cannot be undone asks once: unfold, then press. */
export function ReceiptActions({ locale, action, receipt, isFresh }: ReceiptActionsProps) {
  const t = translator(locale, "receipt")
  const { deliveredOn, addressedTo } = receipt
  const keep = (
    <a className="tap" href="#signature">
      {t("keep")}
    </a>
  )
  const why = receipt.state !== "PENDING" && (
    <Select
      id="receipt-why"
      name="why"
      label={t("why")}
      hint={t("whyHint")}
      options={[
        { value: "", text: t("whyNone") },
        ...WITHDRAWAL_REASONS.map((reason) => ({ value: reason, text: t(`why_${reason}`) })),
      ]}
    />
  )
  return (
    <>
      {isFresh && (
        <Act locale={locale} to={action} act="download">
          {t("download")}
        </Act>
      )}
      <Details summary={t("withdraw")}>
        <p>
          <strong>{t("withdrawQuestion")}</strong>
        </p>
        <p>{t(receipt.state === "PENDING" ? "withdrawBodyPending" : "withdrawBody")}</p>
        {deliveredOn && <p>{t("deliveredNote", { date: formatDay(locale, deliveredOn), addressedTo })}</p>}
        <div className="actions">
          <Act locale={locale} to={action} act="withdraw" asks={why}>
            {t("withdraw")}
          </Act>
          {keep}
        </div>
      </Details>
      {isFresh && (
        <Details summary={t("erase")}>
          <p>
            <strong>{t("eraseQuestion")}</strong>
          </p>
          <p>{t("eraseBody")}</p>
          {deliveredOn && <p>{t("deliveredNote", { date: formatDay(locale, deliveredOn), addressedTo })}</p>}
          <div className="actions">
            <Act locale={locale} to={action} act="erase">
              {t("erase")}
            </Act>
            {keep}
          </div>
        </Details>
      )}
    </>
  )
}
