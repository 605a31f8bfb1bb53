import "server-only"
import { contentOf, sealContent } from "#lib/domain/comments/details"
import { threadOf } from "#lib/domain/comments/places"
import type { Comment } from "#lib/generated/prisma/client"
import type { CommentState } from "#lib/generated/prisma/enums"
import type { Transaction } from "#lib/platform/db"
import { notify } from "#lib/platform/notify"

/**
 * The comment, locked with its thread until the transaction ends.
 *
 * Everything that changes what is shown of a thread takes this lock first, so that two changes never wait for each other in a
 * circle and the marks that replies hang on are always right.
 */
export async function lockComment(tx: Transaction, id: string): Promise<Comment | null> {
  const [found] = await tx.$queryRaw<{ oldestPlace: Uint8Array; campaignId: string }[]>`
    select "oldestPlace", "campaignId" from "Comment" where id = ${id}::uuid`
  if (!found) return null
  const thread = `thread ${found.campaignId} ${Buffer.from(threadOf(found.oldestPlace)).toString("hex")}`
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${thread}, 0))`
  await tx.$queryRaw`select id from "Comment" where id = ${id}::uuid for update`
  return tx.comment.findUnique({ where: { id } })
}

async function addToTally(tx: Transaction, campaignId: string, change: 1 | -1): Promise<void> {
  await tx.$executeRaw`
    insert into "CommentTally" as t ("campaignId", visible, "updatedAt")
    values (${campaignId}::uuid, greatest(${change}::int, 0), now())
    on conflict ("campaignId") do update set visible = greatest(t.visible + ${change}::int, 0), "updatedAt" = now()`
}

type Marked = Pick<Comment, "id" | "parentId" | "state" | "isShown" | "sealed" | "body" | "importIndex">

/**
 * Gives the comment and those above it their marks: shown is what is visible, and what has something shown below it.
 *
 * A comment whose words are gone goes altogether once nothing hangs on it. An imported one leaves its number, so that the next
 * import does not bring it back.
 */
export async function markUpwards(tx: Transaction, id: string): Promise<void> {
  for (let current: string | null = id; current;) {
    const comment: Marked | null = await tx.comment.findUnique({
      where: { id: current },
      select: { id: true, parentId: true, state: true, isShown: true, sealed: true, body: true, importIndex: true },
    })
    if (!comment) return
    const below = await tx.comment.findFirst({ where: { parentId: current, isShown: true }, select: { id: true } })
    const isShown = comment.state === "VISIBLE" || below !== null
    const isEmpty = comment.sealed === null && comment.body === null && comment.importIndex === null
    if (isEmpty && !isShown && !(await tx.comment.findFirst({ where: { parentId: current }, select: { id: true } }))) {
      await tx.comment.delete({ where: { id: current } })
    } else if (isShown === comment.isShown) {
      return
    } else {
      await tx.comment.update({ where: { id: current }, data: { isShown } })
    }
    current = comment.parentId
  }
}

/** Tells every node that the pages of a campaign changed; what was taken off must not be seen again anywhere. */
export async function announce(tx: Transaction, campaignId: string, drop: boolean): Promise<void> {
  const { slug } = await tx.campaign.findUniqueOrThrow({ where: { id: campaignId }, select: { slug: true } })
  await notify(tx, "page_changed", JSON.stringify({ slug, drop }))
}

/**
 * Moves a comment to another state, with everything that follows: its words plain or sealed, the count, the marks in its thread,
 * the pages. Call with the lock of `lockComment`.
 *
 * @param changes Further columns to write along.
 */
export async function moveComment(
  tx: Transaction,
  comment: Comment,
  state: CommentState,
  now: Date,
  changes: Partial<Pick<Comment, "decidedAt" | "refusal" | "isReviewed" | "reportsCount">> = {},
): Promise<void> {
  const wasVisible = comment.state === "VISIBLE"
  const isVisible = state === "VISIBLE"
  const content = contentOf(comment)
  await tx.comment.update({
    where: { id: comment.id },
    data: {
      state,
      ...changes,
      ...(isVisible && content && { ...content, sealed: null, visibleAt: comment.visibleAt ?? now }),
      ...(!isVisible && content && { name: null, website: null, body: null, sealed: sealContent(comment.id, content) }),
    },
  })
  if (wasVisible !== isVisible) await addToTally(tx, comment.campaignId, isVisible ? 1 : -1)
  await markUpwards(tx, comment.id)
  if (wasVisible || isVisible) await announce(tx, comment.campaignId, wasVisible && !isVisible)
}

/**
 * Deletes the words of a comment and everything of its writer, and its row unless replies hang on it. Call with its lock.
 *
 * @param state Says what stands in its place: `DELETED` when its writer took it back, else what it was.
 */
export async function emptyComment(tx: Transaction, comment: Comment, state: CommentState): Promise<void> {
  await tx.commentToken.deleteMany({ where: { commentId: comment.id } })
  await tx.commentReport.deleteMany({ where: { commentId: comment.id } })
  await tx.replySubscription.deleteMany({ where: { commentId: comment.id } })
  await tx.comment.update({
    where: { id: comment.id },
    data: {
      state,
      ...{ sealed: null, sealedEmail: null, name: null, website: null, body: null, provider: null, refusal: null },
      ...{ writerIndex: null, contentIndex: new Uint8Array(), nearPrint: null, pressIndex: null, reportsCount: 0 },
    },
  })
  if (comment.state === "VISIBLE") await addToTally(tx, comment.campaignId, -1)
  // An empty row is never left without a reason, so the marks are gone through even where nothing changed.
  await tx.comment.update({ where: { id: comment.id }, data: { isShown: true } })
  await markUpwards(tx, comment.id)
  if (comment.isShown) await announce(tx, comment.campaignId, true)
}
