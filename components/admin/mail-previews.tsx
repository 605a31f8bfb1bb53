import { FormBasics } from "#components/admin/form-basics"
import { Button } from "#components/ui/button"
import { Details } from "#components/ui/details"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type Preview = { from: string; subject: string; text: string }

type MailPreviewsProps = {
  locale: Locale
  /** The language of the mail. */
  language: Locale
  previews: { standard: Preview; discreet: Preview }
  /** Where the test is asked for. */
  action: string
  proof: string
}

/** Both variants of a mail as readers will see them, and a test of each to the organiser's own address. */
export function MailPreviews({ locale, language, previews, action, proof }: MailPreviewsProps) {
  const t = translator(locale, "adminUpdates")
  return (["standard", "discreet"] as const).map((variant) => {
    const { from, subject, text } = previews[variant]
    return (
      <Details key={variant} summary={t(variant === "standard" ? "standard" : "discreet")} isOpen>
        <p className="small muted">{t(variant === "standard" ? "standardHint" : "discreetHint")}</p>
        <div className="mail-preview">
          <dl>
            <div>
              <dt>{t("from")}</dt>
              <dd lang={language}>{from}</dd>
            </div>
            <div>
              <dt>{t("subject")}</dt>
              <dd lang={language}>{subject}</dd>
            </div>
          </dl>
          <p className="mail-text" lang={language} dir="auto">
            {text}
          </p>
        </div>
        <p className="small muted">{t("subjectLength", { n: [...subject].length })}</p>
        <form action={action} method="post">
          <FormBasics locale={locale} proof={proof} />
          <input type="hidden" name="action" value="test" />
          <input type="hidden" name="language" value={language} />
          <Button name="variant" value={variant}>
            {t(variant === "standard" ? "testStandard" : "testDiscreet")}
          </Button>
        </form>
      </Details>
    )
  })
}
