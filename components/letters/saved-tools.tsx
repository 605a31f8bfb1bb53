import { Notice } from "#components/ui/notice"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

/** Above a letter that was saved: what it is, and how to get rid of it. */
export function SavedTools({ locale, token }: { locale: Locale; token: string }) {
  const t = translator(locale, "letter")
  return (
    <Notice kind="info" title={t("savedNote")}>
      <form action={`/d/${encodeURIComponent(token)}`} method="post">
        <input type="hidden" name="locale" value={locale} />
        <button className="as-link" name="action" value="delete">
          {t("savedDelete")}
        </button>
      </form>
    </Notice>
  )
}

/** What the link shows when nothing is behind it any more. */
export function SavedGone({ locale, isDeleted }: { locale: Locale; isDeleted: boolean }) {
  const t = translator(locale, "letter")
  return (
    <>
      <h1 tabIndex={-1} autoFocus={isDeleted}>
        {t(isDeleted ? "savedDeletedTitle" : "savedGoneTitle")}
      </h1>
      <p>{t(isDeleted ? "savedDeletedBody" : "savedGoneBody")}</p>
    </>
  )
}
