import { MAX_TRIGGERABLE_PER_DAY, MAX_TRIGGERABLE_PER_SUBJECT } from "#lib/domain/mail/schema"
import { CONFIRM_TTL_DAYS, SAME_PRESS_SECONDS } from "#lib/domain/signatures/rules"
import { DRAFT_TTL_MINUTES } from "#lib/platform/form-drafts"

/** One attempt, ready to be written. Fingerprints and hashes have 32 bytes. */
export type Attempt = {
  id: string
  campaignId: string
  messageId: string
  showName: boolean
  country: string | null
  locale: string
  wantsUpdates: boolean
  isDiscreet: boolean
  petitionVersion: number
  consentVersion: string
  emailIndex: Buffer
  tokenHash: Buffer
  codeIndex: Buffer
  recipientIndex: Buffer
  visitorHash: Buffer
  sealed: Buffer
  messageSealed: Buffer
  draftSealed: Buffer
}

const COLUMNS = {
  id: "uuid",
  campaignId: "uuid",
  messageId: "uuid",
  showName: "boolean",
  country: "text",
  locale: "text",
  wantsUpdates: "boolean",
  isDiscreet: "boolean",
  petitionVersion: "int",
  consentVersion: "text",
} as const
const HASHES = ["emailIndex", "tokenHash", "codeIndex", "recipientIndex", "visitorHash"] as const
const SEALS = ["sealed", "messageSealed", "draftSealed"] as const
const HASH_BYTES = 32

const columns = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]

/**
 * The statement's parameters for a batch.
 *
 * All bytes travel as one value: an array of them would be written as text, at twice the length and three times the cost. After it
 * come the place of each attempt's first byte and the lengths of its sealed parts, then one array a column.
 */
export function attemptValues(attempts: readonly Attempt[]): unknown[] {
  const parts: Buffer[] = []
  const places: number[] = []
  let length = 1
  for (const attempt of attempts) {
    places.push(length)
    for (const name of [...HASHES, ...SEALS]) {
      parts.push(attempt[name])
      length += attempt[name].length
    }
  }
  return [
    Buffer.concat(parts),
    places,
    ...SEALS.map((name) => attempts.map((attempt) => attempt[name].length)),
    ...columns.map((column) => attempts.map((attempt) => attempt[column])),
  ]
}

const arrays = ["int", ...SEALS.map(() => "int"), ...Object.values(COLUMNS)].map(
  (type, index) => `$${index + 2}::${type}[]`,
)
const names = ["place", ...SEALS.map((name) => `${name}Length`), ...columns].map((name) => `"${name}"`)
const hashes = HASHES.map(
  (name, index) => `substr($1::bytea, place + ${index * HASH_BYTES}, ${HASH_BYTES}) as "${name}"`,
)
const seals = SEALS.map((name, index) => {
  const before = SEALS.slice(0, index).map((earlier) => ` + "${earlier}Length"`)
  return `substr($1::bytea, place + ${HASHES.length * HASH_BYTES}${before.join("")}, "${name}Length") as "${name}"`
})

/**
 * Everything that signing does, for many attempts, in one statement and so in one transaction:
 *
 * 1. only campaigns that are open now, only addresses under the daily cap of messages;
 * 2. a new signature, or a pending one renewed with the newest details unless this is the same press of the button;
 * 3. the message and its token: a confirmation, or "already signed" where the signature counts;
 * 4. the draft behind the check page, which knows the signature and the round whose code it may confirm.
 *
 * Every attempt costs the same, whatever is known of its address. Attempts of one statement have different addresses and visitors.
 * A row comes back for each attempt on an open campaign; `isSettled` is false when another node got in between: try again then.
 */
export const SIGN_STATEMENT = `
with attempt as materialized (
  select ${columns.map((name) => `"${name}"`).join(", ")}, ${[...hashes, ...seals].join(", ")}
  from unnest(${arrays.join(", ")}) as a(${names.join(", ")})
), open as materialized (
  select a.*, m.times < ${MAX_TRIGGERABLE_PER_DAY} as "mayMail",
    coalesce(m.last, '-infinity') < now() - interval '${SAME_PRESS_SECONDS} seconds' as "isLater"
  from attempt a
  join "Campaign" c on c.id = a."campaignId" and c.status = 'OPEN'
  cross join lateral (
    select count(*) as times, max("createdAt") as last from "Message"
    where "recipientIndex" = a."recipientIndex" and "isTriggerable" and "createdAt" > now() - interval '1 day'
  ) m
), existing as materialized (
  select s.* from open o
  cross join lateral (
    select id, "campaignId", "emailIndex", state, round, "isDiscreet",
      "mailedAt" >= now() - interval '${SAME_PRESS_SECONDS} seconds' as "isSamePress"
    from "Signature" where "campaignId" = o."campaignId" and "emailIndex" = o."emailIndex" limit 1
  ) s
), written as (
  insert into "Signature" as s (id, "campaignId", state, "emailIndex", sealed, "showName", country, locale, "wantsUpdates", "isDiscreet",
    "petitionVersion", "consentVersion", "consentAt", round, "mailedAt")
  select id, "campaignId", 'PENDING', "emailIndex", sealed, "showName", country, locale, "wantsUpdates", "isDiscreet",
    "petitionVersion", "consentVersion", now(), 1, now()
  from open where "mayMail"
  on conflict ("campaignId", "emailIndex") do update set
    sealed = excluded.sealed, "showName" = excluded."showName", country = excluded.country, locale = excluded.locale,
    "wantsUpdates" = excluded."wantsUpdates", "isDiscreet" = excluded."isDiscreet", "petitionVersion" = excluded."petitionVersion",
    "consentVersion" = excluded."consentVersion", "consentAt" = now(), round = s.round + 1, "mailedAt" = now()
  where s.state = 'PENDING' and s.round < ${MAX_TRIGGERABLE_PER_SUBJECT} and s."mailedAt" < now() - interval '${SAME_PRESS_SECONDS} seconds'
  returning s.id, s."campaignId", s."emailIndex", s.round
), outcome as (
  select o.*, coalesce(w.id, e.id) as "signatureId", coalesce(w.round, case when e.state = 'PENDING' and e."isSamePress" then e.round end) as "openRound",
    coalesce(e."isDiscreet", false) or o."isDiscreet" as "isDiscreetNow",
    case
      when w.id is not null then 'signature.confirm'
      when e.state in ('CONFIRMED', 'DELIVERED', 'DISPUTED') and o."mayMail" and o."isLater" then 'signature.already-signed'
    end as template,
    w.id is not null or e.id is not null or not o."mayMail" as "isSettled"
  from open o
  left join written w on w."campaignId" = o."campaignId" and w."emailIndex" = o."emailIndex"
  left join existing e on e."campaignId" = o."campaignId" and e."emailIndex" = o."emailIndex"
), messages as (
  insert into "Message" (id, template, priority, locale, "isDiscreet", "recipientIndex", "isTriggerable", sealed, "subjectId")
  select "messageId", template, 0, locale, "isDiscreetNow", "recipientIndex", true, "messageSealed", "signatureId"
  from outcome where template is not null
), tokens as (
  insert into "SignatureToken" (hash, "signatureId", purpose, round, "codeIndex", "expiresAt")
  select "tokenHash", "signatureId",
    (case template when 'signature.confirm' then 'CONFIRM' else 'RECEIPT' end)::"TokenPurpose",
    coalesce("openRound", 0),
    case template when 'signature.confirm' then "codeIndex" end,
    case template when 'signature.confirm' then now() + interval '${CONFIRM_TTL_DAYS} days' end
  from outcome where template is not null
), drafts as (
  insert into "FormDraft" ("visitorHash", kind, scope, sealed, "refId", round, "expiresAt")
  select "visitorHash", 'check', "campaignId"::text, "draftSealed", "signatureId", "openRound", now() + interval '${DRAFT_TTL_MINUTES} minutes'
  from outcome where "isSettled"
  on conflict ("visitorHash", kind, scope) do update set sealed = excluded.sealed, "refId" = excluded."refId",
    round = excluded.round, tries = 0, "expiresAt" = excluded."expiresAt"
), woken as (
  select pg_notify('message_queued', '') where exists (select from outcome where template is not null)
)
select "messageId", "isSettled" from outcome left join woken on true`
