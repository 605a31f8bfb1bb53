import "server-only"
import { randomBytes } from "node:crypto"
import {
  accountIndex,
  guestIndex,
  newPublicId,
  printOf,
  sealContent,
  sealEmail,
  sealSubscriber,
} from "#lib/domain/comments/details"
import { SAME_PRESS_SECONDS } from "#lib/domain/comments/limits"
import { type CommentChoices, commentsState, DEFAULT_CHOICES } from "#lib/domain/comments/opening"
import { outsideCheck, sealOutside } from "#lib/domain/comments/outside"
import { placeOf, type Places } from "#lib/domain/comments/places"
import { CONTEXT_STATEMENT, POST_COLUMNS, POST_STATEMENT } from "#lib/domain/comments/post-statements"
import type { Provider } from "#lib/domain/comments/schema"
import type { AkismetNetwork } from "#lib/domain/moderation/akismet-schema"
import { judgeText } from "#lib/domain/moderation/filter"
import { SNAPSHOT_MAX_MINUTES } from "#lib/domain/moderation/limits"
import type { TextPrint } from "#lib/domain/moderation/repeats"
import type { HoldReason } from "#lib/domain/moderation/schema"
import type { Submission } from "#lib/domain/moderation/signals"
import type { CampaignStatus, CommentState } from "#lib/generated/prisma/enums"
import { fingerprint } from "#lib/platform/fingerprints"
import { newId } from "#lib/platform/ids"
import { siteNames } from "#lib/platform/settings"
import { hotPool, queryByIndex } from "#lib/platform/sql"
import { hashToken, newToken } from "#lib/platform/tokens"
import type { Locale } from "#lib/shared/locales"
import { fail, ok, type Result } from "#lib/shared/result"

/** Who writes. `isProven`: this browser has shown that the address is the writer's. */
export type Writer =
  | { kind: "guest"; name: string; email: string; website: string | null; notify: boolean; isProven: boolean }
  | { kind: "account"; name: string; provider: Provider; subject: string }

/** A comment as it was posted. */
export type Posting = {
  campaign: { id: string; slug: string; isAtRisk: boolean; title: string }
  writer: Writer
  body: string
  /** The text before it was tidied. */
  typed: string
  /** Public id of the comment it answers. */
  parent: string | null
  locale: Locale
  form: Submission["form"]
  /** What is the same for two presses of one button: a keyed hash of the connection under today's key. */
  pressKey: Buffer
  /** Ids of comments that this browser posted of late. */
  own: string[]
  /** Facts of the connection, for the outside service where the campaign asks it. */
  network: AkismetNetwork | null
}

/** What became of it. The token opens the comment to its writer; only its hash is kept. */
export type Posted = { commentId: string; publicId: string; isVisible: boolean; token: string }

export type PostRefusal = "comments_closed" | "guests_off" | "login_off" | "reply_gone" | "just_posted"

type Context = CommentChoices & {
  status: CampaignStatus
  parentId: string | null
  parentLevel: number
  parentOldest: Uint8Array<ArrayBuffer>
  parentNewest: Uint8Array<ArrayBuffer>
  parentState: CommentState | null
  isKnown: boolean
  lastState: CommentState | null
  same: { id: string; isOwn: boolean; age: number }[] | null
  recent: [exact: string, near: string | null][] | null
}

/** What is looked up and written of a posting, worked out once. */
type Prepared = { writerIndex: Buffer; print: TextPrint; contentIndex: Buffer; isProven: boolean }

function prepare({ campaign, writer, body }: Posting): Prepared {
  const isGuest = writer.kind === "guest"
  const print = printOf(campaign.id, body)
  return {
    writerIndex: isGuest
      ? guestIndex(campaign.id, writer.email)
      : accountIndex(campaign.id, writer.provider, writer.subject),
    print,
    contentIndex: Buffer.from(print.exact, "hex"),
    isProven: isGuest ? writer.isProven : true,
  }
}

async function readContext(posting: Posting, prepared: Prepared): Promise<Context | null> {
  const { id } = posting.campaign
  const values = [id, posting.parent, prepared.writerIndex, prepared.contentIndex, posting.own, prepared.print.near]
  const { rows } = await queryByIndex<Context>({ name: "comment-context", text: CONTEXT_STATEMENT, values })
  const row = rows[0]
  return row ? { ...row, mode: row.mode ?? DEFAULT_CHOICES.mode } : null
}

function refusalOf(posting: Posting, context: Context, { isProven }: Prepared, now: Date): PostRefusal | null {
  if (commentsState(context, context.status, now).state !== "open") return "comments_closed"
  if (posting.writer.kind === "guest" ? !context.allowsGuests : !context.allowsLogin)
    return posting.writer.kind === "guest" ? "guests_off" : "login_off"
  if (posting.parent && context.parentState !== "VISIBLE") return "reply_gone"
  // Whoever only types an address must not learn from this that it posted something.
  const own = (context.same ?? []).filter(({ isOwn }) => isOwn || isProven)
  return own.some(({ age }) => age > SAME_PRESS_SECONDS) ? "just_posted" : null
}

type Judged = { state: "VISIBLE" | "HELD" | "SPAM"; verdict: string; score: number; reasons: HoldReason[] }

/** Visible at once is what a known writer posts and the filter finds nothing in. Everything else waits for a person. */
async function judge(posting: Posting, context: Context, prepared: Prepared, asksOutside: boolean): Promise<Judged> {
  const { campaign, writer, typed, form } = posting
  const [{ verdict, score, reasons }, { siteName, orgName }] = await Promise.all([
    judgeText(campaign.id, {
      text: typed,
      name: writer.name,
      website: writer.kind === "guest" ? writer.website : null,
      emailDomain: writer.kind === "guest" ? writer.email.slice(writer.email.lastIndexOf("@") + 1) : null,
      form,
      print: prepared.print,
      recent: (context.recent ?? []).map(([exact, near]) => ({ exact, near })),
    }),
    siteNames(),
  ])
  const isTrusted = prepared.isProven && context.isKnown && context.lastState === "VISIBLE"
  const isOfficial = [siteName, orgName].some((name) => sounds(name) === sounds(writer.name))
  const held: HoldReason[] = [
    ...(isTrusted ? [] : (["first_text"] as const)),
    ...(context.holdsAll ? (["all_held"] as const) : []),
    ...(isOfficial ? (["official_name"] as const) : []),
    ...(asksOutside ? (["outside_wait"] as const) : []),
  ]
  const state = verdict === "spam" ? "SPAM" : verdict === "hold" || held.length > 0 ? "HELD" : "VISIBLE"
  const opinion = { visible: "ham", hold: "unsure", spam: "spam" }[verdict]
  return { state, verdict: opinion, score, reasons: [...reasons, ...held] }
}

const sounds = (name: string) =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "")

/** Everything of the new rows, by the names of `POST_COLUMNS`. */
function compose(posting: Posting, context: Context, prepared: Prepared, judged: Judged, now: Date) {
  const { campaign, writer, body, parent, locale } = posting
  const id = newId()
  const publicId = newPublicId()
  const isVisible = judged.state === "VISIBLE"
  const content = { name: writer.name, website: writer.kind === "guest" ? writer.website : null, body }
  const parentPlaces: Places | null = context.parentId
    ? { level: context.parentLevel, oldestPlace: context.parentOldest, newestPlace: context.parentNewest }
    : null
  const tokens = { token: newToken(), stopToken: newToken() }
  const email = writer.kind === "guest" ? writer.email : null
  const wantsReplies = writer.kind === "guest" && writer.notify
  const check = context.asksOutside
    ? outsideCheck({ ...content, publicId, parent, locale, slug: campaign.slug, now, network: posting.network })
    : null
  const outside = check && sealOutside(id, check)
  const press = [posting.pressKey, prepared.writerIndex, prepared.contentIndex, Buffer.from(parent ?? "")]
  const values: Record<keyof typeof POST_COLUMNS, unknown> = {
    ...{ id, publicId, campaignId: campaign.id, parentId: context.parentId, state: judged.state, isShown: isVisible },
    ...placeOf(parentPlaces, now, randomBytes(4).readUInt32BE()),
    writer: writer.kind === "guest" ? "GUEST" : "ACCOUNT",
    provider: writer.kind === "account" ? writer.provider : null,
    ...{ writerIndex: prepared.writerIndex, isProven: prepared.isProven },
    ...{ contentIndex: prepared.contentIndex, nearPrint: prepared.print.near },
    pressIndex: fingerprint("comment press", campaign.id, Buffer.concat(press).toString("hex")),
    ...(isVisible
      ? { ...content, sealed: null }
      : { ...{ name: null, website: null, body: null }, sealed: sealContent(id, content) }),
    sealedEmail: email && sealEmail(id, email),
    ...{ locale, now, tokenHash: hashToken(tokens.token) },
    subscription: email && wantsReplies ? sealSubscriber(id, { email, stopToken: tokens.stopToken }) : null,
    ...{ stopHash: hashToken(tokens.stopToken), isDiscreet: campaign.isAtRisk },
    ...{ screeningId: newId(), verdict: judged.verdict, score: judged.score, reasons: judged.reasons },
    ...{ sealedCheck: outside?.check ?? null, sealedFeedback: outside?.feedback ?? null },
    checkUntil: outside && new Date(now.getTime() + SNAPSHOT_MAX_MINUTES * 60_000),
    ...{ decisionId: newId(), slug: campaign.slug },
  }
  return { values, posted: { commentId: id, publicId, isVisible, token: tokens.token } satisfies Posted }
}

/** The comment that an earlier press of the same button wrote, with a token for this one; `null` when that was long ago. */
async function earlierPress(pressIndex: unknown, tokenHash: unknown): Promise<Omit<Posted, "token"> | null> {
  const { rows } = await hotPool().query<{ id: string; publicId: string; state: CommentState }>(
    `with found as (
      select id, "publicId", state from "Comment"
      where "pressIndex" = $1 and "postedAt" > now() - interval '${SAME_PRESS_SECONDS} seconds'
    ), token as (
      insert into "CommentToken" (hash, "commentId") select $2, id from found on conflict do nothing
    ), freed as (
      update "Comment" set "pressIndex" = null where "pressIndex" = $1 and not exists (select from found)
    )
    select * from found`,
    [pressIndex, tokenHash],
  )
  const found = rows[0]
  return found ? { commentId: found.id, publicId: found.publicId, isVisible: found.state === "VISIBLE" } : null
}

const POSTING_TRIES = 3

async function write(values: Record<keyof typeof POST_COLUMNS, unknown>, posted: Posted): Promise<Posted> {
  for (let tries = 1; tries <= POSTING_TRIES; tries++) {
    const { rowCount } = await queryByIndex({
      name: "comment-post",
      text: POST_STATEMENT,
      values: Object.keys(POST_COLUMNS).map((column) => values[column as keyof typeof POST_COLUMNS]),
    })
    if (rowCount === 1) return posted
    const earlier = await earlierPress(values.pressIndex, values.tokenHash)
    if (earlier) return { ...earlier, token: posted.token }
  }
  throw new Error("A comment was neither new nor known.")
}

/** PostgreSQL appendix A: foreign_key_violation. The parent went while the reply was written. */
const isParentGone = (error: unknown) => (error as { code?: unknown }).code === "23503"

/**
 * Posts a comment. Where nothing speaks against it and the writer is known it is visible at once; else it waits for a moderator.
 *
 * A writer is known by an account, or by an address that this browser has confirmed, under which a comment was published before:
 * never by a name or an address that was merely typed. Two presses of one button make one comment.
 *
 * @returns `comments_closed`, `guests_off`, `login_off`; `reply_gone` when what it answers is no longer there; `just_posted` for a
 * text that this writer posted within the last day. Throws when the database is down.
 */
export async function postComment(posting: Posting, now: Date): Promise<Result<Posted, PostRefusal>> {
  const prepared = prepare(posting)
  const context = await readContext(posting, prepared)
  if (!context) return fail("comments_closed")
  const refusal = refusalOf(posting, context, prepared, now)
  if (refusal) return fail(refusal)
  const allowed = context.allowsWebsite || posting.writer.kind !== "guest" ? posting : withoutWebsite(posting)
  const asksOutside = context.asksOutside && posting.network !== null
  const judged = await judge(allowed, context, prepared, asksOutside)
  const { values, posted } = compose(allowed, { ...context, asksOutside }, prepared, judged, now)
  try {
    return ok(await write(values, posted))
  } catch (error) {
    if (posting.parent && isParentGone(error)) return fail("reply_gone")
    throw error
  }
}

function withoutWebsite(posting: Posting): Posting {
  return { ...posting, writer: { ...posting.writer, website: null } as Writer }
}
