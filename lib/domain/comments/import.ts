import "server-only"
import { newPublicId, printOf, sealContent, sealEmail } from "#lib/domain/comments/details"
import { placeOf, type Places } from "#lib/domain/comments/places"
import { announce, lockComment, markUpwards, moveComment } from "#lib/domain/comments/tree"
import type { PutOutcome, WxrSink } from "#lib/domain/comments/wxr/import"
import type { ImportedComment } from "#lib/domain/comments/wxr/types"
import { judgeText } from "#lib/domain/moderation/filter"
import { lockScreening } from "#lib/domain/moderation/screenings"
import type { CommentState } from "#lib/generated/prisma/enums"
import { transaction } from "#lib/platform/db"
import { fingerprint } from "#lib/platform/fingerprints"
import { newId } from "#lib/platform/ids"
import { hotPool } from "#lib/platform/sql"
import type { Locale } from "#lib/shared/locales"

/** Where imported comments go. `unnamed` stands for whoever left no name. */
export type ImportTarget = { campaignId: string; locale: Locale; unnamed: string }

type Content = { name: string; website: string | null; body: string }

/** A comment that an earlier import or this one has kept. */
type Known = Places & {
  id: string
  importIndex: Uint8Array
  contentIndex: Uint8Array
  state: CommentState
  isShown: boolean
  isEdited: boolean
}

const LOOKUP = `
select id, "importIndex", "contentIndex", level, "oldestPlace", "newestPlace", state, "isShown", "editedAt" is not null as "isEdited"
from "Comment" where "importIndex" = any($1::bytea[])`

const INSERT = `
with written as (
  insert into "Comment" (id, "publicId", "campaignId", "parentId", state, "isShown", level, "oldestPlace", "newestPlace", writer,
    "contentIndex", "importIndex", sealed, name, website, body, "sealedEmail", locale, "postedAt", "visibleAt", "decidedAt")
  values ($1, $2, $3, $4, $5::text::"CommentState", $5 = 'VISIBLE', $6, $7, $8, 'IMPORTED', $9, $10, $11, $12, $13, $14, $15, $16, $17,
    case when $5 = 'VISIBLE' then $17::timestamptz end, case when $5 = 'VISIBLE' then $18::timestamptz end)
  returning id, "campaignId"
)
insert into "Screening" (id, kind, "subjectId", "campaignId", "waitingSince", verdict, score, reasons, "createdAt")
select $19, 'comment', id, "campaignId", $18, $20, $21, $22::text[], $18 from written where $5 = 'HELD'`

const indexOf = (campaignId: string, key: string) => fingerprint("comment import", campaignId, key)

/** Two imports of the same comment give the same; a change on the other site gives another. */
function digest(campaignId: string, content: Content): Buffer {
  return fingerprint("comment import text", campaignId, JSON.stringify([content.name, content.website, content.body]))
}

/** The place of an imported comment: by its date and number, but never before what it answers. */
function placeFor(comment: ImportedComment, parent: Known | undefined): Places {
  const own = placeOf(parent ?? null, comment.postedAt, comment.id)
  if (!parent || Buffer.compare(own.oldestPlace, parent.oldestPlace) > 0) return own
  return placeOf(parent, new Date(timeOf(parent) + 1), comment.id)
}

/** The moment in the last segment of a place. */
function timeOf({ oldestPlace }: Places): number {
  return Buffer.from(oldestPlace).readUIntBE(oldestPlace.length - 10, 6)
}

async function create(
  { campaignId, locale }: ImportTarget,
  comment: ImportedComment,
  content: Content,
  parent: Known | undefined,
  now: Date,
): Promise<void> {
  const id = newId()
  const state: CommentState = comment.status === "approved" ? "VISIBLE" : "HELD"
  const isVisible = state === "VISIBLE"
  const judged = isVisible
    ? null
    : await judgeText(campaignId, {
        text: content.body,
        name: content.name,
        website: content.website,
        emailDomain: comment.email?.slice(comment.email.lastIndexOf("@") + 1) ?? null,
        form: { trap: "", stamp: "fine", secondsOpen: null },
        print: printOf(campaignId, content.body),
        recent: [],
      })
  const { level, oldestPlace, newestPlace } = placeFor(comment, parent)
  const opinion = judged && { visible: "ham", hold: "unsure", spam: "spam" }[judged.verdict]
  await hotPool().query({
    name: "comment-import",
    text: INSERT,
    values: [
      ...[id, newPublicId(), campaignId, parent?.id ?? null, state, level, oldestPlace, newestPlace],
      ...[digest(campaignId, content), indexOf(campaignId, comment.key), isVisible ? null : sealContent(id, content)],
      ...(isVisible ? [content.name, content.website, content.body] : [null, null, null]),
      ...[comment.email && sealEmail(id, comment.email), locale, comment.postedAt, now],
      ...[newId(), opinion ?? "", judged?.score ?? 0, ["imported", ...(judged?.reasons ?? [])]],
    ],
  })
  if (isVisible && parent && !parent.isShown) {
    await transaction(async (tx) => {
      await lockComment(tx, parent.id)
      await markUpwards(tx, parent.id)
    })
  }
}

/** What becomes of a comment. What somebody decided, edited or took back here stays as it is. */
function outcomeOf(known: Known | undefined, { status }: ImportedComment, text: Buffer): PutOutcome {
  if (!known) return "created"
  const isApproved = status === "approved"
  const isOurs = known.isEdited || (known.state !== "HELD" && !(known.state === "VISIBLE" && isApproved))
  const isSame = text.equals(known.contentIndex) && isApproved === (known.state === "VISIBLE")
  return isOurs || isSame ? "unchanged" : "updated"
}

/** Takes over what the other site changed since the last import. */
async function update(
  known: Known,
  { status }: ImportedComment,
  content: Content,
  text: Buffer,
  now: Date,
): Promise<void> {
  const isApproved = status === "approved"
  await transaction(async (tx) => {
    await lockScreening(tx, "comment", known.id)
    const row = await lockComment(tx, known.id)
    if (row?.state !== known.state) return
    const changed = await tx.comment.update({
      where: { id: row.id },
      data: {
        contentIndex: new Uint8Array(text),
        ...(row.state === "VISIBLE" ? content : { sealed: sealContent(row.id, content) }),
      },
    })
    await tx.screening.updateMany({
      where: { kind: "comment", subjectId: row.id },
      data: { round: { increment: 1 }, ...(isApproved && { waitingSince: null }) },
    })
    await moveComment(tx, changed, isApproved ? "VISIBLE" : "HELD", now, isApproved ? { decidedAt: now } : {})
  })
}

/**
 * Keeps the comments of another site in a campaign: dates and names as they were, addresses encrypted and deleted after 30 days,
 * approved ones visible, others before the moderators. The same comment twice is kept once; one that was removed here stays away.
 *
 * @param isDry Only says what would happen.
 */
export function commentSink(target: ImportTarget, now: Date, isDry = false): Pick<WxrSink, "put"> {
  const { campaignId } = target
  return {
    async put(comment) {
      const site = comment.key.slice(0, comment.key.lastIndexOf("#"))
      const index = indexOf(campaignId, comment.key)
      const above = comment.parentId === null ? [] : [indexOf(campaignId, `${site}#${comment.parentId}`)]
      const { rows } = await hotPool().query<Known>({
        name: "comment-import-lookup",
        text: LOOKUP,
        values: [[index, ...above]],
      })
      const find = (wanted: Buffer | undefined) => wanted && rows.find(({ importIndex }) => wanted.equals(importIndex))
      const content = { name: comment.name || target.unnamed, website: comment.website, body: comment.text }
      const text = digest(campaignId, content)
      const known = find(index)
      const outcome = outcomeOf(known, comment, text)
      if (isDry || outcome === "unchanged") return outcome
      if (known) await update(known, comment, content, text, now)
      else await create(target, comment, content, find(above[0]), now)
      return outcome
    },
  }
}

/** Counts the comments of the campaign and shows them on every node. Call after an import. */
export async function finishImport(campaignId: string): Promise<void> {
  await transaction(async (tx) => {
    await tx.$executeRaw`
      insert into "CommentTally" as t ("campaignId", visible, "updatedAt")
      select ${campaignId}::uuid, count(*)::int, now() from "Comment" where "campaignId" = ${campaignId}::uuid and state = 'VISIBLE'
      on conflict ("campaignId") do update set visible = excluded.visible, "updatedAt" = now()`
    await announce(tx, campaignId, false)
  })
}
