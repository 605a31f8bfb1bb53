import { notFound } from "next/navigation"
import { PublicFrame } from "../../../public-frame"
import type { Query } from "../../../page-params"
import { readCampaign, type WithCampaign } from "../read-campaign"
import { formParts, readReader, readThread } from "./comment-parts"
import { StatusBanner } from "#components/campaigns/status-banner"
import { CommentForm, COMMENT_FORM_ID, commentFieldId } from "#components/comments/comment-form"
import { CommentsPage } from "#components/comments/comments-page"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { summaryErrors } from "#components/signatures/form-errors"
import { NothingKept } from "#components/signatures/nothing-kept"
import { ErrorSummary } from "#components/ui/error-summary"
import { countComments, listComments, type Order } from "#lib/domain/comments/queries"
import { translator } from "#lib/shared/i18n"
import { PROVIDER_NAMES } from "#lib/web/auth/providers"
import type { LoginDraft } from "#lib/web/handlers/login"
import { siteSettings } from "#lib/web/site"
import { visitorDraft } from "#lib/web/visitor"

const one = (value: string | string[] | undefined) => (typeof value === "string" ? value : undefined)

/** The whole thread of a campaign, page by page, and the form. */
export default async function Page({ params, searchParams }: WithCampaign & { searchParams: Query }) {
  const [{ locale, campaign }, query] = await Promise.all([readCampaign(params), searchParams])
  const { id, slug, shortTitle, title, textLocale, status } = campaign
  const now = new Date()
  const order: Order = query.order === "newest" ? "newest" : "oldest"
  const wish = { order, after: one(query.after), before: one(query.before), at: one(query.at) }
  const [{ siteName, locales }, reader, page, count, tried] = await Promise.all([
    siteSettings(),
    readReader(campaign, now),
    listComments(id, wish),
    countComments(id),
    query.login === "failed" ? visitorDraft<LoginDraft>("login", "") : null,
  ])
  const { choices, standing, facts } = await readThread(campaign, reader.own, now)
  if (standing.state === "off") notFound()
  const errors = reader.state?.errors ?? []
  const path = `/c/${slug}/comments`
  const t = translator(locale, "comments")
  const form =
    standing.state === "open" ? await formParts(campaign, reader, { choices, reply: one(query.reply), now }) : null
  return (
    <PublicFrame
      locale={locale}
      path={path}
      slug={slug}
      banner={status !== "OPEN" && <StatusBanner campaign={campaign} />}
      formId={form ? COMMENT_FORM_ID : undefined}
    >
      <PageHead
        locale={locale}
        path={path}
        title={pageTitle(locale, { page: t("pageTitle"), shortTitle, siteName, hasErrors: errors.length > 0 })}
        siteName={siteName}
        locales={locales}
        // Other pages of the thread repeat it; search engines need the first one.
        isIndexed={Object.keys(query).length === 0}
      />
      <link rel="alternate" type="application/atom+xml" href={`/c/${slug}/comments/feed.xml`} title={t("feed")} />
      {errors.length > 0 && (
        <ErrorSummary
          title={translator(locale, "errors")("summaryTitle")}
          errors={summaryErrors(locale, errors, commentFieldId)}
        />
      )}
      {query.draft !== undefined && !reader.state && <NothingKept locale={locale} />}
      <CommentsPage
        locale={locale}
        slug={slug}
        title={title}
        titleLocale={textLocale}
        count={count}
        order={order}
        page={page}
        facts={facts}
        own={reader.own}
        links={reader.links}
        notice={query.reported ? "reported" : query.deleted ? "deleted" : null}
        loginFailedWith={tried ? PROVIDER_NAMES[tried.provider] : null}
        closedOn={standing.state === "closed" ? standing.closedOn : null}
        form={
          form && (
            <CommentForm
              {...form}
              heading={<h2 id="comment-heading">{translator(locale, "appeal")("leaveComment")}</h2>}
            />
          )
        }
      />
    </PublicFrame>
  )
}
