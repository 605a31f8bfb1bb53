import "server-only"
import { contentOf, emailOf } from "#lib/domain/comments/details"
import type { ExportedComment } from "#lib/domain/comments/wxr/write"
import type { Comment } from "#lib/generated/prisma/client"
import { db } from "#lib/platform/db"

export type ExportChoices = {
  /** Also those that nobody has decided about yet. */
  withPending: boolean
  /** Also e-mail addresses, as far as they are still kept. */
  withAddresses: boolean
}

const BATCH = 500

function statusOf({ state }: Comment, withPending: boolean): ExportedComment["status"] | null {
  if (state === "VISIBLE") return "approved"
  return state === "HELD" && withPending ? "pending" : null
}

/** All comments of a campaign for an export, threads together, oldest first. Replies to what is left out move up. */
export async function* exportComments(campaignId: string, choices: ExportChoices): AsyncGenerator<ExportedComment> {
  // What stands for a comment in the export: itself, or the next one above that is in it.
  const standIns = new Map<string, string | null>()
  for (let last: Comment | undefined, isOver = false; !isOver;) {
    const rows: Comment[] = await db().comment.findMany({
      where: { campaignId },
      orderBy: [{ oldestPlace: "asc" }, { id: "asc" }],
      take: BATCH,
      ...(last && { cursor: { id: last.id }, skip: 1 }),
    })
    for (const row of rows) {
      const parentId = row.parentId === null ? null : (standIns.get(row.parentId) ?? null)
      const status = statusOf(row, choices.withPending)
      const content = status && contentOf(row)
      standIns.set(row.id, content ? row.id : parentId)
      if (!content) continue
      const { name, website, body } = content
      const email = choices.withAddresses ? emailOf(row) : null
      yield { id: row.id, parentId, name, email, website, text: body, postedAt: row.postedAt, status }
    }
    last = rows.at(-1)
    isOver = rows.length < BATCH
  }
}
