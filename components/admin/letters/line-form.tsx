import { ActionForm, fieldsOf } from "#components/admin/letters/parts"
import type { FormError } from "#components/signatures/form-errors"
import { Button } from "#components/ui/button"
import { Checkbox } from "#components/ui/choice"
import { Details } from "#components/ui/details"
import { Field } from "#components/ui/field"
import type { LineView } from "#lib/domain/letters/organiser-queries"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

export type LineDraft = { values: Record<string, string>; errors: readonly FormError[] }

type LineFormProps = { locale: Locale; proof: string; to: string; line: LineView; draft: LineDraft | null }

const DAYS = [1, 2, 3, 4, 5, 6, 7]

/** Minutes after midnight as a time. */
const timeOf = (minutes: number) => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`

/** The name of a day of the week; 1 is Monday. */
function dayName(locale: Locale, day: number): string {
  return new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" }).format(
    new Date(Date.UTC(2026, 0, 4 + day)),
  )
}

function valuesOf({ line }: LineView): Record<string, string> {
  const boxes = { keepsOfficeHours: line.keepsOfficeHours, bundlesAlike: line.bundlesAlike }
  return {
    ...{ address: line.email ?? "", timeZone: line.timeZone, perCampaign: line.perCampaign?.toString() ?? "" },
    ...{ officeFrom: timeOf(line.officeFrom), officeUntil: timeOf(line.officeUntil) },
    ...{ perHour: String(line.perHour), perDay: String(line.perDay) },
    ...Object.fromEntries(line.officeDays.map((day) => [`day${day}`, "yes"])),
    ...Object.fromEntries(Object.entries(boxes).map(([name, isOn]) => [name, isOn ? "yes" : ""])),
  }
}

/** What a target's postmaster would accept: address, caps, hours. */
export function LineForm({ locale, proof, to, line, draft }: LineFormProps) {
  const t = translator(locale, "adminLetters")
  const values = draft?.values ?? valuesOf(line)
  const field = fieldsOf(locale, `line-${line.targetId}`, draft?.errors ?? [])
  const text = (name: string) => ({ ...field(name), defaultValue: values[name] ?? "", autoComplete: "off" })
  const box = (name: string) => ({ ...field(name), isChecked: values[name] === "yes" })
  const days = field("officeDays")
  return (
    <Details summary={t("settings")} isOpen={draft !== null}>
      <ActionForm locale={locale} proof={proof} to={to}>
        <Field
          {...text("address")}
          label={t("address")}
          hint={t("addressHint")}
          type="email"
          spellCheck={false}
          maxLength={254}
        />
        {(["perHour", "perDay", "perCampaign"] as const).map((name) => (
          <Field key={name} {...text(name)} label={t(name)} inputMode="numeric" maxLength={6} />
        ))}
        <Checkbox {...box("keepsOfficeHours")} label={t("keepsOfficeHours")} />
        <Field {...text("timeZone")} label={t("timeZone")} maxLength={60} spellCheck={false} />
        <div className="side-by-side">
          <Field {...text("officeFrom")} label={t("officeFrom")} maxLength={5} />
          <Field {...text("officeUntil")} label={t("officeUntil")} maxLength={5} />
        </div>
        <fieldset id={days.id} tabIndex={-1}>
          <legend>{t("officeDays")}</legend>
          {days.error && (
            <p className="error">
              {days.errorPrefix} {days.error}
            </p>
          )}
          {DAYS.map((day) => (
            <Checkbox key={day} {...box(`day${day}`)} label={dayName(locale, day)} />
          ))}
        </fieldset>
        <Checkbox {...box("bundlesAlike")} label={t("bundlesAlike")} />
        <Button name="action" value="save">
          {translator(locale, "admin")("save")}
        </Button>
      </ActionForm>
    </Details>
  )
}
