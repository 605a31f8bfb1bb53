import { LetterText } from "#components/letters/letter-sheet"
import { Button } from "#components/ui/button"
import { Details } from "#components/ui/details"
import type { LetterConfirmation } from "#lib/domain/letters/confirm"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

type Pending = Extract<LetterConfirmation, { state: "pending" }>

const REPLY_TEXTS = {
  RELAY: "confirmReplyNobody",
  RELAY_REPLY: "confirmReplyYou",
  RELAY_ALIAS: "confirmReplyAlias",
} as const

function Words({ locale, pending: { subject, text, textLocale, isDiscreet } }: { locale: Locale; pending: Pending }) {
  const letter = (
    <div className="letter-card">
      <p className="letter-subject-line" lang={textLocale} dir="auto">
        <strong>{subject}</strong>
      </p>
      <LetterText text={text} lang={textLocale} />
    </div>
  )
  return isDiscreet ? <Details summary={translator(locale, "letter")("confirmRead")}>{letter}</Details> : letter
}

/** The campaign has closed meanwhile: nothing can be sent, and nothing that was written is lost. */
export function LetterNotTaken({ locale, token, pending }: { locale: Locale; token: string; pending: Pending }) {
  const t = translator(locale, "letter")
  return (
    <>
      <h1>{t("confirmClosedTitle")}</h1>
      <p>{t("confirmClosedBody")}</p>
      <Words locale={locale} pending={pending} />
      <form action={`/confirm/${encodeURIComponent(token)}`} method="post">
        <input type="hidden" name="locale" value={locale} />
        <p>
          <button className="as-link" name="action" value="delete">
            {translator(locale, "confirm")("delete")}
          </button>
        </p>
      </form>
    </>
  )
}

/** The letter once more, and one button. Opening the page changes nothing, since mail scanners open links, too. */
export function ConfirmLetter({ locale, token, pending }: { locale: Locale; token: string; pending: Pending }) {
  const t = translator(locale, "letter")
  const confirm = translator(locale, "confirm")
  const { isDiscreet, recipientName, route } = pending
  return (
    <>
      <h1>{confirm("title")}</h1>
      {isDiscreet ? <p>{confirm("discreet")}</p> : <p>{t("confirmIntro", { recipient: recipientName })}</p>}
      <Words locale={locale} pending={pending} />
      <p>{t(REPLY_TEXTS[route])}</p>
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
