import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

/** What a comment must not be. Marks of removed comments lead here. */
export function CommentRules({ locale }: { locale: Locale }) {
  const t = translator(locale, "comments")
  return (
    <section aria-labelledby="rules">
      <h2 id="rules">{t("rulesHeading")}</h2>
      <p>{t("rules")}</p>
    </section>
  )
}
