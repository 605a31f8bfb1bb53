import "server-only"
import { receiptIndex } from "#lib/domain/signatures/details"
import { COUNTED_STATES } from "#lib/domain/signatures/rules"
import { db, type Transaction } from "#lib/platform/db"
import { normaliseReceiptCode } from "#lib/platform/tokens"

/** The day of the last hand-over that a signature was in, `YYYY-MM-DD`; `null` when it was in none. */
export async function findDeliveryDayOf(signatureId: string): Promise<string | null> {
  const found = await db().delivery.findFirst({
    where: { recordedAt: { not: null }, entries: { some: { signatureId } } },
    select: { deliveredOn: true },
    orderBy: { deliveredOn: "desc" },
  })
  return found?.deliveredOn?.toISOString().slice(0, 10) ?? null
}

/**
 * Takes signatures out of the hand-overs they are in, because they were withdrawn, deleted or rejected. Where a name was in the list its
 * number is kept, and nothing else, so that the recipient can be asked to delete it; where there was none one more is counted as gone.
 *
 * Call it in the transaction of the withdrawal, before a row is deleted.
 */
export async function retractFromDeliveries(tx: Transaction, signatureIds: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    with gone as (
      delete from "DeliveryEntry" where "signatureId" = any(${signatureIds}::uuid[]) returning "deliveryId", number
    ), numbers as (
      insert into "DeliveryRetraction" ("deliveryId", number)
      select "deliveryId", number from gone where number is not null on conflict do nothing
    )
    update "Delivery" d set "unnamedGone" = d."unnamedGone" + sums.n
    from (select "deliveryId", count(*)::int as n from gone where number is null group by 1) sums where d.id = sums."deliveryId"`
}

/** Takes a name out of the hand-overs it is in, because its owner wants it hidden or written in another way from now on. The signature stays counted in them. */
export async function retractName(tx: Transaction, signatureId: string): Promise<void> {
  await tx.$executeRaw`
    with named as (
      select "deliveryId", number from "DeliveryEntry" where "signatureId" = ${signatureId}::uuid and number is not null for update
    ), hidden as (
      update "DeliveryEntry" e set number = null from named n
      where e."deliveryId" = n."deliveryId" and e."signatureId" = ${signatureId}::uuid
    )
    insert into "DeliveryRetraction" ("deliveryId", number) select "deliveryId", number from named on conflict do nothing`
}

/** How many signatures of each hand-over of a campaign still count, by its id. The others were withdrawn, deleted or rejected since. */
export async function countStanding(campaignId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db().$queryRaw<{ id: string; n: number }[]>`
    select d.id, ((select count(*) from "DeliveryEntry" e where e."deliveryId" = d.id)
      - (select count(*) from "Signature" s join "DeliveryEntry" e on e."signatureId" = s.id
         where s."campaignId" = ${campaignId}::uuid and s.state = 'REJECTED' and e."deliveryId" = d.id))::int as n
    from "Delivery" d where d."campaignId" = ${campaignId}::uuid`
  return new Map(rows.map(({ id, n }) => [id, n]))
}

/** What the receipt check says of a code. */
export type CodeCheck = { state: "unknown" } | { state: "counted" } | { state: "delivered"; on: string }

/**
 * Looks a receipt code up for the public check: whether the signature counts in this campaign, and whether it was delivered. Every code takes
 * the same single look, right or wrong.
 *
 * @param typed As it was typed; spaces and capital letters make no difference.
 */
export async function checkReceiptCode(campaignId: string, typed: string): Promise<CodeCheck> {
  const index = receiptIndex(normaliseReceiptCode(typed) ?? "")
  const counted = [...COUNTED_STATES, "UNVERIFIED"]
  const [found] = await db().$queryRaw<{ isCounted: boolean; on: string | null }[]>`
    select s.state::text = any(${counted}) as "isCounted", (
        select to_char(max(d."deliveredOn"), 'YYYY-MM-DD') from "DeliveryEntry" e join "Delivery" d on d.id = e."deliveryId"
        where e."signatureId" = s.id and d."recordedAt" is not null
      ) as "on"
    from "Signature" s where s."receiptIndex" = ${new Uint8Array(index)} and s."campaignId" = ${campaignId}::uuid`
  if (!found?.isCounted) return { state: "unknown" }
  return found.on ? { state: "delivered", on: found.on } : { state: "counted" }
}

/** How many of the counted signatures came from a country; `null` stands for those who named none. */
export type CountryCount = { country: string | null; n: number }

/** The counted signatures of a campaign by country, the largest number first. */
export async function countByCountry(campaignId: string): Promise<CountryCount[]> {
  const found = await db().signature.groupBy({
    by: ["country"],
    // What was anonymised keeps its country, and counts.
    where: {
      campaignId,
      OR: [{ state: { in: [...COUNTED_STATES] } }, { state: "ANONYMISED", confirmedAt: { not: null } }],
    },
    _count: { _all: true },
  })
  return found
    .map(({ country, _count }) => ({ country, n: _count._all }))
    .sort((a, b) => b.n - a.n || (a.country ?? "").localeCompare(b.country ?? ""))
}
