import { errorsByField, errorText, type FormError } from "#components/signatures/form-errors"
import { Button } from "#components/ui/button"
import { Checkbox } from "#components/ui/choice"
import { Field } from "#components/ui/field"
import { SHEET_ROWS } from "#lib/domain/signatures/paper-schema"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type FormState = { values: Record<string, string>; errors: readonly FormError[] } | null

type EntryProps = { locale: Locale; action: string; proof: string; state: FormState }

function Hidden({ locale, proof }: { locale: Locale; proof: string }) {
  return (
    <>
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="proof" value={proof} />
    </>
  )
}

/** The id of a field, for links to it. */
export function paperFieldId(field: string): string | null {
  return field === "form" ? null : `paper-${field}`
}

/** One sheet to type in: its twelve rows, in the order of the paper. Rows that are left empty are passed over. */
export function SheetForm({ locale, action, proof, state }: EntryProps) {
  const t = translator(locale, "adminSignatures")
  const errors = errorsByField(locale, state?.errors ?? [])
  const errorPrefix = translator(locale, "errors")("prefix")
  const field = (name: string, n: number) => ({
    ...{ id: `paper-${name}-${n}`, name: `${name}-${n}`, errorPrefix },
    error: errors.get(`${name}-${n}`),
    defaultValue: state?.values[`${name}-${n}`],
    autoComplete: "off",
  })
  return (
    <form action={action} method="post" noValidate>
      <Hidden locale={locale} proof={proof} />
      {Array.from({ length: SHEET_ROWS }, (_, index) => {
        const n = index + 1
        return (
          <fieldset className="sheet-row" key={n}>
            <legend>{t("paperRowN", { n })}</legend>
            <Field {...field("name", n)} label={t("field_name")} maxLength={80} />
            <Field {...field("town", n)} label={t("field_town")} maxLength={80} />
            <Field {...field("email", n)} label={t("paperEmail")} type="email" maxLength={254} spellCheck={false} />
            <Checkbox
              id={`paper-showName-${n}`}
              name={`showName-${n}`}
              label={t("paperShow")}
              isChecked={Boolean(state?.values[`showName-${n}`])}
            />
          </fieldset>
        )
      })}
      <Button name="action" value="rows">
        {t("paperAdd")}
      </Button>
    </form>
  )
}

type LineError = { line: number; field: string | null; code: string }

/** A file instead of typing; what is wrong with the last one, line by line. */
export function FileForm({ locale, action, proof, state, faults }: EntryProps & { faults: readonly LineError[] }) {
  const t = translator(locale, "adminSignatures")
  const errors = errorsByField(locale, state?.errors ?? [])
  return (
    <form action={`${action}/file`} method="post" encType="multipart/form-data">
      <Hidden locale={locale} proof={proof} />
      <Field
        id="paper-file"
        name="file"
        type="file"
        accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
        label={t("paperFile")}
        hint={t("paperFileHint")}
        error={errors.get("file")}
        errorPrefix={translator(locale, "errors")("prefix")}
      />
      {faults.length > 0 && (
        <ul className="faults">
          {faults.map(({ line, field, code }, index) => (
            <li key={index}>
              <strong>{t("paperLine", { n: line })}</strong> {errorText(locale, { field: field ?? "file", code })}
            </li>
          ))}
        </ul>
      )}
      <Button>{t("paperTry")}</Button>
    </form>
  )
}

/** A file that was read without a fault and waits. */
export function WaitingFile({ locale, action, proof, rows }: Omit<EntryProps, "state"> & { rows: number }) {
  const t = translator(locale, "adminSignatures")
  return (
    <form action={action} method="post">
      <Hidden locale={locale} proof={proof} />
      <p>{t("paperWaits", { n: rows })}</p>
      <p className="actions">
        <Button isPrimary name="action" value="import">
          {t("paperEnter")}
        </Button>{" "}
        <Button name="action" value="drop">
          {t("paperDrop")}
        </Button>
      </p>
    </form>
  )
}

/** The press of the second person, and the one that takes a batch away. */
export function BatchSteps({
  locale,
  action,
  proof,
  state,
  canCount,
  isCounted,
}: EntryProps & { canCount: boolean; isCounted: boolean }) {
  const t = translator(locale, "adminSignatures")
  const errors = errorsByField(locale, state?.errors ?? [])
  return (
    <>
      {canCount && (
        <form action={action} method="post" noValidate>
          <Hidden locale={locale} proof={proof} />
          <Checkbox
            id="paper-compared"
            name="compared"
            label={t("paperCompared")}
            error={errors.get("compared")}
            errorPrefix={translator(locale, "errors")("prefix")}
          />
          <Button isPrimary name="action" value="count">
            {t("paperCount")}
          </Button>
        </form>
      )}
      <form action={action} method="post">
        <Hidden locale={locale} proof={proof} />
        <p className="hint">{isCounted ? t("paperRemoveCountedHint") : t("paperRemoveHint")}</p>
        <Button name="action" value="remove">
          {t("paperRemove")}
        </Button>
      </form>
    </>
  )
}
