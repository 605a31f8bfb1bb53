import type { ReactNode } from "react"
import type { OwnComment } from "#lib/domain/comments/own-queries"
import type { CommentPage, Order } from "#lib/domain/comments/queries"
import type { ThreadFacts } from "#components/comments/comment-item"
import { CommentThread } from "#components/comments/comment-list"
import { OwnNotice } from "#components/comments/own-notice"
import { CommentRules } from "#components/comments/rules"
import { Notice } from "#components/ui/notice"
import { SLOT, Slotted } from "#components/ui/slotted"
import { formatDay } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

type CommentsPageProps = {
  locale: Locale
  slug: string
  title: string
  titleLocale: Locale
  count: number
  order: Order
  page: CommentPage
  facts: ThreadFacts
  /** The reader's own comments, the newest first, and their private links. */
  own: readonly OwnComment[]
  links: ReadonlyMap<string, string>
  notice: "reported" | "deleted" | null
  loginFailedWith: string | null
  closedOn: string | null
  /** `null` when no comments are taken. */
  form: ReactNode
}

type Where = { locale: Locale; slug: string; order: Order }

function address({ locale, slug, order }: Where, more: Record<string, string> = {}): string {
  const query = new URLSearchParams({ ...more, ...(order === "newest" && { order }) }).toString()
  return localePath(locale, `/c/${slug}/comments${query && `?${query}`}`)
}

function OrderLinks({ where }: { where: Where }) {
  const t = translator(where.locale, "comments")
  return (
    <p className="comment-order no-print">
      {(["oldest", "newest"] as const).map((order) => (
        <a key={order} href={address({ ...where, order })} aria-current={order === where.order ? "true" : undefined}>
          {t(order === "oldest" ? "orderOldest" : "orderNewest")}
        </a>
      ))}
    </p>
  )
}

function Pages({ where, page }: { where: Where; page: CommentPage }) {
  const t = translator(where.locale, "comments")
  if (!page.before && !page.after) return null
  return (
    <nav aria-label={t("pages")} className="comment-pages no-print">
      {page.before && (
        <a href={address(where, { before: page.before })} rel="prev">
          {t("previousPage")}
        </a>
      )}
      {page.after && (
        <a href={address(where, { after: page.after })} rel="next">
          {t("nextPage")}
        </a>
      )}
    </nav>
  )
}

function OwnNotices({ locale, own, links, page }: Pick<CommentsPageProps, "locale" | "own" | "links" | "page">) {
  const listed = new Set(page.comments.map(({ id }) => id))
  // The newest is what was just done; of the others only those are told of that do not stand on the page.
  const told = own.filter(({ publicId, state }, index) => index === 0 || (state !== "VISIBLE" && !listed.has(publicId)))
  return told.map((one) => (
    <OwnNotice
      key={one.publicId}
      locale={locale}
      own={one}
      link={links.get(one.commentId) ?? ""}
      isListed={listed.has(one.publicId)}
    />
  ))
}

/** A campaign's thread: notices of one's own, the comments, the form, the rules. */
export function CommentsPage(props: CommentsPageProps) {
  const { locale, slug, title, titleLocale, count, order, page, facts, notice, loginFailedWith, closedOn, form } = props
  const t = translator(locale, "comments")
  const appeal = translator(locale, "appeal")
  const where = { locale, slug, order }
  return (
    <>
      {loginFailedWith && (
        <Notice kind="warning" role="alert" title={t("loginFailed", { provider: loginFailedWith })} />
      )}
      {notice && (
        <Notice kind="success" role="status" title={t(notice === "reported" ? "reported" : "deletedNotice")} />
      )}
      <OwnNotices {...props} />
      <h1>{appeal("commentsHeading", { n: count })}</h1>
      <p className="small">
        <Slotted text={t("about", { title: SLOT })}>
          <a href={localePath(locale, `/c/${slug}`)} lang={titleLocale === locale ? undefined : titleLocale}>
            {title}
          </a>
        </Slotted>
      </p>
      {page.comments.length === 0 ? (
        <p>{appeal("commentsNone")}</p>
      ) : (
        <>
          {(count > 1 || page.before || page.after) && <OrderLinks where={where} />}
          <CommentThread comments={page.comments} facts={facts} />
          <Pages where={where} page={page} />
        </>
      )}
      {form ?? <p>{closedOn ? t("closedOn", { date: formatDay(locale, closedOn) }) : t("closed")}</p>}
      <CommentRules locale={locale} />
      <p className="small no-print">
        <a href={`/c/${slug}/comments/feed.xml`}>{t("feed")}</a>
      </p>
    </>
  )
}
