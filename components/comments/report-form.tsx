import { Button } from "#components/ui/button"
import { RadioGroup } from "#components/ui/choice"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type ReportFormProps = { locale: Locale; action: string }

/** Tells the moderators that something is wrong with a comment. Needs no account and says nothing of who presses. */
export function ReportForm({ locale, action }: ReportFormProps) {
  const t = translator(locale, "comments")
  const options = [
    { value: "insult", text: t("reasonInsult") },
    { value: "threat", text: t("reasonThreat") },
    { value: "exposes", text: t("reasonExposes") },
    { value: "advert", text: t("reasonAdvert") },
    { value: "other", text: t("reasonOther") },
  ]
  return (
    <section aria-labelledby="report" className="no-print">
      <h2 id="report" tabIndex={-1}>
        {t("reportHeading")}
      </h2>
      <p>{t("reportIntro")}</p>
      <helpful-form>
        <form action={action} method="post">
          <input type="hidden" name="locale" value={locale} />
          <RadioGroup id="report-reason" name="reason" legend={t("reportWhy")} options={options} />
          <Button name="action" value="report">
            {t("reportSubmit")}
          </Button>
        </form>
      </helpful-form>
    </section>
  )
}
