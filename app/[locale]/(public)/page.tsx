import { PublicFrame } from "./public-frame"
import { type Query, readLocale, type WithLocale } from "./page-params"
import { formParts, readReader, readThread } from "./c/[slug]/comments/comment-parts"
import { Appeal } from "#components/campaigns/appeal"
import { StatusBanner } from "#components/campaigns/status-banner"
import { CommentForm, COMMENT_FORM_ID } from "#components/comments/comment-form"
import { CommentsSection } from "#components/comments/comments-section"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { type CampaignView, findAppeal, findMainCampaign } from "#lib/domain/campaigns/queries"
import { LATEST } from "#lib/domain/comments/limits"
import { countComments, listLatest } from "#lib/domain/comments/queries"
import { translator } from "#lib/shared/i18n"
import { siteSettings } from "#lib/web/site"

/** The newest comments of a campaign and the form, for under its appeal; `null` where comments are off. */
async function readComments(campaign: CampaignView, reply: string | undefined) {
  const now = new Date()
  const [reader, latest, count] = await Promise.all([
    readReader(campaign, now),
    listLatest(campaign.id, LATEST),
    countComments(campaign.id),
  ])
  const { choices, standing, facts } = await readThread(campaign, reader.own, now)
  if (standing.state === "off") return null
  const form = standing.state === "open" ? await formParts(campaign, reader, { choices, reply, now }) : null
  return { latest, count, facts, form }
}

/** The front page: the appeal of the main campaign. */
export default async function Page({ params, searchParams }: WithLocale & { searchParams: Query }) {
  const [locale, query] = await Promise.all([readLocale(params), searchParams])
  const [{ siteName, locales }, campaign] = await Promise.all([siteSettings(), findMainCampaign(locale)])
  const appeal = campaign && (await findAppeal(campaign.id, locale))
  const reply = typeof query.reply === "string" ? query.reply : undefined
  const comments = campaign && (await readComments(campaign, reply))
  const t = translator(locale, "appeal")
  const title = pageTitle(locale, { page: t("pageTitle"), siteName, shortTitle: campaign?.shortTitle })
  const card = appeal ? { title: appeal.title, description: campaign.ask } : undefined
  return (
    <PublicFrame
      locale={locale}
      path="/"
      slug={campaign?.slug}
      banner={campaign && campaign.status !== "OPEN" && <StatusBanner campaign={campaign} />}
      formId={comments?.form ? COMMENT_FORM_ID : undefined}
    >
      <PageHead locale={locale} path="/" title={title} siteName={siteName} locales={locales} isIndexed card={card} />
      {campaign && appeal ? (
        <Appeal
          campaign={campaign}
          appeal={appeal}
          comments={
            comments && (
              <CommentsSection
                facts={comments.facts}
                count={comments.count}
                latest={comments.latest}
                form={
                  comments.form && (
                    <CommentForm
                      {...comments.form}
                      // What has to be put right is shown on the thread's own page; here what was typed is enough.
                      state={comments.form.state && { ...comments.form.state, errors: [] }}
                      isUnderAppeal
                      heading={<h3 id="comment-heading">{t("leaveComment")}</h3>}
                    />
                  )
                }
              />
            )
          }
        />
      ) : (
        <h1>{t("noCampaign")}</h1>
      )}
    </PublicFrame>
  )
}
