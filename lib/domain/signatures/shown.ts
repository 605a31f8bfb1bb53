import "server-only"
import { SHOWN_STATES } from "#lib/domain/signatures/rules"
import { db } from "#lib/platform/db"

/** A place in the list of shown names: so many of a day's names are behind it. Tells neither who nor when. */
export type ShownPlace = { day: string; seen: number }

/** What anybody may read of a signature: the name as its owner wants it shown, the country, the day it was listed on. */
export type ShownSignature = { name: string; country: string | null; listedOn: string }

/**
 * The names that people chose to show, the newest day first, in the order of their batches within a day, so that a page begins where the last
 * one ended although new names arrive.
 *
 * @param limit Rows, 1 to 100.
 */
export async function listShownSignatures(
  campaignId: string,
  { after, limit }: { after: ShownPlace | null; limit: number },
): Promise<{ rows: ShownSignature[]; next: ShownPlace | null }> {
  const before = after ? new Date(Date.parse(`${after.day}T00:00:00Z`) + 86_400_000) : new Date("9999-12-31T00:00:00Z")
  const found = await db().$queryRaw<ShownSignature[]>`
    select "publicName" as name, country, to_char("listedAt" at time zone 'utc', 'YYYY-MM-DD') as "listedOn"
    from "Signature"
    where "campaignId" = ${campaignId}::uuid and state::text = any(${[...SHOWN_STATES]}) and "publicName" is not null
      and "listedAt" < ${before}
    order by ("listedAt" at time zone 'utc')::date desc, "listedAt", "listedOrder"
    limit ${limit + 1} offset ${after?.seen ?? 0}`
  const rows = found.slice(0, limit)
  const day = rows.at(-1)?.listedOn
  if (found.length <= limit || !day) return { rows, next: null }
  const seenBefore = after?.day === day ? after.seen : 0
  return { rows, next: { day, seen: seenBefore + rows.filter(({ listedOn }) => listedOn === day).length } }
}
