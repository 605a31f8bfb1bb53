import "server-only"
import { randomInt } from "node:crypto"
import { reconcileCount, type Recount } from "#lib/domain/campaigns/jobs"
import { tallyConfirmation } from "#lib/domain/signatures/confirmation-tally"
import { openDetails } from "#lib/domain/signatures/details"
import "#lib/domain/signatures/greetings"
import {
  CONFIRM_TTL_DAYS,
  COUNTED_STATES,
  EXPIRED_ROW_DAYS,
  LISTED_BATCH_MIN,
  SHOWN_STATES,
} from "#lib/domain/signatures/rules"
import type { Prisma } from "#lib/generated/prisma/client"
import { db, transaction, type Transaction } from "#lib/platform/db"
import { notify } from "#lib/platform/notify"

const DAY_MS = 86_400_000

const ANONYMISED_CONFIRMED = { state: "ANONYMISED", confirmedAt: { not: null } } as const
const ANONYMISED_UNVERIFIED = { state: "ANONYMISED", confirmedAt: null } as const

/** Random order (Fisher–Yates), so that the place in a batch tells nothing about the moment of signing. */
function shuffled<Item>(items: readonly Item[]): Item[] {
  const order = [...items]
  for (let last = order.length - 1; last > 0; last--) {
    const other = randomInt(last + 1)
    ;[order[last], order[other]] = [order[other] as Item, order[last] as Item]
  }
  return order
}

/**
 * Lists the names that wait, one batch for each campaign, unless there are fewer than three.
 *
 * @returns How many names appeared.
 */
export async function listWaitingNames(now: Date): Promise<number> {
  const campaigns = await db().campaign.findMany({
    where: { status: { not: "DRAFT" } },
    select: { id: true, slug: true },
  })
  let listed = 0
  for (const campaign of campaigns) listed += await listBatch(campaign, now)
  return listed
}

async function listBatch(campaign: { id: string; slug: string }, now: Date): Promise<number> {
  return transaction(async (tx) => {
    const waiting = await tx.signature.findMany({
      where: { campaignId: campaign.id, state: { in: [...SHOWN_STATES] }, publicName: { not: null }, listedAt: null },
      select: { id: true },
      take: 1_000,
    })
    if (waiting.length < LISTED_BATCH_MIN) return 0
    const ids = shuffled(waiting).map(({ id }) => id)
    await tx.$executeRaw`
      update "Signature" s set "listedAt" = ${now}, "listedOrder" = o.place
      from unnest(${ids}::uuid[]) with ordinality as o(id, place)
      where s.id = o.id and s."publicName" is not null`
    await notify(tx, "page_changed", JSON.stringify({ slug: campaign.slug, drop: false }))
    return ids.length
  })
}

const EXPIRING_BATCH = 2_000

/** Counts by mail provider what was never confirmed, while the address is still there to tell it. */
async function tallyExpiring(where: Prisma.SignatureWhereInput): Promise<void> {
  for (let after: string | undefined; ;) {
    const rows = await db().signature.findMany({
      where,
      select: { id: true, campaignId: true, emailIndex: true, sealed: true },
      orderBy: { id: "asc" },
      take: EXPIRING_BATCH,
      ...(after && { cursor: { id: after }, skip: 1 }),
    })
    for (const row of rows) {
      const email = row.sealed && openDetails(row, row.sealed).email
      if (email) tallyConfirmation(row.campaignId, email, "never")
    }
    after = rows.at(-1)?.id
    if (rows.length < EXPIRING_BATCH) return
  }
}

/** Deletes the details of signatures that were not confirmed within 7 days, and their bare rows 14 days later. */
export async function expireSignatures(now: Date): Promise<{ expired: number; erased: number }> {
  const expiry = new Date(now.getTime() - CONFIRM_TTL_DAYS * DAY_MS)
  const where = { state: "PENDING", mailedAt: { lt: expiry } } as const
  await tallyExpiring(where)
  return transaction(async (tx) => {
    const { count: expired } = await tx.signature.updateMany({
      where,
      data: { state: "EXPIRED", sealed: null, emailIndex: null, country: null, showName: false, wantsUpdates: false },
    })
    const { count: erased } = await tx.signature.deleteMany({
      where: { state: "EXPIRED", mailedAt: { lt: new Date(expiry.getTime() - EXPIRED_ROW_DAYS * DAY_MS) } },
    })
    return { expired, erased }
  })
}

async function recount(tx: Transaction, campaignId: string): Promise<Recount> {
  // Who is anonymised was confirmed, or signed without an address; when they were confirmed is kept to the week.
  const confirmed = { OR: [{ state: { in: [...COUNTED_STATES] } }, ANONYMISED_CONFIRMED] }
  const unverified = { OR: [{ state: "UNVERIFIED" as const }, ANONYMISED_UNVERIFIED] }
  const paper = await tx.paperBatch.aggregate({ where: { campaignId, state: "COUNTED" }, _sum: { rows: true } })
  return {
    confirmed: await tx.signature.count({ where: { campaignId, ...confirmed } }),
    unverified: await tx.signature.count({ where: { campaignId, ...unverified } }),
    withdrawn: await tx.signature.count({ where: { campaignId, state: "WITHDRAWN" } }),
    paper: paper._sum.rows ?? 0,
  }
}

/** Counts every campaign anew and repairs any drift. @returns Ids of the campaigns that were repaired. */
export async function reconcileCounts(): Promise<string[]> {
  const repaired: string[] = []
  for (const { id } of await db().campaign.findMany({ select: { id: true } }))
    if (await reconcileCount(id, (tx) => recount(tx, id))) repaired.push(id)
  return repaired
}
