import type { PostalLetter } from "#lib/domain/letters/pdf/layout"
import { letterParts } from "#lib/domain/letters/parts"
import { formatDay } from "#lib/shared/dates"

/** A letter as it is sent: every character where it is, in the language it is in. */
export function LetterText({ text, lang }: { text: string; lang?: string }) {
  return (
    <div className="letter-text" lang={lang} dir="auto">
      {text}
    </div>
  )
}

/** The letter on paper: sender, date, recipient, text, room to sign. It is there for the printer only. */
export function LetterPaper({ letter }: { letter: PostalLetter }) {
  const { locale, on, name, sender, recipient, subject, text } = letter
  const date = formatDay(locale, on)
  const { paragraphs, closing, signature } = letterParts(text, { name, date })
  return (
    <article className="letter-paper" lang={locale} aria-hidden="true">
      <p className="letter-sender">{sender.join("\n")}</p>
      <p className="letter-recipient">{recipient.join("\n")}</p>
      <p className="letter-date">{date}</p>
      <p className="letter-subject">{subject}</p>
      {paragraphs.map(({ lines }, index) => (
        <p key={index}>{lines.join("\n")}</p>
      ))}
      {(closing.length > 0 || signature.length > 0) && (
        <div className="letter-end">
          <p>{closing.join("\n")}</p>
          <p className="letter-signature">{signature.join("\n")}</p>
        </div>
      )}
    </article>
  )
}
