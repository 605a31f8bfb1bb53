import { ButtonLink } from "#components/ui/button"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

/** Stands where the letter form was, once a campaign takes no letters. */
export function LettersClosed({ locale, slug }: { locale: Locale; slug: string }) {
  const t = translator(locale, "letter")
  return (
    <>
      <h1>{t("closedTitle")}</h1>
      <p>{t("closedBody")}</p>
      <div className="actions">
        <ButtonLink isPrimary href={localePath(locale, `/c/${slug}/letters`)}>
          {t("toLetters")}
        </ButtonLink>
      </div>
    </>
  )
}
