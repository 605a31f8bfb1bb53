import "server-only"
import { hoursOf } from "#lib/domain/letters/line"
import { nextOpening } from "#lib/domain/letters/office-hours"
import { ALIKE_SHARE } from "#lib/domain/letters/rules"
import type { Letter, TargetLine } from "#lib/generated/prisma/client"
import { hotPool } from "#lib/platform/sql"

/** Writers named in one message, at most. */
const BUNDLE_MAX = 200

const GATHER_HOURS = 12

/**
 * Tells whether a letter may travel with others: nearly its sample's words, and no reply wanted, since a reply to a bundle would
 * reach nobody.
 */
export function isAlike({ templateId, ownShare, route }: Pick<Letter, "templateId" | "ownShare" | "route">): boolean {
  return templateId !== null && ownShare <= ALIKE_SHARE && route === "RELAY"
}

/** When letters that are nearly the same go: when the office opens on another day, so that they have time to gather. */
export function digestTime(line: TargetLine, now: Date): Date {
  const later = new Date(now.getTime() + GATHER_HOURS * 3_600_000)
  const hours = hoursOf(line)
  return hours ? nextOpening(later, hours) : later
}

// The first of those that are due and came from the same text carries the others. Only letters that were never tried, so that a second
// try sends the same mail as the first.
const BUNDLE = `
with alike as (
  select d.id, row_number() over w as place, first_value(d.id) over w as lead, count(*) over (partition by l."templateId") as letters
  from "LetterDelivery" d join "Letter" l on l.id = d."letterId"
  where d."targetId" = $1 and d.state = 'QUEUED' and d.attempts = 0 and d."dueAt" <= $2
    and l."templateId" is not null and l."ownShare" <= $3 and l.route = 'RELAY'
    and not exists (select from "LetterDelivery" b where b."leadId" = d.id)
  window w as (partition by l."templateId" order by d."queuedAt", d.id)
)
update "LetterDelivery" d set state = 'BUNDLED', "leadId" = a.lead
from alike a where d.id = a.id and a.place > 1 and a.place <= $4 and d.state = 'QUEUED' and d.attempts = 0`

/**
 * Puts the letters of a line that are nearly the same into one message each. Safe to run twice and on several nodes at once.
 *
 * @returns How many letters now travel with another one.
 */
export async function bundleAlike(targetId: string, now: Date): Promise<number> {
  const { rowCount } = await hotPool().query(BUNDLE, [targetId, now, ALIKE_SHARE, BUNDLE_MAX])
  return rowCount ?? 0
}
