import type { ReceiptView } from "#lib/domain/signatures/queries"
import { Button } from "#components/ui/button"
import { Checkbox } from "#components/ui/choice"
import { Details } from "#components/ui/details"
import { Field, TextArea } from "#components/ui/field"
import { REASON_MAX_CHARS } from "#lib/domain/signatures/schema"
import { NAME_MAX_CHARS } from "#lib/shared/form-fields"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type ReceiptChangeProps = {
  locale: Locale
  action: string
  receipt: ReceiptView
  values: Record<string, string> | null
  errors: ReadonlyMap<string, string>
}

/** What its holder may change of a signature: name, whether it is shown, reason, mail. */
export function ReceiptChange({ locale, action, receipt, values, errors }: ReceiptChangeProps) {
  const t = translator(locale, "receipt")
  const sign = translator(locale, "sign")
  const errorPrefix = translator(locale, "errors")("prefix")
  const field = (name: string) => ({ id: `receipt-${name}`, name, error: errors.get(name), errorPrefix })
  const isTicked = (name: string, held: boolean) => (values ? values[name] === "yes" : held)
  return (
    <Details summary={t("change")} isOpen={errors.size > 0}>
      <helpful-form data-typo={sign("typo", { fixed: "{fixed}" })} data-typo-use={sign("typoUse")}>
        <form action={action} method="post" noValidate aria-labelledby="signature">
          <input type="hidden" name="locale" value={locale} />
          <Field
            {...field("name")}
            label={sign("name")}
            hint={sign("nameHint")}
            defaultValue={values?.name ?? receipt.name}
            autoComplete="nickname"
            maxLength={NAME_MAX_CHARS}
            dir="auto"
            required
          />
          <Checkbox
            {...field("showName")}
            label={sign("showName")}
            hint={sign("showNameHint")}
            isChecked={isTicked("showName", receipt.showName)}
          />
          <TextArea
            {...field("reason")}
            label={sign("reason")}
            hint={sign("reasonHint")}
            defaultValue={values?.reason ?? receipt.reason}
            rows={4}
            data-max={REASON_MAX_CHARS}
            after={<p className="hint char-count" aria-live="polite" />}
          />
          {receipt.email && (
            <>
              <Checkbox
                {...field("updates")}
                label={sign("updates")}
                isChecked={isTicked("updates", receipt.wantsUpdates)}
              />
              <Checkbox
                {...field("discreet")}
                label={sign("discreet")}
                isChecked={isTicked("discreet", receipt.isDiscreet)}
              />
            </>
          )}
          <Button isPrimary name="action" value="update">
            {t("save")}
          </Button>
        </form>
      </helpful-form>
    </Details>
  )
}
