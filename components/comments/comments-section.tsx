import type { ReactNode } from "react"
import type { PublicComment } from "#lib/domain/comments/queries"
import type { ThreadFacts } from "#components/comments/comment-item"
import { CommentRow } from "#components/comments/comment-list"
import { translator } from "#lib/shared/i18n"
import { localePath } from "#lib/shared/locales"

type CommentsSectionProps = {
  facts: ThreadFacts
  count: number
  /** The newest, the oldest of them first. */
  latest: readonly PublicComment[]
  /** `null` when no comments are taken. */
  form: ReactNode
}

/** The newest comments under the appeal, the way to all of them, and the form. */
export function CommentsSection({ facts, count, latest, form }: CommentsSectionProps) {
  const { locale, slug } = facts
  const t = translator(locale, "appeal")
  if (!form && count === 0) return null
  return (
    <section aria-labelledby="comments">
      <h2 id="comments">{t("commentsHeading", { n: count })}</h2>
      {latest.length === 0 ? <p>{t("commentsNone")}</p> : <CommentRow comments={latest} facts={facts} />}
      {count > latest.length && (
        <p>
          <a href={localePath(locale, `/c/${slug}/comments`)}>{t("commentsAll", { n: count })}</a>
        </p>
      )}
      {form}
    </section>
  )
}
