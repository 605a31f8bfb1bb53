import { ForeignTextNote } from "#components/frame/foreign-text"
import { Prose } from "#components/ui/prose"
import type { PublicUpdate } from "#lib/domain/campaigns/update-queries"
import { formatDay } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

type Fields = Record<string, string>

const langOf = (locale: Locale, textLocale: Locale) => (textLocale === locale ? undefined : textLocale)

/** News of a campaign by title and day. */
export function UpdateLinks({
  locale,
  slug,
  updates,
}: {
  locale: Locale
  slug: string
  updates: readonly PublicUpdate[]
}) {
  if (updates.length === 0) return <p>{translator(locale, "updates")("empty")}</p>
  return (
    <ul className="update-links">
      {updates.map(({ number, title, textLocale, publishedOn }) => (
        <li key={number}>
          <a href={localePath(locale, `/c/${slug}/updates/${number}`)} lang={langOf(locale, textLocale)} dir="auto">
            {title}
          </a>
          <br />
          <span className="muted small">
            <time dateTime={publishedOn}>{formatDay(locale, publishedOn)}</time>
          </span>
        </li>
      ))}
    </ul>
  )
}

/** All news of a campaign, and the way to follow it. */
export function UpdatesPage({
  locale,
  slug,
  updates,
}: {
  locale: Locale
  slug: string
  updates: readonly PublicUpdate[]
}) {
  const t = translator(locale, "updates")
  return (
    <>
      <h1>{t("title")}</h1>
      <UpdateLinks locale={locale} slug={slug} updates={updates} />
      <p className="no-print">
        <a href={localePath(locale, `/c/${slug}/feed.xml`)}>{t("feed")}</a>
        {" · "}
        <a href={localePath(locale, `/c/${slug}`)}>{translator(locale, "frame")("backToPetition")}</a>
      </p>
    </>
  )
}

/** News as its readers see it, on its page and in the preview. */
export function UpdateText({
  locale,
  update,
  fields,
  level = 1,
}: {
  locale: Locale
  update: Omit<PublicUpdate, "number">
  fields: Fields
  level?: 1 | 3
}) {
  const t = translator(locale, "updates")
  const { title, body, textLocale, publishedOn, correctedOn } = update
  const Heading = level === 1 ? "h1" : "h3"
  return (
    <article>
      <Heading lang={langOf(locale, textLocale)} dir="auto">
        {title}
      </Heading>
      <p className="muted">
        <time dateTime={publishedOn}>{formatDay(locale, publishedOn)}</time>
        {correctedOn && ` · ${t("corrected", { date: formatDay(locale, correctedOn) })}`}
      </p>
      <ForeignTextNote locale={locale} textLocale={textLocale} />
      <Prose text={body} lang={langOf(locale, textLocale)} fields={fields} />
    </article>
  )
}
