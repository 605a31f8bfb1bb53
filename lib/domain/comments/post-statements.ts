import { REPEATS_HOURS } from "#lib/domain/comments/limits"
import { NEAR_BITS, REPEATS_ENOUGH } from "#lib/domain/moderation/repeats"

/** Texts that a new one is compared with, at most. They are compared where they are: of those that are alike a few come over. */
const RECENT_MAX = 400

/**
 * Everything that posting must know, in one question: the campaign and its choices, what is replied to, what is known of the writer,
 * whether the same was just posted, and the prints of recent texts that are like it.
 *
 * $1 campaign · $2 public id of the parent or null · $3 fingerprint of the writer · $4 print of the text · $5 own recent comments
 * · $6 near print of the text or null. Each lookup is by a column that says it all, and "offset 0" keeps other conditions out of it: the
 * plan is made while the table is empty, and would take any index that begins with the campaign.
 */
export const CONTEXT_STATEMENT = `
with written as materialized (
  select id, "campaignId", "parentId", state, "isProven", "contentIndex", "decidedAt", "postedAt" from "Comment" where "writerIndex" = $3
)
select c.status, s.mode, s."closesOn"::text as "closesOn", coalesce(s."holdsAll", false) as "holdsAll",
  coalesce(s."allowsGuests", true) as "allowsGuests", coalesce(s."allowsLogin", true) as "allowsLogin",
  coalesce(s."allowsWebsite", true) as "allowsWebsite", coalesce(s."asksOutside", false) as "asksOutside",
  p.id as "parentId", p.level as "parentLevel", p."oldestPlace" as "parentOldest", p."newestPlace" as "parentNewest",
  p.state as "parentState",
  exists (select from written k where k."campaignId" = c.id and k.state = 'VISIBLE' and k."isProven") as "isKnown",
  (select k.state from written k where k."campaignId" = c.id and k.state <> 'HELD'
    order by coalesce(k."decidedAt", k."postedAt") desc limit 1) as "lastState",
  (select jsonb_agg(jsonb_build_object('id', r.id, 'isOwn', r.id = any($5::uuid[]), 'age', extract(epoch from now() - r."postedAt")))
    from (
      select * from written
      union all
      select found.* from unnest($5::uuid[]) own (id), lateral (
        select id, "campaignId", "parentId", state, "isProven", "contentIndex", "decidedAt", "postedAt" from "Comment" m
        where m.id = own.id offset 0) found) r
    where r."campaignId" = c.id and r."contentIndex" = $4 and r."parentId" is not distinct from p.id and r.state in ('HELD', 'VISIBLE')
      and r."postedAt" > now() - interval '${REPEATS_HOURS} hours') as same,
  (select jsonb_agg(jsonb_build_array(encode(alike."contentIndex", 'hex'), alike."nearPrint")) from (
    select r."contentIndex", r."nearPrint", row_number() over (partition by r."contentIndex" = $4) as number from (
      select "contentIndex", "nearPrint", "postedAt" from "Comment" where "campaignId" = c.id
      order by "postedAt" desc limit ${RECENT_MAX}) r
    where r."postedAt" > now() - interval '${REPEATS_HOURS} hours' and (r."contentIndex" = $4
      or bit_count(('x' || r."nearPrint")::bit(64) # ('x' || $6)::bit(64)) <= ${NEAR_BITS})) alike
    where alike.number <= ${REPEATS_ENOUGH}) as recent
from "Campaign" c
left join "CommentSettings" s on s."campaignId" = c.id
left join lateral (select * from "Comment" where "publicId" = $2 offset 0) p on p."campaignId" = c.id
where c.id = $1 and c.status <> 'DRAFT'`

/** The columns of a new comment and everything that belongs to it, in the order of the statement's parameters. */
export const POST_COLUMNS = {
  id: "uuid",
  publicId: "text",
  campaignId: "uuid",
  parentId: "uuid",
  state: "text",
  isShown: "boolean",
  level: "int",
  oldestPlace: "bytea",
  newestPlace: "bytea",
  writer: "text",
  provider: "text",
  writerIndex: "bytea",
  isProven: "boolean",
  contentIndex: "bytea",
  nearPrint: "text",
  pressIndex: "bytea",
  sealed: "bytea",
  name: "text",
  website: "text",
  body: "text",
  sealedEmail: "bytea",
  locale: "text",
  now: "timestamptz",
  tokenHash: "bytea",
  subscription: "bytea",
  stopHash: "bytea",
  isDiscreet: "boolean",
  screeningId: "uuid",
  verdict: "text",
  score: "double precision",
  reasons: "text[]",
  sealedCheck: "bytea",
  sealedFeedback: "bytea",
  checkUntil: "timestamptz",
  decisionId: "uuid",
  slug: "text",
} as const

const columns = Object.entries(POST_COLUMNS).map(([name, type], index) => `$${index + 1}::${type} as "${name}"`)

/**
 * Writes a comment and everything that must follow, in one statement and so in one transaction: its token, the wish to hear of
 * replies, the screening, the count and the pages where it is visible at once, and the calls for the jobs.
 *
 * No row comes back when the same press of the button wrote it already.
 */
export const POST_STATEMENT = `
with p as (select ${columns.join(", ")}),
written as (
  insert into "Comment" (id, "publicId", "campaignId", "parentId", state, "isShown", level, "oldestPlace", "newestPlace", writer,
    provider, "writerIndex", "isProven", "contentIndex", "nearPrint", "pressIndex", sealed, name, website, body, "sealedEmail",
    locale, "postedAt", "visibleAt")
  select id, "publicId", "campaignId", "parentId", state::"CommentState", "isShown", level, "oldestPlace", "newestPlace",
    writer::"CommentWriter", provider, "writerIndex", "isProven", "contentIndex", "nearPrint", "pressIndex", sealed, name, website,
    body, "sealedEmail", locale, now, case when state = 'VISIBLE' then now end
  from p
  on conflict ("pressIndex") do nothing
  returning id
), token as (
  insert into "CommentToken" (hash, "commentId", "createdAt") select p."tokenHash", p.id, p.now from p join written using (id)
), subscription as (
  insert into "ReplySubscription" ("commentId", sealed, "stopHash", "isDiscreet", "confirmedAt", "createdAt")
  select p.id, p.subscription, p."stopHash", p."isDiscreet", case when p."isProven" then p.now end, p.now
  from p join written using (id) where p.subscription is not null
), screening as (
  insert into "Screening" (id, kind, "subjectId", "campaignId", "waitingSince", verdict, score, reasons, outside, "outsideDueAt",
    "sealedCheck", "sealedFeedback", "checkUntil", "createdAt")
  select p."screeningId", 'comment', p.id, p."campaignId", case when p.state = 'HELD' then p.now end, p.verdict, p.score, p.reasons,
    case when p."sealedCheck" is not null then 'due' end, case when p."sealedCheck" is not null then p.now end,
    p."sealedCheck", p."sealedFeedback", p."checkUntil", p.now
  from p join written using (id)
), decision as (
  insert into "Decision" (id, "screeningId", action, before, "settleAt", "createdAt")
  select p."decisionId", p."screeningId", 'approve', 'NEW', p.now, p.now
  from p join written using (id) where p.state = 'VISIBLE'
), tally as (
  insert into "CommentTally" as t ("campaignId", visible, "updatedAt")
  select p."campaignId", 1, p.now from p join written using (id) where p.state = 'VISIBLE'
  on conflict ("campaignId") do update set visible = t.visible + 1, "updatedAt" = excluded."updatedAt"
), told as (
  select pg_notify('page_changed', json_build_object('slug', p.slug, 'drop', false)::text), pg_notify('moderation_due', '')
  from p join written using (id) where p.state = 'VISIBLE'
), asked as (
  select pg_notify('moderation_due', '') from p join written using (id) where p."sealedCheck" is not null
)
select written.id from written left join told on true left join asked on true`
