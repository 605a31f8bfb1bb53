import { ActionForm, fieldsOf } from "#components/admin/letters/parts"
import type { LineDraft } from "#components/admin/letters/line-form"
import { Button } from "#components/ui/button"
import { Checkbox } from "#components/ui/choice"
import { Field } from "#components/ui/field"
import { Notice } from "#components/ui/notice"
import type { PointsView } from "#lib/domain/letters/queries"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type PointsFormProps = {
  locale: Locale
  proof: string
  to: string
  /** The language of the points. */
  lang: Locale
  /** `null` where there are none in this language. */
  view: PointsView | null
  draft: LineDraft | null
}

/** Points that the form takes. */
const POINTS = 12
const PARTS = ["label", "say", "evidence", "source"] as const

function valuesOf(view: PointsView | null): Record<string, string> {
  const lines = (view?.points ?? []).flatMap((point, index) =>
    PARTS.map((part) => [`${part}${index + 1}`, point[part] ?? ""] as const),
  )
  return { title: view?.title ?? "", intro: view?.intro ?? "", ...Object.fromEntries(lines) }
}

/** The talking points in one language: a few lines each. */
export function PointsForm({ locale, proof, to, lang, view, draft }: PointsFormProps) {
  const t = translator(locale, "adminLetters")
  const values = draft?.values ?? valuesOf(view)
  const field = fieldsOf(locale, "points", draft?.errors ?? [])
  const text = (name: string) => ({
    ...{ ...field(name), defaultValue: values[name] ?? "", lang, dir: "auto" as const, maxLength: 400 },
  })
  return (
    <>
      {view?.needsReview && <Notice kind="info" title={t("needsReview")} />}
      <ActionForm locale={locale} proof={proof} to={to}>
        <input type="hidden" name="lang" value={lang} />
        <Field {...text("title")} label={t("pointsTitle")} required />
        <Field {...text("intro")} label={t("pointsIntro")} />
        {Array.from({ length: POINTS }, (_, index) => (
          <fieldset key={index}>
            <legend>{t("pointNumber", { n: index + 1 })}</legend>
            {PARTS.map((part) => (
              <Field key={part} {...text(`${part}${index + 1}`)} label={t(part)} />
            ))}
          </fieldset>
        ))}
        <Checkbox {...field("isRead")} label={t("isRead")} isChecked={values.isRead === "yes"} />
        <Button isPrimary name="action" value="save">
          {translator(locale, "admin")("save")}
        </Button>
      </ActionForm>
    </>
  )
}
