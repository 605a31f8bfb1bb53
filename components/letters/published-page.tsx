import { LetterText } from "#components/letters/letter-sheet"
import { PrintButton } from "#components/ui/copy"
import type { PublishedLetter } from "#lib/domain/letters/gallery"
import { formatMonth } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

/** One published letter. It prints without anything of the site. */
export function PublishedPage({ locale, slug, letter }: { locale: Locale; slug: string; letter: PublishedLetter }) {
  const t = translator(locale, "letters")
  const { name, text, textLocale, monthOn, recipient } = letter
  return (
    <article className="letter-public">
      <h1>{t("letterTo", { recipient: recipient.name })}</h1>
      <p className="muted no-print">
        {name ? <bdi>{name}</bdi> : t("unnamed")} · {formatMonth(locale, monthOn)}
      </p>
      <div className="letter-card">
        <LetterText text={text} lang={textLocale} />
      </div>
      <div className="actions no-print">
        <PrintButton text={t("print")} />
        <a href={localePath(locale, `/c/${slug}/letters`)}>{t("back")}</a>
      </div>
    </article>
  )
}
