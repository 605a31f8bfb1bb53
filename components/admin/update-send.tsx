import { FormBasics } from "#components/admin/form-basics"
import { errorsByField, type FormError } from "#components/signatures/form-errors"
import { Button } from "#components/ui/button"
import { RadioGroup } from "#components/ui/choice"
import { Field, Select } from "#components/ui/field"
import { formatter, translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"
import { listZones } from "#lib/shared/zones"

/** The id of a field, for links to it. */
export function sendFieldId(field: string): string | null {
  return field === "form" ? null : `send-${field}`
}

type State = { values: Record<string, string>; errors: readonly FormError[] } | null

type UpdateSendProps = {
  locale: Locale
  /** Address of the update. */
  action: string
  proof: string
  /** It is on the site already, so only mail is left, and now. */
  isPublished: boolean
  canMail: boolean
  people: number
  pace: number
  zone: string
  state: State
}

/** How fast a mailing goes. */
export function PaceField({ locale, pace, state }: { locale: Locale; pace: number; state: State }) {
  const t = translator(locale, "adminUpdates")
  return (
    <Field
      id="send-pace"
      name="pace"
      label={t("pace")}
      hint={t("paceHint")}
      error={errorsByField(locale, state?.errors ?? []).get("pace")}
      errorPrefix={translator(locale, "errors")("prefix")}
      defaultValue={state?.values.pace ?? pace}
      type="number"
      min={1}
      max={6_000}
      className="short"
    />
  )
}

function Time({ locale, zone, state }: Pick<UpdateSendProps, "locale" | "zone" | "state">) {
  const t = translator(locale, "adminUpdates")
  const values = state?.values ?? {}
  const errors = errorsByField(locale, state?.errors ?? [])
  const errorPrefix = translator(locale, "errors")("prefix")
  const field = (name: string) => ({ id: `send-${name}`, name, error: errors.get(name), errorPrefix })
  return (
    <>
      <RadioGroup
        {...field("when")}
        legend={t("when")}
        chosen={values.when ?? "now"}
        options={[
          { value: "now", text: t("now") },
          { value: "later", text: t("later") },
        ]}
      />
      <div className="update-time">
        <Field {...field("day")} label={t("day")} type="date" defaultValue={values.day} />
        <Field {...field("time")} label={t("time")} type="time" defaultValue={values.time} />
        <Select
          {...field("zone")}
          label={t("zone")}
          hint={t("zoneHint")}
          defaultValue={values.zone ?? zone}
          options={listZones().map((name) => ({ value: name, text: name.replaceAll("_", " ") }))}
        />
      </div>
    </>
  )
}

/** Publishes news on the site, or on the site and by mail; at once or at a time. */
export function UpdateSend(props: UpdateSendProps) {
  const { locale, action, proof, isPublished, canMail, people, pace, zone, state } = props
  const t = translator(locale, "adminUpdates")
  return (
    <form action={`${action}/publish`} method="post" noValidate>
      <FormBasics locale={locale} proof={proof} />
      {isPublished ? (
        <input type="hidden" name="when" value="now" />
      ) : (
        <Time locale={locale} zone={zone} state={state} />
      )}
      {!isPublished && <Button isPrimary={!canMail}>{t("publishSite")}</Button>}
      {canMail && people > 0 && (
        <>
          <h3>{t("byMail")}</h3>
          <p>{t("byMailIntro", { n: people })}</p>
          <p className="small muted">{t("byMailHint")}</p>
          <PaceField locale={locale} pace={pace} state={state} />
          <Button isPrimary formAction={`${action}/mail`}>
            {t(isPublished ? "mailButton" : "publishMail", { n: formatter(locale).number(people) })}
          </Button>
        </>
      )}
      {canMail && people === 0 && <p>{t("nobody")}</p>}
    </form>
  )
}
