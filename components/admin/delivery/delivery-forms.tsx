import type { ReactNode } from "react"
import { errorsByField, type FormError } from "#components/signatures/form-errors"
import { Button } from "#components/ui/button"
import { Checkbox, RadioGroup } from "#components/ui/choice"
import { Field, TextArea } from "#components/ui/field"
import type { DeliveryView } from "#lib/domain/deliveries/queries"
import { NOTE_MAX_CHARS, RECIPIENT_MAX_CHARS, REPLY_MAX_CHARS } from "#lib/domain/deliveries/schema"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

export type DeliveryFormProps = {
  locale: Locale
  action: string
  proof: string
  delivery: DeliveryView
  /** The organiser's day, `YYYY-MM-DD`. */
  today: string
  /** What was typed before, when something was wrong with it. */
  values: Readonly<Record<string, string>> | null
  errors: readonly FormError[]
}

function fieldsFor({ locale, errors }: Pick<DeliveryFormProps, "locale" | "errors">) {
  const sentences = errorsByField(locale, errors)
  const errorPrefix = translator(locale, "errors")("prefix")
  return (name: string) => ({ id: `delivery-${name}`, name, error: sentences.get(name), errorPrefix })
}

type PressProps = Pick<DeliveryFormProps, "locale" | "action" | "proof"> & { act: string; children: ReactNode }

function Posted({ locale, action, proof, act, children }: PressProps) {
  return (
    <form action={action} method="post" noValidate>
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="proof" value={proof} />
      <input type="hidden" name="action" value={act} />
      {children}
    </form>
  )
}

/** Records that the list was handed over. */
export function RecordForm(props: DeliveryFormProps) {
  const { locale, action, proof, delivery, today, values } = props
  const t = translator(locale, "adminDelivery")
  const field = fieldsFor(props)
  return (
    <section aria-labelledby="record">
      <h2 id="record">{t("recordHeading")}</h2>
      <p>{t("recordHint")}</p>
      <Posted locale={locale} action={action} proof={proof} act="record">
        <Field
          {...field("on")}
          label={t("date")}
          type="date"
          defaultValue={values?.on ?? today}
          min={delivery.on}
          required
        />
        <Field
          {...field("recipient")}
          label={t("recipient")}
          defaultValue={values?.recipient ?? delivery.recipient}
          maxLength={RECIPIENT_MAX_CHARS}
          autoComplete="off"
          dir="auto"
          required
        />
        <RadioGroup
          {...field("method")}
          legend={t("method")}
          chosen={values?.method ?? "IN_PERSON"}
          options={(["IN_PERSON", "POST", "EMAIL"] as const).map((value) => ({ value, text: t(`method${value}`) }))}
        />
        <TextArea
          {...field("note")}
          label={t("note")}
          hint={t("noteHint")}
          defaultValue={values?.note}
          maxLength={NOTE_MAX_CHARS}
          rows={3}
        />
        <Button isPrimary>{t("record")}</Button>
      </Posted>
    </section>
  )
}

/** Records what the recipient answered. */
export function ReplyForm(props: DeliveryFormProps) {
  const { locale, action, proof, delivery, today, values } = props
  const t = translator(locale, "adminDelivery")
  const field = fieldsFor(props)
  return (
    <section aria-labelledby="reply">
      <h2 id="reply">{t("replyHeading")}</h2>
      <Posted locale={locale} action={action} proof={proof} act="reply">
        <Field
          {...field("on")}
          label={t("date")}
          type="date"
          defaultValue={values?.on ?? delivery.repliedOn ?? today}
          min={delivery.deliveredOn ?? undefined}
          required
        />
        <TextArea
          {...field("reply")}
          label={t("replyText")}
          defaultValue={values?.reply ?? delivery.reply ?? ""}
          maxLength={REPLY_MAX_CHARS}
          rows={6}
        />
        <Checkbox
          {...field("isPublic")}
          label={t("replyPublic")}
          isChecked={values ? values.isPublic !== undefined : delivery.isReplyPublic}
        />
        <Button isPrimary>{t("saveReply")}</Button>
      </Posted>
    </section>
  )
}

/** A button that takes something back. */
export function TakeBack({ children, ...form }: PressProps) {
  return (
    <div className="take-back">
      <Posted {...form}>
        <Button>{children}</Button>
      </Posted>
    </div>
  )
}
