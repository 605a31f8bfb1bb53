import "server-only"
import type pg from "pg"
import type { CountryCount } from "#lib/domain/signatures/delivered"
import { hotPool } from "#lib/platform/sql"

/** Everything that counts, or what no recorded hand-over has held yet. */
export type HandOverScope = "all" | "new"

/** How many signatures a hand-over holds, or would hold, of each kind. */
export type HandOverCounts = {
  /** Confirmed, and their owners want their names shown. */
  named: number
  unnamed: number
  withoutEmail: number
  /** Being looked into: they stay out until that is decided. */
  disputed: number
  byVersion: { version: number; n: number }[]
  byCountry: CountryCount[]
}

/** A signature whose name goes into the list. */
export type NamedSignature = { number: number; name: string; country: string | null }

const IS_NAMED = `s.state in ('CONFIRMED', 'DELIVERED') and s."showName" and s."publicName" is not null`
const IS_COUNTED = `s.state in ('CONFIRMED', 'DELIVERED', 'UNVERIFIED')`
const IS_NEW = `not exists (select from "DeliveryEntry" old join "Delivery" d on d.id = old."deliveryId"
  where old."signatureId" = s.id and d."recordedAt" is not null)`
// The order of the alphabet, the same on every server, so that a number tells nothing about when somebody signed.
const KEY = `lower(s."publicName") collate "C"`

const within = (scope: HandOverScope) => (scope === "new" ? `and ${IS_NEW}` : "")

type Group = {
  kind: "named" | "unnamed" | "withoutEmail" | "disputed"
  version: number
  country: string | null
  n: number
}

function sumUp(groups: readonly Group[]): HandOverCounts {
  const of = (kind: Group["kind"]) => groups.reduce((sum, group) => sum + (group.kind === kind ? group.n : 0), 0)
  const versions = new Map<number, number>()
  const countries = new Map<string | null, number>()
  for (const { kind, version, country, n } of groups) {
    if (kind !== "named" && kind !== "unnamed") continue
    versions.set(version, (versions.get(version) ?? 0) + n)
    countries.set(country, (countries.get(country) ?? 0) + n)
  }
  return {
    named: of("named"),
    unnamed: of("unnamed"),
    withoutEmail: of("withoutEmail"),
    disputed: of("disputed"),
    byVersion: [...versions].map(([version, n]) => ({ version, n })).sort((a, b) => a.version - b.version),
    byCountry: [...countries].map(([country, n]) => ({ country, n })).sort((a, b) => b.n - a.n),
  }
}

const GROUPED = `
  case s.state when 'UNVERIFIED' then 'withoutEmail' when 'DISPUTED' then 'disputed'
    else case when KIND then 'named' else 'unnamed' end end as kind,
  s."petitionVersion" as version, s.country, count(*)::int as n`

/** What a hand-over of a campaign would hold at this moment. */
export async function countForHandOver(campaignId: string, scope: HandOverScope): Promise<HandOverCounts> {
  const { rows } = await hotPool().query<Group>(
    `select ${GROUPED.replace("KIND", IS_NAMED)} from "Signature" s
     where s."campaignId" = $1 and (${IS_COUNTED} or s.state = 'DISPUTED') ${within(scope)} group by 1, 2, 3`,
    [campaignId],
  )
  return sumUp(rows)
}

/** What a closed list holds. */
export async function countEntries(deliveryId: string): Promise<HandOverCounts> {
  const { rows } = await hotPool().query<Group>(
    `select ${GROUPED.replace("KIND", "e.number is not null")} from "DeliveryEntry" e
     join "Signature" s on s.id = e."signatureId" where e."deliveryId" = $1 group by 1, 2, 3`,
    [deliveryId],
  )
  return sumUp(rows)
}

const COLUMNS = `s."publicName" as name, s.country`

/**
 * Names as a list made now would have them, numbered as they would be.
 *
 * @param from Place of the first one, from 0.
 */
export async function listForHandOver(
  campaignId: string,
  scope: HandOverScope,
  { from, limit }: { from: number; limit: number },
): Promise<NamedSignature[]> {
  const { rows } = await hotPool().query<NamedSignature>(
    `select ${COLUMNS}, ($2::int + row_number() over (order by ${KEY}, s.id))::int as number from "Signature" s
     where s.id in (
       select s.id from "Signature" s where s."campaignId" = $1 and ${IS_NAMED} ${within(scope)}
       order by ${KEY}, s.id limit $3 offset $2
     ) order by ${KEY}, s.id`,
    [campaignId, from, limit],
  )
  return rows
}

/** The names of a closed list in their order, a few hundred in memory at a time. What was withdrawn meanwhile is not there any more. */
export async function* readNamed(deliveryId: string, batch = 500): AsyncGenerator<NamedSignature> {
  for (let after = 0; ;) {
    const { rows } = await hotPool().query<NamedSignature>({
      name: "named-of-delivery",
      text: `select ${COLUMNS}, e.number from "DeliveryEntry" e join "Signature" s on s.id = e."signatureId"
        where e."deliveryId" = $1 and e.number > $2 and ${IS_NAMED} order by e.number limit $3`,
      values: [deliveryId, after, batch],
    })
    yield* rows
    after = rows.at(-1)?.number ?? after
    if (rows.length < batch) return
  }
}

/** How far a list is: the names first, then those that are counted without one. */
export type ListPlace = { phase: "named" | "counted"; key: string; id: string; number: number }

export const LIST_START: ListPlace = {
  phase: "named",
  key: "",
  id: "00000000-0000-0000-0000-000000000000",
  number: 0,
}

type Added = { n: number; key: string | null; id: string | null }

// Rows that somebody is changing or withdrawing at this moment are left out, so that neither waits for the other.
const NAMED_BATCH = (scope: HandOverScope) => `
  with chosen as (
    select s.id, ${KEY} as key from "Signature" s
    where s."campaignId" = $2 and ${IS_NAMED} ${within(scope)} and (${KEY}, s.id) > ($3::text collate "C", $4::uuid)
      and not exists (select from "DeliveryEntry" e where e."deliveryId" = $1 and e."signatureId" = s.id)
    order by ${KEY}, s.id limit $6 for key share of s skip locked
  ), added as (
    insert into "DeliveryEntry" ("deliveryId", "signatureId", number)
    select $1, id, $5::int + row_number() over (order by key collate "C", id) from chosen
  )
  select count(*) over ()::int as n, key, id from chosen order by key collate "C" desc, id desc limit 1`

const COUNTED_BATCH = (scope: HandOverScope) => `
  with chosen as (
    select s.id from "Signature" s
    where s."campaignId" = $2 and ${IS_COUNTED} and not (${IS_NAMED}) ${within(scope)} and s.id > $4::uuid
      and not exists (select from "DeliveryEntry" e where e."deliveryId" = $1 and e."signatureId" = s.id)
    order by s.id limit $6 for key share of s skip locked
  ), added as (
    insert into "DeliveryEntry" ("deliveryId", "signatureId") select $1, id from chosen
  )
  select count(*) over ()::int as n, $3::text as key, id from chosen where $5::int >= 0 order by id desc limit 1`

/**
 * Adds the next few thousand signatures to a list.
 *
 * @param session In a transaction that holds the lock of the hand-over, so that only one at a time adds to it.
 * @returns the place from where to go on; `null` when the list is complete.
 */
export async function addNextEntries(
  session: pg.PoolClient,
  list: { deliveryId: string; campaignId: string; scope: HandOverScope },
  place: ListPlace,
  limit: number,
): Promise<ListPlace | null> {
  const { deliveryId, campaignId, scope } = list
  const text = place.phase === "named" ? NAMED_BATCH(scope) : COUNTED_BATCH(scope)
  const values = [deliveryId, campaignId, place.key, place.id, place.number, limit]
  const { rows } = await session.query<Added>({ text, values })
  const found = rows[0]
  const added = found?.n ?? 0
  if (added < limit) return place.phase === "named" ? { ...LIST_START, phase: "counted" } : null
  return {
    phase: place.phase,
    key: found?.key ?? "",
    id: found?.id ?? LIST_START.id,
    number: place.phase === "named" ? place.number + added : 0,
  }
}

/** What the recipient of an earlier list is asked to delete from it. `on` is the day of that list, `YYYY-MM-DD`. */
export type Retractions = { deliveryId: string; on: string; numbers: number[]; unnamed: number }

/**
 * Gives a hand-over the numbers that its recipient has not been asked to delete yet. Rejected signatures are among them from here on: until
 * somebody is told, their rejection can be undone. Safe to run twice.
 */
export async function takeRetractions(
  session: pg.PoolClient,
  { deliveryId, campaignId, recipient }: { deliveryId: string; campaignId: string; recipient: string },
): Promise<void> {
  const earlier = `d."campaignId" = $2 and d.recipient = $3 and d."recordedAt" is not null and d.id <> $1`
  await session.query(
    `insert into "DeliveryRetraction" ("deliveryId", number, "toldInId")
     select e."deliveryId", e.number, $1 from "Signature" s join "DeliveryEntry" e on e."signatureId" = s.id
     join "Delivery" d on d.id = e."deliveryId"
     where s."campaignId" = $2 and s.state = 'REJECTED' and e.number is not null and ${earlier} on conflict do nothing`,
    [deliveryId, campaignId, recipient],
  )
  await session.query(
    `update "DeliveryRetraction" r set "toldInId" = $1 from "Delivery" d
     where d.id = r."deliveryId" and ${earlier} and not exists (
       select from "Delivery" told where told.id = r."toldInId" and told."recordedAt" is not null
     )`,
    [deliveryId, campaignId, recipient],
  )
}

/** What a hand-over asks its recipient to delete: numbers of earlier lists, and how many of those without a name are gone by now. */
export async function listRetractions(list: {
  deliveryId: string
  campaignId: string
  recipient: string
}): Promise<Retractions[]> {
  const { rows } = await hotPool().query<Retractions>(
    `select d.id as "deliveryId", to_char(d."deliveredOn", 'YYYY-MM-DD') as on, 
       (d."unnamedGone" + (select count(*) from "Signature" s join "DeliveryEntry" e on e."signatureId" = s.id
         where s."campaignId" = $2 and s.state = 'REJECTED' and e."deliveryId" = d.id and e.number is null))::int as unnamed,
       coalesce((select array_agg(r.number order by r.number) from "DeliveryRetraction" r
         where r."deliveryId" = d.id and r."toldInId" = $1), '{}') as numbers
     from "Delivery" d
     where d."campaignId" = $2 and d.recipient = $3 and d."recordedAt" is not null and d.id <> $1 and d."createdAt" <
       (select "createdAt" from "Delivery" where id = $1)
     order by d."deliveredOn", d."createdAt"`,
    [list.deliveryId, list.campaignId, list.recipient],
  )
  return rows.filter(({ numbers, unnamed }) => numbers.length > 0 || unnamed > 0)
}

/**
 * Makes the states of the next signatures of a hand-over agree with whether it, or another one, has happened: delivered, or confirmed again
 * after it was taken back. Both count. Safe to run twice, and at the same moment.
 *
 * @returns the last id that was looked at and how many were, `null` at the end.
 */
export async function settleDelivered(
  deliveryId: string,
  after: string,
  limit: number,
): Promise<{ id: string; n: number } | null> {
  const { rows } = await hotPool().query<{ id: string; n: number }>(
    `with looked as (
      select e."signatureId" as id, exists (
        select from "DeliveryEntry" other join "Delivery" d on d.id = other."deliveryId"
        where other."signatureId" = e."signatureId" and d."recordedAt" is not null
      ) as "isDelivered"
      from "DeliveryEntry" e where e."deliveryId" = $1 and e."signatureId" > $2::uuid order by e."signatureId" limit $3
    ), settled as (
      update "Signature" s set state = (case when l."isDelivered" then 'DELIVERED' else 'CONFIRMED' end)::"SignatureState"
      from looked l where l.id = s.id and s.state in ('CONFIRMED', 'DELIVERED') and (s.state = 'DELIVERED') <> l."isDelivered"
    )
    select id, count(*) over ()::int as n from looked order by id desc limit 1`,
    [deliveryId, after, limit],
  )
  return rows[0] ?? null
}
