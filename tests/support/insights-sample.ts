import { recountCampaign } from "#lib/domain/insights/recount"
import { hotPool } from "#lib/platform/sql"

/** How much sample data there is to be. */
export type SampleSize = { signatures: number; letters: number; comments: number; days: number }

/** Everything is made from numbers and hashes: no person is meant, and no text is written. */
const SIGNATURES = `
insert into "Signature" (id, "campaignId", state, "emailIndex", sealed, "showName", "publicName", country, locale, "isDiscreet",
  "petitionVersion", "consentVersion", "consentAt", "mailedAt", "createdAt", "confirmedAt", "withdrawnAt", "withdrawnFor")
select gen_random_uuid(), c.id,
  (case when n % 29 = 0 then 'WITHDRAWN' when n % 11 = 0 then case when age < interval '7 days' then 'PENDING' else 'EXPIRED' end
    when n % 37 = 0 then 'UNVERIFIED' else 'CONFIRMED' end)::"SignatureState",
  case when n % 29 <> 0 and n % 37 <> 0 then sha256(('sample ' || c.id || n)::bytea) end, sha256('x') || sha256(n::text::bytea),
  n % 4 = 0, case when n % 4 = 0 then 'Sample ' || n end,
  case when n % 29 = 0 then null else (array['ES','ES','ES','ES','AR','AR','AR','MX','MX','FR','FR','GB','GB','KG','KZ','RU','CN','DE','CO','IN','KE','ZA','BR',null,null,null])[1 + (n * 7) % 26] end,
  (array['en','en','en','en','es','es','es','es','fr','fr','ru','zh'])[1 + (n * 5) % 12], n % 3 = 0,
  1, 'sample', at, case when n % 29 = 0 or n % 37 <> 0 then at end, at,
  case when n % 29 = 0 or (n % 11 <> 0 and n % 37 <> 0) then least(now(), at + (array[interval '1 minute', interval '2 minutes', interval '3 minutes',
    interval '20 minutes', interval '5 hours', interval '2 days'])[1 + (n * 13) % 6 * case when n % 5 < 3 then 0 else 1 end]) end,
  case when n % 29 = 0 then least(now(), at + (n % 9) * interval '1 day') end,
  case when n % 29 = 0 then (array['mistake','unsafe','mind','messages','other',null,null])[1 + n % 7] end
from "Campaign" c, generate_series(1, $2::int) n
cross join lateral (select power((n::float8 / $2), 2.4) * $3::int * interval '1 day' as age) a
cross join lateral (select now() - ($3::int * interval '1 day') + age - interval '1 hour' - ((n * 17) % 60) * interval '1 minute' as at) b
where c.slug = $1`

const LETTERS = `
with made as (
  insert into "Letter" (id, "publicId", "campaignId", "targetId", state, "emailIndex", sealed, route, locale, "textLocale", "templateId",
    "ownShare", "wordCount", "consentVersion", "consentAt", "mailedAt", "createdAt", "confirmedAt", "releasedAt")
  select gen_random_uuid(), 'sample-' || c.slug || n, c.id, t.id, (case when n % 41 = 0 then 'RETURNED' else 'RELEASED' end)::"LetterState",
    sha256(('sample letter ' || c.id || n)::bytea), null, 'RELAY', 'en', 'en', s.id,
    case when s.id is null then 1 when n % 5 < 2 then 0.01 else 0.3 end, 180, 'sample', at, at, at, at, at
  from "Campaign" c join lateral (select id from "Target" where "campaignId" = c.id limit 1) t on true, generate_series(1, $2::int) n
  cross join lateral (select now() - interval '1 hour' - (1 - power(n::float8 / $2, 1.6)) * $3::int * interval '1 day' as at) b
  left join lateral (
    select id from "LetterTemplate" where "campaignId" = c.id and locale = 'en' and position = (array[0,0,0,1,1,2,2,3,4,99])[1 + n % 10]
      order by version desc limit 1
  ) s on true
  where c.slug = $1 returning id, "targetId", "confirmedAt", state
), line as (
  insert into "TargetLine" ("targetId", "updatedAt") select distinct "targetId", now() from made on conflict do nothing
)
insert into "LetterDelivery" (id, "letterId", "targetId", state, "queuedAt", "acceptedAt")
select gen_random_uuid(), id, "targetId",
  (case when state = 'RETURNED' then 'BOUNCED' when "confirmedAt" > now() - interval '2 days' then 'BATCHED' else 'ACCEPTED' end)::"LetterDeliveryState",
  "confirmedAt", "confirmedAt" from made`

const COMMENTS = `
with made as (
  insert into "Comment" (id, "publicId", "campaignId", state, "isShown", level, "oldestPlace", "newestPlace", writer, "contentIndex",
    sealed, locale, "postedAt", "decidedAt")
  select gen_random_uuid(), 'sample-' || c.slug || n, c.id, (case when n % 7 = 0 then 'SPAM' else 'REJECTED' end)::"CommentState", false, 1,
    sha256(n::text::bytea), sha256(n::text::bytea), 'GUEST', sha256(('sample comment ' || n)::bytea), sha256('x'), 'en', at,
    at + interval '7 minutes' * power(1.7, n % 9)
  from "Campaign" c, generate_series(1, $2::int) n
  cross join lateral (select now() - interval '1 day' - (n::float8 / $2) * least(24, $3::int) * interval '1 day' as at) b
  where c.slug = $1 returning *
), seen as (
  insert into "Screening" (id, kind, "subjectId", "campaignId", verdict, "createdAt")
  select gen_random_uuid(), 'comment', id, "campaignId", 'unsure', "postedAt" from made returning id, "subjectId"
)
insert into "Decision" (id, "screeningId", "organiserId", action, before, "waitedSince", "createdAt")
select gen_random_uuid(), seen.id, gen_random_uuid(), 'remove', 'HELD', made."postedAt", made."decidedAt"
from seen join made on made.id = seen."subjectId"`

const VISITS = `
with days as (
  select d::date as day, 1 + (extract(epoch from now() - d) / 86400)::int as age, extract(doy from d)::int as n
  from generate_series(now() - $3::int * interval '1 day', now(), interval '1 day') d
), opened as (
  insert into "PageOpening" (day, slug, page, locale, openings)
  select day, $1, page, locale, greatest(1, (weight * share * $2 / $3::int * (0.6 + (n * 37 % 80) / 100.0))::int)
  from days, (values ('campaign', 3.1), ('letter-preview', 0.22), ('share', 0.35)) p(page, weight),
    (values ('en', 0.38), ('es', 0.27), ('fr', 0.12), ('ru', 0.16), ('zh', 0.07)) l(locale, share)
  on conflict (day, slug, page, locale) do update set openings = excluded.openings
)
insert into "PageArrival" (day, slug, source, arrivals)
select day, $1, source, greatest(1, (weight * $2 / $3::int * (0.5 + (n * 53 % 100) / 100.0))::int)
from days, (values ('direct', 1.1), ('email', 0.35), ('message', 0.6), ('network', 0.5), ('search', 0.2), ('site', 0.12), ('code clinic', 0.18))
  s(source, weight)
on conflict (day, slug, source) do update set arrivals = excluded.arrivals`

const PROVIDERS = `
insert into "ConfirmationTally" ("campaignId", day, provider, delay, total)
select c.id, current_date, provider, delay, greatest(5, (share * part * $2)::int)
from "Campaign" c, (values ('gmail', 0.46), ('microsoft', 0.2), ('yahoo', 0.1), ('mailru', 0.08), ('qq', 0.05), ('other', 0.11)) p(provider, share)
cross join lateral (
  select * from (values ('minutes5', case when provider = 'mailru' then 0.3 else 0.68 end), ('hour', 0.12), ('day', 0.06), ('later', 0.03),
    ('never', case when provider = 'mailru' then 0.49 else 0.11 end)) d(delay, part)
) d where c.slug = $1
on conflict ("campaignId", day, provider, delay) do update set total = excluded.total`

const TAG = `
insert into "Tag" (id, "campaignId", code, label) select gen_random_uuid(), id, 'clinic', 'Sample clinic' from "Campaign" where slug = $1
on conflict do nothing`

/**
 * Fills a campaign with sample data of everything that its charts show, and counts it. The database must be one for trying things out.
 *
 * @returns Id of the campaign.
 */
export async function fillInsights(slug: string, size: SampleSize): Promise<string> {
  const { signatures, letters, comments, days } = size
  const client = await hotPool().connect()
  try {
    await client.query("set statement_timeout = 0")
    await client.query(
      `update "Campaign" set "openedOn" = (now() - $2::int * interval '1 day')::date where slug = $1`,
      [slug, days],
    )
    await client.query(SIGNATURES, [slug, signatures, days])
    await client.query(LETTERS, [slug, letters, days])
    await client.query(COMMENTS, [slug, comments, days])
    await client.query(VISITS, [slug, signatures, days])
    await client.query(PROVIDERS, [slug, signatures])
    await client.query(TAG, [slug])
    await client.query(
      `insert into "CampaignCount" ("campaignId", confirmed, "updatedAt") select c.id, count(*), now() from "Signature" s
       join "Campaign" c on c.id = s."campaignId" where c.slug = $1 and s.state = 'CONFIRMED' group by c.id
       on conflict ("campaignId") do update set confirmed = excluded.confirmed`,
      [slug],
    )
    await client.query("analyze")
  } finally {
    client.release(true)
  }
  const { rows } = await hotPool().query<{ id: string }>('select id from "Campaign" where slug = $1', [slug])
  const id = rows[0]?.id
  if (!id) throw new Error("There is no such campaign.")
  await recountCampaign(id, new Date())
  return id
}
