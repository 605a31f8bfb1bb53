import { ActionForm, fieldsOf } from "#components/admin/letters/parts"
import type { LineDraft } from "#components/admin/letters/line-form"
import { Button } from "#components/ui/button"
import { Checkbox } from "#components/ui/choice"
import { Details } from "#components/ui/details"
import { Field, TextArea } from "#components/ui/field"
import { Notice } from "#components/ui/notice"
import { MERGE_FIELDS } from "#lib/domain/letters/merge"
import type { TemplateView } from "#lib/domain/letters/template-queries"
import { formatDay } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type TemplateFormProps = {
  locale: Locale
  proof: string
  to: string
  /** The language of the sample. */
  lang: Locale
  /** The newest first; none where it is not translated. */
  versions: readonly (TemplateView & { savedOn: string })[]
  draft: LineDraft | null
}

const BODY_ROWS = 18

function valuesOf(newest: TemplateView | undefined): Record<string, string> {
  if (!newest) return {}
  const { card, audience, reasonPrompt, subject, body, safetyNote, needs } = newest
  const asks = (need: string) => (needs.includes(need) ? "yes" : "")
  return {
    ...{ card, audience, reasonPrompt, subject, body, safetyNote },
    ...{ needsOrganisation: asks("organisation"), needsRole: asks("role") },
  }
}

/** A sample in one language: its newest text to be changed, and what was before. */
export function TemplateForm({ locale, proof, to, lang, versions, draft }: TemplateFormProps) {
  const t = translator(locale, "adminLetters")
  const [newest] = versions
  const values = draft?.values ?? valuesOf(newest)
  const field = fieldsOf(locale, "template", draft?.errors ?? [])
  const text = (name: string) => ({ ...field(name), defaultValue: values[name] ?? "", lang, dir: "auto" as const })
  const box = (name: string) => ({ ...field(name), isChecked: values[name] === "yes" })
  const fields = MERGE_FIELDS.map((name) => `{{${name}}}`).join(", ")
  return (
    <>
      {newest?.needsReview && (
        <Notice kind="info" title={t("needsReview")}>
          <ActionForm locale={locale} proof={proof} to={to}>
            <input type="hidden" name="lang" value={lang} />
            <Button name="action" value="read">
              {t("markRead")}
            </Button>
          </ActionForm>
        </Notice>
      )}
      <ActionForm locale={locale} proof={proof} to={to}>
        <input type="hidden" name="lang" value={lang} />
        <Field {...text("card")} label={t("card")} maxLength={80} required />
        <Field {...text("audience")} label={t("audience")} maxLength={160} />
        <Field {...text("reasonPrompt")} label={t("reasonPrompt")} maxLength={400} />
        <Field {...text("subject")} label={t("subject")} maxLength={160} required />
        <TextArea
          {...text("body")}
          label={t("body")}
          hint={t("fieldsHint", { fields, example: "{{city|–}}" })}
          rows={BODY_ROWS}
          required
        />
        <Checkbox {...box("needsOrganisation")} label={t("needsOrganisation")} />
        <Checkbox {...box("needsRole")} label={t("needsRole")} />
        <Field {...text("safetyNote")} label={t("safetyNote")} maxLength={400} />
        <Checkbox {...box("isRead")} label={t("isRead")} />
        <Button isPrimary name="action" value="save">
          {t("saveVersion")}
        </Button>
      </ActionForm>
      {versions.length > 1 && (
        <section aria-labelledby="versions">
          <h2 id="versions">{t("versions")}</h2>
          {versions.slice(1).map(({ version, subject, body, savedOn }) => (
            <Details
              key={version}
              summary={`${t("version", { n: version })}, ${t("savedOn", { date: formatDay(locale, savedOn) })}`}
            >
              <p lang={lang} dir="auto">
                <strong>{subject}</strong>
              </p>
              <div className="letter-text" lang={lang} dir="auto">
                {body}
              </div>
            </Details>
          ))}
        </section>
      )}
      {newest && (
        <ActionForm locale={locale} proof={proof} to={to}>
          <input type="hidden" name="lang" value={lang} />
          <Button name="action" value="retire">
            {t("retire")}
          </Button>
        </ActionForm>
      )}
    </>
  )
}
