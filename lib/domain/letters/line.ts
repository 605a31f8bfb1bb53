import "server-only"
import { isOpenAt, type OfficeHours } from "#lib/domain/letters/office-hours"
import { addressOf } from "#lib/domain/letters/queries"
import { LEASE_SECONDS, SENDING_STATUSES } from "#lib/domain/letters/rules"
import type { TargetLine } from "#lib/generated/prisma/client"
import { db } from "#lib/platform/db"
import { hotPool } from "#lib/platform/sql"

/** A letter that this worker holds. `attempts` is part of the claim: after a take-over the old holder changes nothing. */
export type LeasedLetter = {
  id: string
  letterId: string
  targetId: string
  attempts: number
  firstTriedAt: Date
  /** Workers that died with it in their hands, one after the other. */
  deaths: number
}

/** Where a line leads, and when letters may go. */
export type OpenLine = { targetId: string; email: string; hours: OfficeHours | null; bundlesAlike: boolean }

/** When the office of a line reads its mail; `null` when letters may come at any time. */
export function hoursOf(line: TargetLine): OfficeHours | null {
  if (!line.keepsOfficeHours) return null
  return { timeZone: line.timeZone, days: line.officeDays, from: line.officeFrom, until: line.officeUntil }
}

/** Lines in which letters wait and which may move now: with an address, not paused, not holding still, in office hours, of campaigns that send. */
export async function listOpenLines(now: Date): Promise<OpenLine[]> {
  const lines = await db().targetLine.findMany({
    where: {
      isPaused: false,
      OR: [{ heldUntil: null }, { heldUntil: { lte: now } }],
      deliveries: { some: { state: { in: ["QUEUED", "SENDING"] } } },
      target: { campaign: { status: { in: [...SENDING_STATUSES] } } },
    },
    include: { target: { select: { campaign: { select: { isMain: true } } } } },
    take: 1_000,
  })
  return lines.flatMap(({ target, ...line }) => {
    const email = addressOf(line, target.campaign.isMain)
    const hours = hoursOf(line)
    if (!email || (hours && !isOpenAt(now, hours))) return []
    return [{ targetId: line.targetId, email, hours, bundlesAlike: line.bundlesAlike }]
  })
}

// One statement, so that nothing comes between looking and taking. The row of the line is the token: who takes a letter holds it until
// the outcome is recorded, so that one letter of a target is under way at a time, in their order, however many workers there are. A cap
// counts letters that were tried, whatever came of it.
const TAKE = `
with line as (
  select l."targetId", "perHour", "perDay", "perCampaign" from "TargetLine" l
    join "Target" t on t.id = l."targetId" join "Campaign" c on c.id = t."campaignId"
  where l."targetId" = $1 and not "isPaused" and ("heldUntil" is null or "heldUntil" <= $2::timestamptz)
    and c.status in (${SENDING_STATUSES.map((status) => `'${status}'`).join(", ")})
  for update of l skip locked
), tried as (
  select
    (select count(*) from (select from "LetterDelivery" where "targetId" = $1 and "lastTriedAt" > $2::timestamptz - interval '1 hour'
      limit (select "perHour" from line)) one) as hour,
    (select count(*) from (select from "LetterDelivery" where "targetId" = $1 and "lastTriedAt" > $2::timestamptz - interval '1 day'
      limit (select "perDay" from line)) one) as day,
    (select count(*) from (select from "LetterDelivery" where "targetId" = $1 and state in ('ACCEPTED', 'BOUNCED') and "leadId" is null
      limit coalesce((select "perCampaign" from line), 0)) one) as total
), room as (
  select "targetId" from line, tried
  where hour < "perHour" and day < "perDay" and ("perCampaign" is null or total < "perCampaign")
), next as (
  select id from room cross join lateral (
    (select id, 0 as rank from "LetterDelivery"
      where "targetId" = room."targetId" and state = 'SENDING' and "leaseUntil" <= $2::timestamptz order by "queuedAt", id limit 1)
    union all
    (select id, 1 as rank from "LetterDelivery"
      where "targetId" = room."targetId" and state = 'QUEUED' and "dueAt" <= $2::timestamptz order by "queuedAt", id limit 1)
    order by rank limit 1
  ) candidate
), held as (
  update "TargetLine" t set "heldUntil" = $2::timestamptz + $3 * interval '1 second' from next where t."targetId" = $1
)
update "LetterDelivery" d set state = 'SENDING', attempts = d.attempts + 1, "leaseUntil" = $2::timestamptz + $3 * interval '1 second',
  "firstTriedAt" = coalesce(d."firstTriedAt", $2::timestamptz), "lastTriedAt" = $2::timestamptz,
  "lastError" = case when d.state = 'SENDING' then 'STOPPED ' || (coalesce(substring(d."lastError" from '^STOPPED (\\d+)$')::int, 0) + 1)
    else d."lastError" end
from next where d.id = next.id
returning d.id, d."letterId", d."targetId", d.attempts, d."firstTriedAt",
  coalesce(substring(d."lastError" from '^STOPPED (\\d+)$')::int, 0) as deaths`

/**
 * Takes the letter whose turn it is, when the line has room. Letters of a line go one after the other, first come, first served.
 *
 * @returns `null` when none may go now: none waits, the line is paused or holds still, another worker has it, or a cap is reached.
 */
export async function takeNext(targetId: string, now: Date): Promise<LeasedLetter | null> {
  const { rows } = await hotPool().query<LeasedLetter>({
    name: "take-letter",
    text: TAKE,
    values: [targetId, now, LEASE_SECONDS],
  })
  return rows[0] ?? null
}
