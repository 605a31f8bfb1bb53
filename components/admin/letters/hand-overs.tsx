import type { LineDraft } from "#components/admin/letters/line-form"
import { ActionForm, fieldsOf } from "#components/admin/letters/parts"
import { Button } from "#components/ui/button"
import { Field, Select } from "#components/ui/field"
import type { HandOverView, LineView } from "#lib/domain/letters/organiser-queries"
import { formatDay } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type HandOversProps = {
  locale: Locale
  campaignId: string
  proof: string
  /** Where the forms about the line go. */
  to: string
  line: LineView
  draft: LineDraft | null
  today: string
}

type OneProps = Pick<HandOversProps, "locale" | "campaignId" | "proof" | "draft" | "today"> & { one: HandOverView }

function Print({ locale, campaignId, proof, draft, today, one }: OneProps) {
  const t = translator(locale, "adminLetters")
  const field = fieldsOf(locale, `print-${one.id}`, draft?.errors ?? [])
  const { id, parts } = one
  return (
    <ActionForm locale={locale} proof={proof} to={`/admin/campaigns/${campaignId}/letters/hand-overs/${id}`}>
      {parts > 1 ? (
        <Select
          {...field("part")}
          label={t("part")}
          options={Array.from({ length: parts }, (_, index) => ({
            ...{ value: String(index + 1), text: t("partOf", { n: index + 1, parts }) },
          }))}
        />
      ) : (
        <input type="hidden" name="part" value="1" />
      )}
      <Select
        {...field("format")}
        label={t("format")}
        options={[
          { value: "A4", text: "A4" },
          { value: "Letter", text: "US Letter" },
        ]}
      />
      <Field {...field("on")} label={t("onDay")} type="date" defaultValue={one.handedOn ?? today} />
      <Field {...field("purpose")} label={t("purpose")} maxLength={200} defaultValue={draft?.values.purpose ?? ""} />
      <div className="actions">
        <Button name="action" value="print">
          {t("print")}
        </Button>
        {!one.handedOn && (
          <Button name="action" value="record">
            {t("record")}
          </Button>
        )}
      </div>
      {!one.handedOn && <p className="hint">{t("recordHint")}</p>}
    </ActionForm>
  )
}

/** Letters handed over together: those that were, and the way to the next. */
export function HandOvers(props: HandOversProps) {
  const { locale, proof, to, line } = props
  const t = translator(locale, "adminLetters")
  if (line.handOvers.length === 0 && line.waiting === 0) return null
  return (
    <>
      <h3>{t("handOvers")}</h3>
      <ul className="hand-overs">
        {line.handOvers.map((one) => (
          <li key={one.id}>
            <p>
              {t("prepared", { date: formatDay(locale, one.preparedOn), n: one.letters })}
              {one.handedOn && ` · ${t("handedOn", { date: formatDay(locale, one.handedOn) })}`}
            </p>
            {one.letters > 0 && <Print {...props} one={one} />}
          </li>
        ))}
      </ul>
      {line.waiting > 0 && (
        <ActionForm locale={locale} proof={proof} to={to}>
          <Button name="action" value="batch">
            {t("batch")}
          </Button>
          <p className="hint">{t("batchHint")}</p>
        </ActionForm>
      )}
    </>
  )
}
