import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type MailPreviewProps = { locale: Locale; mails: readonly { subject: string; text: string; isDiscreet: boolean }[] }

/** The message that asks to confirm a signature, in both forms; only in the discreet one where all mail is discreet. */
export function MailPreview({ locale, mails }: MailPreviewProps) {
  const t = translator(locale, "adminCampaigns")
  return (
    <>
      <h1>{t("show_mail")}</h1>
      {mails.map(({ subject, text, isDiscreet }) => (
        <section key={String(isDiscreet)} className="item">
          <h2>{t(isDiscreet ? "mailDiscreet" : "mailStandard")}</h2>
          <p>
            <strong>{t("mailSubject", { subject })}</strong>
          </p>
          <p className="item-body">{text}</p>
        </section>
      ))}
    </>
  )
}
