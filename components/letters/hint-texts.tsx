import type { Hint } from "#lib/domain/letters/hints"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

/** What the writer may want to think about, in words, each sentence once. The findings themselves are shown only where they help. */
export function hintTexts(locale: Locale, hints: readonly Hint[]): string[] {
  const t = translator(locale, "letter")
  const texts = hints.map((hint) => {
    switch (hint.code) {
      case "own_empty":
        return t("hintOwn")
      case "long":
        return t("hintLong", { n: hint.words })
      case "phone":
        return t("hintPhone", { found: hint.found })
      case "unprintable":
        return t("hintUnprintable", { found: hint.found })
      default:
        return t("hintOthers", { found: hint.found })
    }
  })
  return [...new Set(texts)]
}
