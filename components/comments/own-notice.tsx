import type { OwnComment } from "#lib/domain/comments/own-queries"
import { commentPath, permalink } from "#components/comments/comment-item"
import { Notice } from "#components/ui/notice"
import { CopyBox } from "#components/ui/copy"
import { Details } from "#components/ui/details"
import { commentExcerpt } from "#lib/domain/comments/text"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type RefusalKey = `refusal_${"insult" | "threat" | "exposes" | "advert" | "review" | "off_topic" | "other"}`

/** How a comment stands, in a sentence for its writer. */
export function ownState(locale: Locale, { state, refusal }: Pick<OwnComment, "state" | "refusal">): string {
  const t = translator(locale, "comments")
  const key = `refusal_${refusal ?? "other"}` as RefusalKey
  const reason = t(t.has(key) ? key : "refusal_other")
  if (state === "VISIBLE") return t("stateVisible")
  if (state === "REMOVED") return t("stateRemoved", { reason })
  if (state === "REJECTED") return t("stateRefused", { reason })
  // What a filter calls spam looks like any other comment that waits: a person may still find it was none.
  return t("stateHeld")
}

type OwnNoticeProps = {
  locale: Locale
  own: OwnComment
  /** The whole address of the private link. */
  link: string
  /** The comment stands on this page as well. */
  isListed: boolean
}

/** What the writer sees after posting: that it waits or appears, and the ways to change it. */
export function OwnNotice({ locale, own, link, isListed }: OwnNoticeProps) {
  const t = translator(locale, "comments")
  const { slug, publicId, state, body, isEditable } = own
  const facts = { locale, slug }
  const isGood = state === "VISIBLE" || state === "HELD" || state === "SPAM"
  const title =
    state === "VISIBLE" ? (isEditable ? t("posted") : t("stateVisible")) : isGood ? t("held") : ownState(locale, own)
  return (
    <div id={isListed ? undefined : `comment-${publicId}`} tabIndex={-1} className="own-notice">
      <Notice kind={isGood ? "success" : "info"} role="status" title={title}>
        <p dir="auto">{commentExcerpt(body, 160)}</p>
        <p className="own-ways">
          {isEditable && <a href={commentPath(facts, publicId)}>{t("editLink")}</a>}
          <a href={`${commentPath(facts, publicId)}#delete`}>{t("deleteLink")}</a>
          {state === "VISIBLE" && !isListed && <a href={permalink(facts, publicId)}>{t("showInThread")}</a>}
        </p>
        <Details summary={t("privateLink")}>
          <CopyBox
            id="private-link"
            label={t("privateLink")}
            text={link}
            texts={{ copy: translator(locale, "frame")("copy"), copied: translator(locale, "frame")("copied") }}
          />
          <p className="small">{t("privateLinkHint")}</p>
        </Details>
      </Notice>
    </div>
  )
}
