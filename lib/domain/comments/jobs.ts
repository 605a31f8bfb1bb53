import "server-only"
import { EMAIL_DAYS } from "#lib/domain/comments/limits"
import { emptyComment, lockComment } from "#lib/domain/comments/tree"
import { REFUSED_DAYS } from "#lib/domain/moderation/limits"
import { forgetScreening, lockScreening } from "#lib/domain/moderation/screenings"
import { db, transaction } from "#lib/platform/db"
import { log } from "#lib/platform/log"

const DAY_MS = 86_400_000
const BATCH = 500

const ago = (now: Date, days: number) => new Date(now.getTime() - days * DAY_MS)

/** Erases one refused comment; a place that replies hang on stays, empty. */
async function erase(id: string): Promise<void> {
  await transaction(async (tx) => {
    await lockScreening(tx, "comment", id)
    const comment = await lockComment(tx, id)
    // Meanwhile it may have been approved after all.
    if (!comment || comment.state === "VISIBLE" || comment.state === "HELD") return
    await forgetScreening(tx, "comment", [id])
    await emptyComment(tx, comment, comment.state)
  })
}

/**
 * Deletes what comments leave behind: spam, refused and removed ones after 30 days, addresses 30 days after the decision, links of
 * comments that are gone, prints after two days. Safe to run twice and on several nodes.
 */
export async function expireComments(now: Date): Promise<{ erased: number; addresses: number }> {
  const refused = await db().comment.findMany({
    where: {
      state: { in: ["SPAM", "REJECTED", "REMOVED"] },
      sealed: { not: null },
      OR: [
        { decidedAt: { lte: ago(now, REFUSED_DAYS) } },
        { decidedAt: null, postedAt: { lte: ago(now, REFUSED_DAYS) } },
      ],
    },
    select: { id: true },
    take: BATCH,
  })
  for (const { id } of refused) await erase(id)
  const { count: addresses } = await db().comment.updateMany({
    where: {
      sealedEmail: { not: null },
      OR: [{ decidedAt: { lte: ago(now, EMAIL_DAYS) } }, { decidedAt: null, visibleAt: { lte: ago(now, EMAIL_DAYS) } }],
    },
    data: { sealedEmail: null },
  })
  await db().comment.updateMany({
    where: { nearPrint: { not: null }, postedAt: { lte: ago(now, 2) } },
    data: { nearPrint: null },
  })
  await db().comment.updateMany({
    where: { pressIndex: { not: null }, postedAt: { lte: new Date(now.getTime() - 3_600_000) } },
    data: { pressIndex: null },
  })
  return { erased: refused.length, addresses }
}

/** Counts the visible comments of every campaign anew and repairs any drift. @returns Ids of the campaigns that were repaired. */
export async function recountComments(): Promise<string[]> {
  const repaired = await db().$queryRaw<{ campaignId: string }[]>`
    with real as (
      select c.id as "campaignId", count(m.id) filter (where m.state = 'VISIBLE')::int as visible
      from "Campaign" c left join "Comment" m on m."campaignId" = c.id and m.state = 'VISIBLE' group by c.id
    )
    insert into "CommentTally" as t ("campaignId", visible, "updatedAt")
    select "campaignId", visible, now() from real
    where visible > 0 or exists (select from "CommentTally" k where k."campaignId" = real."campaignId")
    on conflict ("campaignId") do update set visible = excluded.visible, "updatedAt" = now() where t.visible <> excluded.visible
    returning t."campaignId"`
  if (repaired.length > 0) log().warn({ campaigns: repaired.length }, "comment counts repaired")
  return repaired.map(({ campaignId }) => campaignId)
}
