import type { Item } from "#components/admin/queue-item"
import { findCampaign } from "#lib/domain/campaigns/queries"
import { findModeratedComment, type ModeratedComment } from "#lib/domain/comments/moderation-queries"
import type { Actor } from "#lib/domain/identity/policy"
import { findModeratedLetter, type ModeratedLetter } from "#lib/domain/letters/moderation-queries"
import { findScreening, findWaiting, listDecisionsAbout, type ScreeningView } from "#lib/domain/moderation/queries"
import { type Kind, KINDS } from "#lib/domain/moderation/schema"
import { findModeratedReason } from "#lib/domain/signatures/moderation-queries"
import type { Locale } from "#lib/shared/locales"
import { PROVIDER_NAMES } from "#lib/web/auth/providers"
import { sourceOf } from "#lib/web/moderation-sources"

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What an address asks for: a text by its id, a comment by its public one, or the next one that waits. */
export type Wish = { kind?: string; subject?: string; comment?: string; after?: string }

/** What each kind says of a text; the rest of an item is the same for all. */
type Text = Pick<Item, "state" | "name" | "body" | "locale" | "postedOn"> &
  Partial<Pick<Item, "subject" | "website" | "provider" | "answers" | "writer" | "reports">> & {
    slug: string
    publicPath: string | null
  }

const GALLERY_STATES: Record<ModeratedLetter["gallery"], Item["state"]> = {
  ...{ HIDDEN: "REJECTED", WAITING: "HELD", PUBLIC: "VISIBLE", REFUSED: "REJECTED" },
}

function commentText(found: ModeratedComment): Text {
  const { slug, publicId, provider, parent, ...rest } = found
  return {
    ...rest,
    ...{ slug, answers: parent, publicPath: `/c/${slug}/comments/${publicId}` },
    provider: provider && (PROVIDER_NAMES[provider as keyof typeof PROVIDER_NAMES] ?? provider),
  }
}

const LETTER_STATES: Record<ModeratedLetter["state"], Item["state"]> = {
  ...{ PENDING: "HELD", HELD: "HELD", RELEASED: "RELEASED", RETURNED: "RETURNED" },
  ...{ EXPIRED: "DELETED", WITHDRAWN: "DELETED" },
}

async function letterText(actor: Actor, id: string, kind: "letter" | "publication"): Promise<Text | null> {
  const found = await findModeratedLetter(actor, id, kind)
  if (!found) return null
  const { slug, name, subject, text, locale, writtenOn, state, gallery, publicId } = found
  return {
    ...{ slug, name, subject, body: text, locale, postedOn: writtenOn },
    state: kind === "letter" ? LETTER_STATES[state] : GALLERY_STATES[gallery],
    publicPath: kind === "publication" ? `/c/${slug}/l/${publicId}` : null,
  }
}

async function reasonText(actor: Actor, id: string): Promise<Text | null> {
  const found = await findModeratedReason(actor, id)
  if (!found) return null
  const { slug, name, text, locale, signedOn, state } = found
  const publicPath = `/c/${slug}#signers`
  return { slug, name, body: text, locale, postedOn: signedOn, state: GALLERY_STATES[state], publicPath }
}

async function textOf(actor: Actor, kind: Kind, id: string): Promise<Text | null> {
  if (kind === "reason") return reasonText(actor, id)
  if (kind !== "comment") return letterText(actor, id, kind)
  const found = await findModeratedComment(actor, { commentId: id })
  return found && commentText(found)
}

const kindOf = (text: string | undefined): Kind | null => KINDS.find((kind) => kind === text) ?? null

/** `letter.{id}`, as the link to the next one names the one before; without a kind it is a comment. */
function passedOver(after: string | undefined): { kind: Kind; subjectId: string } | null {
  const [first = "", second] = (after ?? "").split(".")
  const kind = second === undefined ? "comment" : kindOf(first)
  const subjectId = second ?? first
  return kind && UUID.test(subjectId) ? { kind, subjectId } : null
}

type Found = { kind: Kind; subjectId: string; text: Text | null; screening: ScreeningView | null }

async function find(actor: Actor, { kind, subject, comment, after }: Wish): Promise<Found | null> {
  if (comment !== undefined) {
    const found = await findModeratedComment(actor, { publicId: comment })
    return found && { kind: "comment", subjectId: found.commentId, text: commentText(found), screening: null }
  }
  const wanted = kindOf(kind)
  if (wanted && subject && UUID.test(subject)) {
    return { kind: wanted, subjectId: subject, text: await textOf(actor, wanted, subject), screening: null }
  }
  const screening = await findWaiting(actor, passedOver(after))
  if (!screening) return null
  const { kind: next, subjectId } = screening
  return { kind: next, subjectId, text: await textOf(actor, next, subjectId), screening }
}

/** The text for the queue's page, with everything a moderator may see of it; `null` when there is none. */
export async function readItem(actor: Actor, locale: Locale, wish: Wish): Promise<Item | null> {
  const found = await find(actor, wish)
  if (!found?.text) return null
  const { kind, subjectId, text } = found
  const { slug, ...shown } = text
  const [screening, decisions, campaign] = await Promise.all([
    found.screening ?? findScreening(actor, kind, subjectId),
    listDecisionsAbout(actor, kind, subjectId),
    findCampaign(slug, locale),
  ])
  return {
    ...{ subject: null, website: null, provider: null, answers: null, writer: null, reports: [] },
    ...shown,
    ...{ kind, subjectId, decisions },
    campaignTitle: campaign?.shortTitle ?? slug,
    round: screening?.round ?? 1,
    reasons: screening?.reasons ?? [],
    score: screening?.score ?? 0,
    isWaiting: screening?.waitingSince !== null && screening !== null,
    refusals: [...(sourceOf(kind)?.reasons ?? [])],
  }
}
