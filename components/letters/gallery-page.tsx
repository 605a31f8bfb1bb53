import { ButtonLink } from "#components/ui/button"
import type { ListedLetter } from "#lib/domain/letters/gallery"
import type { SampleView } from "#lib/domain/letters/queries"
import { formatMonth } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import { LOCALE_NAMES, type Locale, localePath } from "#lib/shared/locales"

type GalleryPageProps = {
  locale: Locale
  slug: string
  samples: readonly SampleView[]
  letters: readonly ListedLetter[]
  /** Id after which the next page begins. */
  next: string | null
  languages: readonly Locale[]
  language: Locale | null
  hasPoints: boolean
  /** The campaign takes letters. */
  isOpen: boolean
}

function SampleCard({
  locale,
  slug,
  sample,
  isOpen,
}: {
  locale: Locale
  slug: string
  sample: SampleView
  isOpen: boolean
}) {
  const t = translator(locale, "letters")
  const { key, card, audience, words, textLocale } = sample
  const lang = textLocale === locale ? undefined : textLocale
  return (
    <li>
      <h3 lang={lang}>{card}</h3>
      <p>
        <span lang={lang}>{translator(textLocale, "letters")("cardFor", { audience })}</span>
        <br />
        <span className="muted small">{t("cardWords", { n: words })}</span>
        {lang && <span className="muted small"> · {LOCALE_NAMES[textLocale]}</span>}
      </p>
      {isOpen && (
        <a className="header-link" href={localePath(locale, `/c/${slug}/letter?sample=${key}`)}>
          {t("use")}
          <span className="quiet">: {card}</span>
        </a>
      )}
    </li>
  )
}

function Filter({
  locale,
  slug,
  languages,
  language,
}: Pick<GalleryPageProps, "locale" | "slug" | "languages" | "language">) {
  const t = translator(locale, "letters")
  const path = localePath(locale, `/c/${slug}/letters`)
  return (
    <nav className="letter-filter" aria-label={t("filterLabel")}>
      <ul>
        <li>
          <a className="header-link" href={`${path}#published`} aria-current={language === null ? "true" : undefined}>
            {t("filterAll")}
          </a>
        </li>
        {languages.map((one) => (
          <li key={one}>
            <a
              className="header-link"
              href={`${path}?language=${one}#published`}
              lang={one}
              aria-current={one === language ? "true" : undefined}
            >
              {LOCALE_NAMES[one]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** Samples to start from, and letters that their writers let others read. */
export function GalleryPage(props: GalleryPageProps) {
  const { locale, slug, samples, letters, next, languages, language, hasPoints, isOpen } = props
  const t = translator(locale, "letters")
  const path = `/c/${slug}/letters`
  const query = (after: string) => `?${language ? `language=${language}&` : ""}after=${after}#published`
  return (
    <>
      <h1>{t("title")}</h1>
      <p className="lead">{t("intro")}</p>
      <div className="actions">
        {isOpen && (
          <ButtonLink isPrimary href={localePath(locale, `/c/${slug}/letter`)}>
            {t("write")}
          </ButtonLink>
        )}
        {hasPoints && <a href={localePath(locale, `/c/${slug}/points`)}>{t("pointsLink")}</a>}
      </div>
      {samples.length > 0 && (
        <section aria-labelledby="samples">
          <h2 id="samples">{t("samplesHeading")}</h2>
          <ul className="cards letter-cards">
            {samples.map((sample) => (
              <SampleCard key={sample.key} locale={locale} slug={slug} sample={sample} isOpen={isOpen} />
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="published">
        <h2 id="published">{t("publishedHeading")}</h2>
        {languages.length > 1 && <Filter locale={locale} slug={slug} languages={languages} language={language} />}
        {letters.length === 0 ? (
          <p>{t("publishedEmpty")}</p>
        ) : (
          <ul className="cards">
            {letters.map(({ id, name, excerpt, textLocale, monthOn }) => (
              <li key={id}>
                <p className="letter-excerpt" lang={textLocale} dir="auto">
                  {excerpt}
                </p>
                <p className="muted small">
                  {name ? <bdi>{name}</bdi> : t("unnamed")} · {formatMonth(locale, monthOn)}
                </p>
                <a className="header-link" href={localePath(locale, `/c/${slug}/l/${id}`)}>
                  {t("read")}
                  <span className="quiet" lang={textLocale}>
                    : {excerpt.slice(0, 60)}
                  </span>
                </a>
              </li>
            ))}
          </ul>
        )}
        {next && (
          <p>
            <a className="header-link" href={localePath(locale, path + query(next))}>
              {t("more")}
            </a>
          </p>
        )}
      </section>
    </>
  )
}
