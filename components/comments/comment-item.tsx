import type { PublicComment } from "#lib/domain/comments/queries"
import { LINK_REL } from "#lib/domain/comments/text"
import { CommentBody } from "#components/comments/comment-body"
import { SLOT, Slotted } from "#components/ui/slotted"
import { formatDay } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

/** What all comments of a page have in common. */
export type ThreadFacts = {
  locale: Locale
  slug: string
  /** `YYYY-MM-DD`. */
  today: string
  /** New comments are taken, so that there is something to answer with. */
  isOpen: boolean
  /** Public ids of the reader's own comments. */
  own?: ReadonlySet<string>
  /** How companies are called, by their short name. */
  providerNames: Readonly<Record<string, string>>
}

/** Address of a comment in its thread. */
export function permalink({ locale, slug }: Pick<ThreadFacts, "locale" | "slug">, id: string): string {
  return localePath(locale, `/c/${slug}/comments?at=${id}#comment-${id}`)
}

/** Where one comment can be changed, deleted or reported. */
export function commentPath({ locale, slug }: Pick<ThreadFacts, "locale" | "slug">, id: string): string {
  return localePath(locale, `/c/${slug}/comments/${id}`)
}

function Mark({ comment, facts }: { comment: PublicComment; facts: ThreadFacts }) {
  const t = translator(facts.locale, "comments")
  if (comment.mark === "removed") {
    return t.rich("removed", {
      link: (words) => <a href={localePath(facts.locale, `/c/${facts.slug}/comments#rules`)}>{words}</a>,
    })
  }
  return t(comment.mark === "deleted" ? "deleted" : "heldMark")
}

function Website({ address, hasLinks }: { address: string; hasLinks: boolean }) {
  const shown = address.replace(/^https?:\/\/(?:www\.)?/, "").replace(/\/$/, "")
  return hasLinks ? (
    <a href={address} rel={LINK_REL}>
      {shown}
    </a>
  ) : (
    <bdi>{shown}</bdi>
  )
}

function Head({ comment, facts }: { comment: PublicComment; facts: ThreadFacts }) {
  const t = translator(facts.locale, "comments")
  const { name, provider, postedOn, isEdited, website, hasLinks, id } = comment
  const day = postedOn >= facts.today ? t("today") : formatDay(facts.locale, postedOn)
  return (
    <p className="comment-head">
      <strong>
        <bdi>{name}</bdi>
      </strong>
      <span className="comment-facts">
        {provider && <span>{facts.providerNames[provider] ?? provider}</span>}
        {website && (
          <span>
            <Website address={website} hasLinks={hasLinks} />
          </span>
        )}
        <a href={permalink(facts, id)}>
          <time dateTime={postedOn}>{day}</time>
        </a>
        {isEdited && <span>{t("edited")}</span>}
      </span>
    </p>
  )
}

/** What a comment answers. Where it stands right below, only screen readers need to hear it. */
function Answering({ comment, facts, isQuiet }: { comment: PublicComment; facts: ThreadFacts; isQuiet: boolean }) {
  const t = translator(facts.locale, "comments")
  const { parent } = comment
  if (!parent) return null
  return (
    <p className={isQuiet ? "quiet" : "comment-answering"}>
      {parent.name === null ? (
        t("answeringGone")
      ) : (
        <Slotted text={t("answering", { name: SLOT })}>
          <a href={permalink(facts, parent.id)}>
            <bdi>{parent.name}</bdi>
          </a>
        </Slotted>
      )}
    </p>
  )
}

function Actions({ comment, facts }: { comment: PublicComment; facts: ThreadFacts }) {
  const t = translator(facts.locale, "comments")
  const { id, name } = comment
  const own = facts.own?.has(id)
  const path = commentPath(facts, id)
  return (
    <p className="comment-actions no-print">
      {facts.isOpen && (
        <a
          href={localePath(facts.locale, `/c/${facts.slug}/comments?reply=${id}#comment-form`)}
          aria-label={t("replyTo", { name })}
          rel="nofollow"
        >
          {t("reply")}
        </a>
      )}
      {own ? (
        <>
          <a href={path}>{t("editLink")}</a>
          <a href={`${path}#delete`}>{t("deleteLink")}</a>
        </>
      ) : (
        <a href={`${path}#report`} aria-label={t("reportOf", { name })} rel="nofollow">
          {t("report")}
        </a>
      )}
    </p>
  )
}

type CommentItemProps = { comment: PublicComment; facts: ThreadFacts; isBelowParent?: boolean }

/** One comment, or what stands in its place. */
export function CommentItem({ comment, facts, isBelowParent = false }: CommentItemProps) {
  if (comment.mark !== "visible") {
    return (
      <article className="comment comment-gone">
        <p>
          <Mark comment={comment} facts={facts} />
        </p>
      </article>
    )
  }
  return (
    <article className="comment">
      <Head comment={comment} facts={facts} />
      <Answering comment={comment} facts={facts} isQuiet={isBelowParent} />
      <CommentBody
        text={comment.body}
        hasLinks={comment.hasLinks}
        lang={comment.locale === facts.locale ? undefined : comment.locale}
      />
      <Actions comment={comment} facts={facts} />
    </article>
  )
}
