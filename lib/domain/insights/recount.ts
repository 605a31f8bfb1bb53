import "server-only"
import type { QueryConfig, QueryResultRow } from "pg"
import { FADING, LAUNCH_HOURS, WHOLE_DAYS } from "#lib/domain/insights/measures"
import { ALIKE_SHARE } from "#lib/domain/letters/rules"
import { DELAY_MAX_MS } from "#lib/domain/signatures/delays"
import { COUNTED_STATES } from "#lib/domain/signatures/rules"
import { db } from "#lib/platform/db"
import { hotPool } from "#lib/platform/sql"
import { dayOf } from "#lib/shared/dates"

const PATIENCE_MS = 120_000

const MOVING = ["OPEN", "PAUSED"] as const
const FILED = ["DRAFT", "ARCHIVED"] as const

const counted = COUNTED_STATES.map((state) => `'${state}'`).join(", ")
const seconds = (ms: number) => `interval '${ms / 1_000} seconds'`

// One pass over the rows of the campaign; everything else adds up the few thousand groups that it leaves.
const REAL = `
launch as (
  select date_trunc('hour', min("confirmedAt") at time zone 'UTC') as start from "Signature"
  where "campaignId" = $1::uuid and state in (${counted})
), grouped as materialized (
  select state in (${counted}) as counts, state::text as state, "mailedAt" is not null as "wasMailed",
    ("createdAt" at time zone 'UTC')::date as made, ("confirmedAt" at time zone 'UTC')::date as confirmed,
    ("withdrawnAt" at time zone 'UTC')::date as withdrawn, coalesce("withdrawnFor", '') as "for",
    coalesce(country, '') as country, locale, "showName", "isDiscreet",
    case when "confirmedAt" is null then null
      when "confirmedAt" - "createdAt" <= ${seconds(DELAY_MAX_MS.minutes5)} then 'minutes5'
      when "confirmedAt" - "createdAt" <= ${seconds(DELAY_MAX_MS.hour)} then 'hour'
      when "confirmedAt" - "createdAt" <= ${seconds(DELAY_MAX_MS.day)} then 'day' else 'later' end as delay,
    case when "confirmedAt" at time zone 'UTC' < launch.start + interval '${LAUNCH_HOURS} hours'
      then to_char("confirmedAt" at time zone 'UTC', 'HH24') end as hour,
    count(*)::int as n
  from "Signature" cross join launch where "campaignId" = $1::uuid
  group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13
), ended as (
  select from grouped where state = 'ANONYMISED'
), letters as materialized (
  select l.*, coalesce(t.key, '') as key, d.state::text as delivery, d."queuedAt" from "Letter" l
  left join "LetterTemplate" t on t.id = l."templateId" left join "LetterDelivery" d on d."letterId" = l.id
  where l."campaignId" = $1::uuid and l."confirmedAt" is not null
), real as (
  select measure, day, class, sum(n)::int as total from (
    select 'signed' as measure, made as day, '' as class, n from grouped where "wasMailed"
    union all select 'confirmed', confirmed, '', n from grouped where counts
    union all select 'hour', confirmed, hour, n from grouped where counts and hour is not null
    union all select 'country', confirmed, country, n from grouped where counts
    union all select 'language', confirmed, locale, n from grouped where counts
    union all select 'choice', confirmed, 'hidden', n from grouped where counts and not "showName"
    union all select 'choice', confirmed, 'discreet', n from grouped where counts and "isDiscreet"
    union all select 'unverified', made, '', n from grouped where state = 'UNVERIFIED'
    union all select 'delay', made, delay, n from grouped where delay is not null
    union all select 'delay', made, case when state = 'PENDING' then 'waiting' else 'never' end, n from grouped
      where delay is null and state in ('PENDING', 'EXPIRED')
    union all select 'withdrawn', withdrawn, "for", n from grouped where state = 'WITHDRAWN' and withdrawn is not null
    union all select 'letter', ("confirmedAt" at time zone 'UTC')::date, '', 1 from letters
    union all select 'sample', ("confirmedAt" at time zone 'UTC')::date,
      key || case when key = '' or "ownShare" > ${ALIKE_SHARE} then ' own' else ' same' end, 1 from letters
    union all select 'delivery', ("queuedAt" at time zone 'UTC')::date,
      case when delivery in ('ACCEPTED', 'HANDED_OVER') then 'accepted' when delivery in ('BOUNCED', 'FAILED') then 'bounced'
        else 'waiting' end, 1 from letters where delivery is not null
    union all select 'comment', ("postedAt" at time zone 'UTC')::date, case when state = 'SPAM' then 'spam' else 'other' end, 1
      from "Comment" where "campaignId" = $1::uuid and writer <> 'IMPORTED'
  ) one where day is not null group by 1, 2, 3
), fresh as (
  select * from real where (day >= $2::date or not (measure = any ($3::text[]))) and not exists (select from ended)
)`

const TOTALS = `
with ${REAL}, gone as (
  delete from "DailyTotal" t where "campaignId" = $1::uuid and (day >= $2::date or not (measure = any ($3::text[])))
    and not exists (select from ended) and not exists (select from fresh f where f.measure = t.measure and f.day = t.day and f.class = t.class)
  returning 1
), kept as (
  insert into "DailyTotal" as t ("campaignId", measure, day, class, total)
  select $1::uuid, measure, day, class, total from fresh
  on conflict ("campaignId", measure, day, class) do update set total = excluded.total where t.total <> excluded.total
  returning 1
)
select ((select count(*) from gone) + (select count(*) from kept))::int as changed`

// A comment decided by a person: from the moment since which it waited. Of weeks whose rows are all still there.
const DECISIONS = `
with since as (
  select date_trunc('week', $2::timestamp) as week
), real as (
  select date_trunc('week', d."createdAt" at time zone 'UTC')::date as week,
    extract(epoch from d."createdAt" - d."waitedSince") / 60 as minutes
  from "Decision" d join "Screening" s on s.id = d."screeningId"
  where s."campaignId" = $1::uuid and s.kind = 'comment' and d."organiserId" is not null and d."undoneAt" is null
    and d."waitedSince" is not null and d."createdAt" >= (select week from since) at time zone 'UTC'
), gone as (
  delete from "DecisionWeek" where "campaignId" = $1::uuid and week >= (select week::date from since)
    and week not in (select week from real)
)
insert into "DecisionWeek" ("campaignId", week, decisions, fastest, median, slowest)
select $1::uuid, week, count(*), min(minutes), percentile_cont(0.5) within group (order by minutes), max(minutes)
from real group by week
on conflict ("campaignId", week) do update set decisions = excluded.decisions, fastest = excluded.fastest, median = excluded.median,
  slowest = excluded.slowest`

const COUNTED_AT = `
insert into "InsightCount" ("campaignId", "countedAt") values ($1, $2)
on conflict ("campaignId") do update set "countedAt" = excluded."countedAt"`

/**
 * Counts the totals of a campaign anew from its rows, and writes those that changed. Safe to run twice and on several nodes at once.
 *
 * Once the details of its signatures are gone for good (retention), the totals stay as they are.
 *
 * @returns How many totals were not right before.
 */
export async function recountCampaign(campaignId: string, now: Date): Promise<number> {
  // The first time there is nothing older that could be kept.
  const isFirst = (await db().insightCount.findUnique({ where: { campaignId } })) === null
  const since = isFirst ? "2000-01-01" : dayOf(new Date(now.getTime() - WHOLE_DAYS * 86_400_000))
  const client = await hotPool().connect()
  let fault: Error | undefined
  try {
    await client.query("begin")
    // Nobody waits for it: with a million signatures it may take its time.
    await client.query(`set local statement_timeout = ${PATIENCE_MS}`)
    await client.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [`insights ${campaignId}`])
    const ask = <Row extends QueryResultRow>(text: string, values: unknown[]) =>
      client.query<Row>({ text, values, query_timeout: PATIENCE_MS } as QueryConfig)
    const { rows } = await ask<{ changed: number }>(TOTALS, [campaignId, since, FADING])
    await ask(DECISIONS, [campaignId, since])
    await client.query(COUNTED_AT, [campaignId, now])
    await client.query("commit")
    return rows[0]?.changed ?? 0
  } catch (error) {
    fault = error as Error
    throw error
  } finally {
    // A session whose transaction broke is closed: it must not be lent out in any state.
    client.release(fault)
  }
}

/**
 * Counts campaigns anew: what insights show is at most as old as the last run.
 *
 * @param which Campaigns in which something can happen, or all that are not filed away.
 * @returns Ids of the campaigns whose totals changed.
 */
export async function recountCampaigns(which: "open" | "all", now: Date): Promise<string[]> {
  const status = which === "open" ? { in: [...MOVING] } : { notIn: [...FILED] }
  const changed: string[] = []
  for (const { id } of await db().campaign.findMany({ where: { status }, select: { id: true } }))
    if ((await recountCampaign(id, now)) > 0) changed.push(id)
  return changed
}
