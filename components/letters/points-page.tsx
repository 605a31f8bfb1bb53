import { ForeignTextNote } from "#components/frame/foreign-text"
import { ButtonLink } from "#components/ui/button"
import type { PointsView } from "#lib/domain/letters/queries"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

/** Talking points: what can be said, what shows it, where that comes from. */
export function PointsPage({
  locale,
  slug,
  points,
  isOpen,
}: {
  locale: Locale
  slug: string
  points: PointsView
  isOpen: boolean
}) {
  const t = translator(locale, "letters")
  const lang = points.textLocale === locale ? undefined : points.textLocale
  return (
    <>
      <h1 lang={lang}>{points.title}</h1>
      <ForeignTextNote locale={locale} textLocale={points.textLocale} />
      <p className="lead" lang={lang}>
        {points.intro}
      </p>
      {points.points.map(({ key, label, say, evidence, source }) => (
        <section key={key} aria-labelledby={key} className="point">
          <h2 id={key} lang={lang}>
            {label}
          </h2>
          <p lang={lang}>{say}</p>
          {(evidence || source) && (
            <dl className="small">
              {evidence && (
                <>
                  <dt>{t("evidence")}</dt>
                  <dd lang={lang}>{evidence}</dd>
                </>
              )}
              {source && (
                <>
                  <dt>{t("source")}</dt>
                  <dd lang={lang}>{source}</dd>
                </>
              )}
            </dl>
          )}
        </section>
      ))}
      {isOpen && (
        <div className="actions">
          <ButtonLink isPrimary href={localePath(locale, `/c/${slug}/letter`)}>
            {t("write")}
          </ButtonLink>
        </div>
      )}
    </>
  )
}
