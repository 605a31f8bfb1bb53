import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

/** Says that a text is shown in English since it is not translated. Nothing when it is. */
export function ForeignTextNote({ locale, textLocale }: { locale: Locale; textLocale: Locale }) {
  if (locale === textLocale) return null
  return <p className="small muted">{translator(locale, "frame")("notInLanguage", { language: locale })}</p>
}
