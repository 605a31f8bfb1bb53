import type { CommentState } from "#components/comments/comment-form"
import type { ThreadFacts } from "#components/comments/comment-item"
import type { LoggedIn, LoginChoice } from "#components/comments/login-row"
import type { CampaignView } from "#lib/domain/campaigns/queries"
import { findComment } from "#lib/domain/comments/queries"
import { listOwnComments, type OwnComment } from "#lib/domain/comments/own-queries"
import { commentsState } from "#lib/domain/comments/opening"
import { publicIdField } from "#lib/domain/comments/schema"
import { findCommentChoices } from "#lib/domain/comments/settings"
import type { CheckDraft } from "#lib/domain/signatures/sign"
import { dayOf } from "#lib/shared/dates"
import { formProof } from "#lib/web/auth/proof"
import { configuredProviders, PROVIDER_NAMES } from "#lib/web/auth/providers"
import { currentCommenter } from "#lib/web/current-login"
import { formStamp } from "#lib/web/form-stamp"
import { whoOf } from "#lib/web/handlers/comments"
import type { OwnComments } from "#lib/web/own-comments"
import { siteSettings } from "#lib/web/site"
import { outsideService } from "#lib/web/outside-service"
import { visitorDraft } from "#lib/web/visitor"

/** How many of the reader's own comments the page looks after. */
const OWN_SHOWN = 3

/** What the reader has to do with the comments of a campaign: nothing, on pages that are the same for everyone. */
export type Reader = {
  state: CommentState | null
  own: OwnComment[]
  links: Map<string, string>
  loggedIn: LoggedIn | null
  /** Something on the page is for this reader alone. */
  isPersonal: boolean
}

const valuesOf = ({ name = "", email = "" }: { name?: string; email?: string }, website = "") => ({
  name,
  email,
  website,
})

/** Reads what this browser has typed and posted, and who is logged in. */
export async function readReader(campaign: CampaignView, now: Date): Promise<Reader> {
  const [state, kept, check, commenter, { baseUrl }] = await Promise.all([
    visitorDraft<CommentState>("comment", campaign.id),
    visitorDraft<OwnComments>("comments", campaign.id),
    visitorDraft<CheckDraft>("check", campaign.id),
    currentCommenter(),
    siteSettings(),
  ])
  const posted = kept?.own.slice(0, OWN_SHOWN) ?? []
  const own =
    posted.length > 0
      ? await listOwnComments(
          posted.map(({ id }) => id),
          now,
        )
      : []
  // Name and address are given once, on whichever form comes first.
  const known = kept?.name ? kept : check?.fields
  return {
    state: state ?? (known ? { values: valuesOf(known, kept?.website), errors: [] } : null),
    own,
    links: new Map(posted.map(({ id, token }) => [id, `${baseUrl}/confirm/${token}`])),
    loggedIn: commenter && {
      provider: PROVIDER_NAMES[commenter.provider],
      name: commenter.name,
      proof: formProof(whoOf(commenter)),
    },
    isPersonal: state !== null || kept !== null || check !== null || commenter !== null,
  }
}

/** How comments of a campaign stand, and what belongs to each of them. */
export async function readThread(campaign: CampaignView, own: readonly OwnComment[], now: Date) {
  const choices = await findCommentChoices(campaign.id)
  const standing = commentsState(choices, campaign.status, now)
  const facts: ThreadFacts = {
    locale: campaign.locale,
    slug: campaign.slug,
    today: dayOf(now),
    isOpen: standing.state === "open",
    own: new Set(own.map(({ publicId }) => publicId)),
    providerNames: PROVIDER_NAMES,
  }
  return { choices, standing, facts }
}

/** Everything the comment form is told. */
export async function formParts(
  campaign: CampaignView,
  { state, loggedIn, isPersonal }: Reader,
  {
    choices,
    reply,
    now,
  }: { choices: Awaited<ReturnType<typeof readThread>>["choices"]; reply: string | undefined; now: Date },
) {
  const { showsLogo } = await siteSettings()
  const wanted = publicIdField.safeParse(reply ?? state?.values.parent)
  const parent = wanted.success ? await findComment(campaign.id, wanted.data) : null
  const logins: LoginChoice[] = choices.allowsLogin
    ? configuredProviders().map((id) => ({ id, name: PROVIDER_NAMES[id] }))
    : []
  return {
    locale: campaign.locale,
    slug: campaign.slug,
    made: formStamp(now),
    // A page that is made for one visitor brings the key; the others are the same bytes for everyone, so the script adds it.
    formKey: isPersonal ? crypto.randomUUID() : null,
    state,
    answers: parent?.mark === "visible" ? { id: parent.id, name: parent.name } : null,
    loggedIn: choices.allowsLogin ? loggedIn : null,
    logins,
    allowsGuests: choices.allowsGuests,
    allowsWebsite: choices.allowsWebsite,
    outside: outsideService(choices),
    prefersOtherName: campaign.isAtRisk || !showsLogo,
  }
}
