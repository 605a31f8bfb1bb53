import { LetterStatus } from "#components/letters/letter-status"
import { Notice } from "#components/ui/notice"
import { findLetterOf } from "#lib/domain/letters/status"
import type { ReceiptView } from "#lib/domain/signatures/queries"
import { listReplies } from "#lib/domain/letters/replies"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"
import type { LetterNotice } from "#lib/web/handlers/letter-receipt"

type OwnLetterProps = {
  locale: Locale
  action: string
  receipt: ReceiptView
  isFresh: boolean
  notice?: LetterNotice
}

/** What to say after a press on a letter's buttons; nothing when the page shows it by itself. */
export function noticeText(locale: Locale, notice: LetterNotice | undefined): string | null {
  const t = translator(locale, "letter")
  if (notice === "letter_hidden") return t("hiddenDone")
  if (notice === "letter_withdrawn") return t("withdrawnTitle")
  return notice === "letter_sending" ? translator(locale, "errors")("letter_sending") : null
}

/** The letter that the holder of a receipt has written in the same campaign. */
export async function OwnLetter({ locale, action, receipt, isFresh, notice }: OwnLetterProps) {
  const letter = receipt.email ? await findLetterOf(receipt.slug, receipt.email) : null
  const said = noticeText(locale, notice)
  if (!letter && !said) return null
  return (
    <section aria-labelledby="letters">
      <h2 id="letters">{translator(locale, "receipt")("lettersHeading")}</h2>
      {said && <Notice kind="info" role="status" title={said} />}
      {letter && (
        <LetterStatus
          locale={locale}
          action={action}
          letter={letter}
          isFresh={isFresh}
          headingId="letters"
          replies={await listReplies(letter.id)}
        />
      )}
    </section>
  )
}
