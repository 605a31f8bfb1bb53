import { PublicFrame } from "../../public-frame"
import { CommentBody } from "#components/comments/comment-body"
import type { CommentState } from "#components/comments/comment-form"
import { ConfirmAddress } from "#components/comments/confirm-address"
import { OwnForms, ownFieldId } from "#components/comments/own-forms"
import { ownState } from "#components/comments/own-notice"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { summaryErrors } from "#components/signatures/form-errors"
import { ErrorSummary } from "#components/ui/error-summary"
import { Notice } from "#components/ui/notice"
import type { OwnComment } from "#lib/domain/comments/own-queries"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"
import { siteSettings } from "#lib/web/site"
import { visitorDraft } from "#lib/web/visitor"

type CommentLinkProps = {
  locale: Locale
  token: string
  own: OwnComment
  /** The link came by mail, so that a press proves the address. */
  isMailed: boolean
  isConfirmed: boolean
}

/** What a comment's private link opens. Opening it changes nothing. */
export async function CommentLink({ locale, token, own, isMailed, isConfirmed }: CommentLinkProps) {
  const [{ siteName }, state] = await Promise.all([
    siteSettings(),
    visitorDraft<CommentState>("comment-edit", own.commentId),
  ])
  const t = translator(locale, "comments")
  const path = `/confirm/${token}`
  const title = t(own.isDiscreet ? "ownTitleDiscreet" : "ownTitle")
  const errors = state?.errors ?? []
  return (
    <PublicFrame locale={locale} path={path}>
      <PageHead
        locale={locale}
        path={path}
        title={pageTitle(locale, { page: title, siteName, hasErrors: errors.length > 0 })}
        siteName={siteName}
        isIndexed={false}
      />
      {errors.length > 0 && (
        <ErrorSummary
          title={translator(locale, "errors")("summaryTitle")}
          errors={summaryErrors(locale, errors, ownFieldId)}
        />
      )}
      {isConfirmed && <Notice kind="success" role="status" title={t("confirmed")} />}
      <h1>{title}</h1>
      <p>{ownState(locale, own)}</p>
      <blockquote className="own-words">
        <CommentBody text={own.body} hasLinks={false} />
      </blockquote>
      {own.state === "VISIBLE" && (
        <p>
          <a href={localePath(locale, `/c/${own.slug}/comments?at=${own.publicId}#comment-${own.publicId}`)}>
            {t("showInThread")}
          </a>
        </p>
      )}
      {isMailed && !isConfirmed && <ConfirmAddress locale={locale} action={path} own={own} />}
      {own.getsReplies && <p>{t("getsReplies")}</p>}
      <OwnForms locale={locale} own={own} action={path} state={state} proof={null} />
    </PublicFrame>
  )
}
