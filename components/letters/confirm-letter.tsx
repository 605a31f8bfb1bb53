import { LetterText } from "#components/letters/letter-sheet"
import { Button } from "#components/ui/button"
import { Details } from "#components/ui/details"
import type { LetterConfirmation } from "#lib/domain/letters/confirm"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

type Pending = Extract<LetterConfirmation, { state: "pending" }>

/** The letter once more, and one button. Opening the page changes nothing, since mail scanners open links, too. */
export function ConfirmLetter({ locale, token, pending }: { locale: Locale; token: string; pending: Pending }) {
  const t = translator(locale, "letter")
  const confirm = translator(locale, "confirm")
  const { isDiscreet, recipientName, subject, text, textLocale, mayBeAnswered } = pending
  const letter = (
    <div className="letter-card">
      <p className="letter-subject-line" lang={textLocale} dir="auto">
        <strong>{subject}</strong>
      </p>
      <LetterText text={text} lang={textLocale} />
    </div>
  )
  return (
    <>
      <h1>{confirm("title")}</h1>
      {isDiscreet ? <p>{confirm("discreet")}</p> : <p>{t("confirmIntro", { recipient: recipientName })}</p>}
      {isDiscreet ? <Details summary={t("confirmRead")}>{letter}</Details> : letter}
      <p>{t(mayBeAnswered ? "confirmReplyYou" : "confirmReplyNobody")}</p>
      <helpful-form>
        <form action={`/confirm/${encodeURIComponent(token)}`} method="post">
          <input type="hidden" name="locale" value={locale} />
          <Button isPrimary name="action" value="confirm">
            {t(isDiscreet ? "sendDiscreet" : "send")}
          </Button>
          <p>
            <button className="as-link" name="action" value="delete">
              {confirm("delete")}
            </button>
          </p>
        </form>
      </helpful-form>
    </>
  )
}

/** The link is older than a letter waits. */
export function LetterExpired({ locale, slug }: { locale: Locale; slug: string }) {
  const href = localePath(locale, `/c/${slug}/letter`)
  return (
    <>
      <h1>{translator(locale, "confirm")("expiredTitle")}</h1>
      <p>{translator(locale, "letter").rich("confirmExpired", { link: (words) => <a href={href}>{words}</a> })}</p>
    </>
  )
}
