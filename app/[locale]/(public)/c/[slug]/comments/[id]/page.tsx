import { notFound } from "next/navigation"
import { PublicFrame } from "../../../../public-frame"
import type { Query } from "../../../../page-params"
import { readCampaign, type WithCampaign } from "../../read-campaign"
import { readThread } from "../comment-parts"
import { CommentItem, permalink } from "#components/comments/comment-item"
import type { CommentState } from "#components/comments/comment-form"
import { OwnForms, ownFieldId } from "#components/comments/own-forms"
import { ownState } from "#components/comments/own-notice"
import { ReportForm } from "#components/comments/report-form"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { summaryErrors } from "#components/signatures/form-errors"
import { NothingKept } from "#components/signatures/nothing-kept"
import { ErrorSummary } from "#components/ui/error-summary"
import { isCommentOfAccount } from "#lib/domain/comments/own"
import { findCommentId, listOwnComments, type OwnComment } from "#lib/domain/comments/own-queries"
import { findComment } from "#lib/domain/comments/queries"
import { publicIdField } from "#lib/domain/comments/schema"
import { translator } from "#lib/shared/i18n"
import { formProof } from "#lib/web/auth/proof"
import { currentCommenter } from "#lib/web/current-login"
import { whoOf } from "#lib/web/handlers/comments"
import type { OwnComments } from "#lib/web/own-comments"
import { siteSettings } from "#lib/web/site"
import { visitorDraft } from "#lib/web/visitor"

/** The comment as its writer sees it, when the reader is its writer; `null` for everybody else. */
async function ownView(
  campaignId: string,
  publicId: string,
  now: Date,
): Promise<{ own: OwnComment; proof: string | null } | null> {
  const [kept, commenter] = await Promise.all([visitorDraft<OwnComments>("comments", campaignId), currentCommenter()])
  if (!kept && !commenter) return null
  const commentId = await findCommentId(campaignId, publicId)
  if (!commentId) return null
  const isPosted = kept?.own.some(({ id }) => id === commentId) ?? false
  const isOfAccount = !isPosted && commenter !== null && (await isCommentOfAccount(commentId, commenter))
  if (!isPosted && !isOfAccount) return null
  const [own] = await listOwnComments([commentId], now)
  return own ? { own, proof: commenter && formProof(whoOf(commenter)) } : null
}

/** One comment by itself: what its writer can change, and where others can report it. */
export default async function Page({
  params,
  searchParams,
}: WithCampaign & { params: Promise<{ locale: string; slug: string; id: string }>; searchParams: Query }) {
  const [{ locale, campaign }, { id: publicId }, query] = await Promise.all([
    readCampaign(params),
    params,
    searchParams,
  ])
  if (!publicIdField.safeParse(publicId).success) notFound()
  const now = new Date()
  const [{ siteName }, comment, mine] = await Promise.all([
    siteSettings(),
    findComment(campaign.id, publicId),
    ownView(campaign.id, publicId, now),
  ])
  const { facts, standing } = await readThread(campaign, mine ? [mine.own] : [], now)
  if ((!comment && !mine) || standing.state === "off") notFound()
  const state = mine && (await visitorDraft<CommentState>("comment-edit", mine.own.commentId))
  const t = translator(locale, "comments")
  const path = `/c/${campaign.slug}/comments/${publicId}`
  const errors = state?.errors ?? []
  const page = t(mine ? "ownTitle" : "onePageTitle")
  return (
    <PublicFrame locale={locale} path={path} slug={campaign.slug}>
      <PageHead
        locale={locale}
        path={path}
        title={pageTitle(locale, { page, shortTitle: campaign.shortTitle, siteName, hasErrors: errors.length > 0 })}
        siteName={siteName}
        isIndexed={false}
      />
      {errors.length > 0 && (
        <ErrorSummary
          title={translator(locale, "errors")("summaryTitle")}
          errors={summaryErrors(locale, errors, ownFieldId)}
        />
      )}
      {query.draft !== undefined && !state && <NothingKept locale={locale} />}
      <h1>{page}</h1>
      {mine && <p>{ownState(locale, mine.own)}</p>}
      {comment && <CommentItem comment={comment} facts={{ ...facts, own: undefined, isOpen: facts.isOpen && !mine }} />}
      {comment && (
        <p>
          <a href={permalink(facts, publicId)}>{t("showInThread")}</a>
        </p>
      )}
      {mine ? (
        <OwnForms
          locale={locale}
          own={mine.own}
          action={`/c/${campaign.slug}/comments/${publicId}`}
          state={state}
          proof={mine.proof}
        />
      ) : (
        comment?.mark === "visible" && (
          <ReportForm locale={locale} action={`/c/${campaign.slug}/comments/${publicId}`} />
        )
      )}
    </PublicFrame>
  )
}
