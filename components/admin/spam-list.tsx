import type { SpamLine } from "#lib/domain/comments/moderation-queries"
import { commentExcerpt } from "#lib/domain/comments/text"
import { formatDay } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

/** The spam folder: what a filter or a person called spam, until it is erased. */
export function SpamList({ locale, lines }: { locale: Locale; lines: readonly SpamLine[] }) {
  const t = translator(locale, "moderation")
  return (
    <>
      <p className="small muted">{t("spamIntro")}</p>
      {lines.length === 0 && <p>{t("spamEmpty")}</p>}
      <ul className="history">
        {lines.map(({ commentId, name, body, postedOn }) => (
          <li key={commentId}>
            <strong>
              <bdi>{name}</bdi>
            </strong>{" "}
            <bdi>{commentExcerpt(body, 140)}</bdi> · {formatDay(locale, postedOn)} ·{" "}
            <a href={localePath(locale, `/admin/moderation?kind=comment&subject=${commentId}`)}>{t("open")}</a>
          </li>
        ))}
      </ul>
    </>
  )
}
