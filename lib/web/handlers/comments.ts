import { findCampaign, type CampaignView } from "#lib/domain/campaigns/queries"
import { guestIndex } from "#lib/domain/comments/details"
import { type Posting, postComment, type Writer } from "#lib/domain/comments/post"
import { accountFields, guestFields } from "#lib/domain/comments/schema"
import { env } from "#lib/platform/env"
import { type Commenter, commenterOf } from "#lib/web/auth/commenter"
import { mayActFor } from "#lib/web/auth/proof"
import { CLIENT_HEADER } from "#lib/web/client-address"
import { dropDraft } from "#lib/web/drafts"
import { answerForm, type FormPage, type FormRequest, formHandler } from "#lib/web/form-handler"
import { judgeStamp } from "#lib/web/form-stamp"
import { ownComments, rememberComment } from "#lib/web/own-comments"
import { clientKey, countTryOf } from "#lib/web/rate-guard"
import { recall } from "#lib/web/recall"

/** The fields of the comment form; nothing else is kept of what is posted. */
export const COMMENT_FIELDS = ["body", "name", "email", "website", "parent", "notify", "showAs", "from", "proof"]

const CAMPAIGN_FRESH_MS = 2_000

/** Campaigns change rarely; whether one takes comments is asked again while posting. */
const campaignBySlug = recall(
  (slug: string, locale: CampaignView["locale"]) => findCampaign(slug, locale),
  CAMPAIGN_FRESH_MS,
)

/** Where the comment form of a campaign is shown again, and where its words wait. */
export function commentPage(campaign: { id: string; slug: string }): FormPage {
  return { path: `/c/${campaign.slug}/comments`, kind: "comment", scope: campaign.id }
}

/** The name under which proofs for a log-in are made. */
export const whoOf = ({ provider, subject }: Commenter) => `${provider} ${subject}`

/** Takes a comment of a guest, or of somebody who is logged in: `POST /c/{slug}/comments`. */
export const comment = formHandler(COMMENT_FIELDS, async (form, { slug = "" }) => {
  const campaign = await campaignBySlug(slug, form.locale)
  if (!campaign) return answerForm.notFound(form)
  const page = commentPage(campaign)
  const { from, ...values } = form.values
  if (form.switchTo) {
    // The form stands under the appeal as well, and a change of language keeps the page.
    return answerForm.switchLanguage(form, from === "appeal" ? { ...page, path: "/" } : page)
  }
  if (values.leaveEmpty || judgeStamp(values.made) === "forged") return answerForm.askToContinue(form)
  if (judgeStamp(values.made) === "old") {
    return answerForm.backWith(form, page, [{ field: "form", code: "form_old_any" }])
  }
  const read = await readWriter(form)
  if (read.state === "foreign") return answerForm.forbidden(form)
  if (read.state === "over") return answerForm.backWith(form, page, [{ field: "form", code: "login_over" }])
  return read.state === "account" ? byAccount(form, campaign, read.commenter) : byGuest(form, campaign)
})

type Read = { state: "guest" | "over" | "foreign" } | { state: "account"; commenter: Commenter }

/** As whom the form wants to post: what the form says counts, never a log-in that the person does not see. */
async function readWriter({ request, values }: FormRequest): Promise<Read> {
  const commenter = await commenterOf(request.headers.get("cookie"))
  const isForAccount = values.showAs !== undefined || (commenter !== null && !values.email && !values.name)
  if (!isForAccount) return { state: "guest" }
  if (!commenter) return { state: "over" }
  return mayActFor(request, whoOf(commenter), values.proof) ? { state: "account", commenter } : { state: "foreign" }
}

async function byAccount(form: FormRequest, campaign: CampaignView, commenter: Commenter): Promise<Response> {
  const showAs = form.values.showAs === "other" || commenter.name === "" ? "other" : "account"
  const parsed = accountFields.safeParse({ ...form.values, showAs, locale: form.locale })
  if (!parsed.success) return answerForm.back(form, commentPage(campaign), parsed.error)
  const name = parsed.data.showAs === "other" ? parsed.data.name : commenter.name
  const { provider, subject } = commenter
  return post(form, campaign, parsed.data, { kind: "account", name, provider, subject })
}

async function byGuest(form: FormRequest, campaign: CampaignView): Promise<Response> {
  const parsed = guestFields.safeParse({ ...form.values, locale: form.locale })
  if (!parsed.success) return answerForm.back(form, commentPage(campaign), parsed.error)
  const { name, email, website, notify } = parsed.data
  return post(form, campaign, parsed.data, { kind: "guest", name, email, website, notify, isProven: false })
}

type Fields = Pick<Posting, "body" | "parent" | "locale">

async function post(form: FormRequest, campaign: CampaignView, fields: Fields, writer: Writer): Promise<Response> {
  const rate = await countTryOf(form.request, "comment")
  if (!rate.isWithin) return answerForm.tooMany(form, rate.retryAfterSeconds)

  return answerForm.once(form, `comment ${campaign.id}`, async () => {
    const before = await ownComments(form.hasVisitor ? form.visitorId : null, campaign.id)
    const isProven =
      writer.kind === "guest" && before.proven.includes(guestIndex(campaign.id, writer.email).toString("hex"))
    const { title, id, slug, isAtRisk } = campaign
    const result = await postComment(
      {
        campaign: { id, slug, isAtRisk, title },
        ...{ body: fields.body, parent: fields.parent, locale: fields.locale },
        writer: writer.kind === "guest" ? { ...writer, isProven } : writer,
        typed: form.values.body ?? "",
        // The page is the same for everyone and kept: its stamp does not tell how fast somebody typed.
        form: { trap: "", stamp: judgeStamp(form.values.made), secondsOpen: null },
        pressKey: await clientKey(form.request, "comment press"),
        own: before.own.map((one) => one.id),
        network: networkOf(form.request),
      },
      new Date(),
    )
    if (!result.ok) return refuse(form, campaign, result.code)
    const { commentId, publicId, isVisible, token } = result.value
    const typed =
      writer.kind === "guest" ? { name: writer.name, email: writer.email, website: writer.website ?? "" } : {}
    await rememberComment(form.visitorId, id, before, { id: commentId, token, ...typed })
    // What an earlier try or a log-in had kept of these words is done with.
    if (form.hasVisitor) await dropDraft(form.visitorId, commentPage(campaign))
    return answerForm.next(form, `/c/${slug}/comments#comment-${publicId}`, {
      status: isVisible ? 201 : 202,
      body: { status: isVisible ? "visible" : "held", id: publicId, manage: `${env().baseUrl}/confirm/${token}` },
    })
  })
}

const REFUSED_FIELDS: Record<string, string> = { just_posted: "body", reply_gone: "form" }

function refuse(form: FormRequest, campaign: CampaignView, code: string): Promise<Response> {
  // What it answered is gone, so that the next press posts it by itself.
  if (code === "reply_gone") delete form.values.parent
  return answerForm.backWith(form, commentPage(campaign), [{ field: REFUSED_FIELDS[code] ?? "form", code }])
}

/** Facts of the connection as the outside service takes them; used only where the campaign asks it. */
function networkOf({ headers }: Request): Posting["network"] {
  if (!env().AKISMET_KEY) return null
  const ip = headers.get(CLIENT_HEADER)
  return ip ? { ip, userAgent: headers.get("user-agent") ?? "" } : null
}
