import type { CommentDecision } from "#lib/domain/comments/decide"
import { decideComment, settleComments } from "#lib/domain/comments/decide"
import { type Posted, type Posting, postComment, type Writer } from "#lib/domain/comments/post"
import { db } from "#lib/platform/db"
import { randomBytes } from "node:crypto"
import type { SignableCampaign } from "#lib/domain/signatures/sign"
import { createOrganiser } from "#tests/factories/organiser"

let made = 0

/** A guest with an address of their own. */
export function guest(changes: Partial<Extract<Writer, { kind: "guest" }>> = {}): Writer {
  made += 1
  const email = `writer-${made}-${process.pid}@example.org`
  return { kind: "guest", name: "Ana", email, website: null, notify: false, isProven: false, ...changes }
}

/** Somebody who is logged in. */
export function account(changes: Partial<Extract<Writer, { kind: "account" }>> = {}): Writer {
  made += 1
  return { kind: "account", name: "Ben", provider: "google", subject: `subject-${made}`, ...changes }
}

const SENTENCES = [
  "My sister nurses in a clinic and told me how much safer people are when nobody has to hide from the police.",
  "I read the whole policy on the train this morning, and I think it says what has to be said.",
  "Where I live the law changed eight years ago, and none of what people feared has happened since.",
]

/** A comment that nothing speaks against, in words of its own. */
export function bodyOf(number: number): string {
  return `${SENTENCES[number % SENTENCES.length]} Thought ${number.toString(36)}${"abcdefgh"[number % 8]} of mine.`
}

/** A posting that nothing speaks against, by a new guest unless told otherwise. */
export function postingOf(campaign: SignableCampaign, changes: Partial<Posting> = {}): Posting {
  made += 1
  const body = changes.body ?? bodyOf(made)
  return {
    campaign,
    writer: guest(),
    body,
    typed: changes.typed ?? body,
    parent: null,
    locale: "en",
    form: { trap: "", stamp: "fine", secondsOpen: null },
    pressKey: randomBytes(32),
    own: [],
    network: null,
    ...changes,
  }
}

/** Posts a comment. @throws when it is refused. */
export async function createComment(
  campaign: SignableCampaign,
  changes: Partial<Posting> = {},
  now = new Date(),
): Promise<Posted> {
  const result = await postComment(postingOf(campaign, changes), now)
  if (!result.ok) throw new Error(`Not posted: ${result.code}`)
  return result.value
}

/** Decides about a comment as an owner of the site who has just read it. */
export async function decide(
  commentId: string,
  action: CommentDecision["action"],
  { now = new Date(), reason = null as CommentDecision["reason"] } = {},
): Promise<string> {
  const { actor } = await createOrganiser()
  const { round } = await screeningOf(commentId)
  const result = await decideComment(actor, { commentId, action, reason, round }, now)
  if (!result.ok) throw new Error(`Not decided: ${result.code}`)
  return result.value.decisionId
}

/** A comment that a moderator has published, with everything that follows. */
export async function createVisible(
  campaign: SignableCampaign,
  changes: Partial<Posting> = {},
  now = new Date(),
): Promise<Posted> {
  const posted = await createComment(campaign, changes, now)
  if (!posted.isVisible) await decide(posted.commentId, "approve", { now })
  await settleComments(new Date(now.getTime() + 60_000))
  return { ...posted, isVisible: true }
}

/** What was found out about a comment. */
export function screeningOf(commentId: string) {
  return db().screening.findUniqueOrThrow({ where: { kind_subjectId: { kind: "comment", subjectId: commentId } } })
}

/** The row of a comment. */
export function commentOf(commentId: string) {
  return db().comment.findUniqueOrThrow({ where: { id: commentId } })
}
