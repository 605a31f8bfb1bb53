import { formatter, translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"
import { tellingWords } from "#lib/shared/telling-words"

/** Warns of words that tell what a page is about: titles stay in a browser's history, and addresses too. It forbids nothing. */
export function TellingWords({ locale, text }: { locale: Locale; text: string }) {
  const words = tellingWords(text)
  if (words.length === 0) return null
  return (
    <p className="hint telling">
      {translator(locale, "adminCampaigns")("tellingWords", { words: formatter(locale).list(words) })}
    </p>
  )
}
