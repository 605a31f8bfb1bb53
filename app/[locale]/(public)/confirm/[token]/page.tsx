import { CommentLink } from "./comment-link"
import { LetterLink } from "./letter-link"
import { PublicFrame } from "../../public-frame"
import { type Query, readLocale, type WithLocale } from "../../page-params"
import { PageHead } from "#components/frame/head"
import { pageTitle } from "#components/frame/page-title"
import { type Confirmable, ConfirmPage } from "#components/signatures/confirm-page"
import { type Signed, SignedPage } from "#components/signatures/signed-page"
import { findCampaign } from "#lib/domain/campaigns/queries"
import { findByCommentToken } from "#lib/domain/comments/own"
import { listOwnComments } from "#lib/domain/comments/own-queries"
import { findLetterConfirmation } from "#lib/domain/letters/confirm"
import { findConfirmation } from "#lib/domain/signatures/queries"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"
import { siteSettings } from "#lib/web/site"
import { visitorDraft } from "#lib/web/visitor"

/** Where the handler leads after "delete my details"; tokens never look like this. */
const DELETED = "deleted"

const TITLES = { pending: "title", expired: "expiredTitle", unknown: "brokenTitle", deleted: "deletedTitle" } as const

/** Thanks again, for a link that has done its work. */
async function Done({ locale, slug, logo }: { locale: Locale; slug: string; logo: string | null }) {
  const campaign = await findCampaign(slug, locale)
  const signed = campaign && (await visitorDraft<Signed>("signed", campaign.id))
  return (
    <SignedPage locale={locale} slug={slug} logo={logo} signed={signed} hasLetters={campaign?.hasLetters ?? false} />
  )
}

/** What a link of a message opens: one button. Nothing changes by opening it. */
export default async function Page({ params, searchParams }: WithLocale<{ token: string }> & { searchParams: Query }) {
  const [locale, { token }, query] = await Promise.all([readLocale(params), params, searchParams])
  const link = await findByCommentToken(token)
  const [own] = link ? await listOwnComments([link.commentId], new Date()) : []
  if (link && own) {
    const isConfirmed = query.confirmed !== undefined
    return <CommentLink locale={locale} token={token} own={own} isMailed={link.isMailed} isConfirmed={isConfirmed} />
  }
  const letter = await findLetterConfirmation(token, new Date())
  if (letter.state !== "unknown") return <LetterLink locale={locale} token={token} confirmation={letter} />
  const { siteName, showsLogo, logo } = await siteSettings()
  const found =
    token === DELETED ? ({ state: "deleted" } satisfies Confirmable) : await findConfirmation(token, new Date())
  const path = `/confirm/${encodeURIComponent(token)}`
  const page =
    found.state === "done" ? translator(locale, "signed")("title") : translator(locale, "confirm")(TITLES[found.state])
  return (
    <PublicFrame locale={locale} path={path}>
      <PageHead
        locale={locale}
        path={path}
        title={pageTitle(locale, { page, siteName })}
        siteName={siteName}
        isIndexed={false}
      />
      {found.state === "done" ? (
        <Done locale={locale} slug={found.slug} logo={showsLogo ? logo : null} />
      ) : (
        <ConfirmPage locale={locale} token={token} confirmation={found} />
      )}
    </PublicFrame>
  )
}
