import "server-only"
import { openOrganiser } from "#lib/domain/identity/details"
import { type Actor, isAtLeast, scopesOf, WHOLE_SITE } from "#lib/domain/identity/policy"
import { enqueue } from "#lib/domain/mail/commands"
import { readBacklog } from "#lib/domain/mail/queries"
import { db, transaction } from "#lib/platform/db"
import { hotPool } from "#lib/platform/sql"
import { dayOf } from "#lib/shared/dates"
import { toLocale } from "#lib/shared/locales"

const DAY_MS = 86_400_000

/** Switches the daily message of figures on or off, for oneself (docs/decisions/0061). */
export async function setDigest(actor: Actor, isWanted: boolean): Promise<void> {
  await db().organiser.update({ where: { id: actor.organiserId }, data: { wantsDigest: isWanted } })
}

/** Whether an organiser gets it. */
export async function hasDigest(actor: Actor): Promise<boolean> {
  const found = await db().organiser.findUnique({ where: { id: actor.organiserId }, select: { wantsDigest: true } })
  return found?.wantsDigest === true
}

type Figures = { signatures: number; letters: number; waiting: number; problems: number }

const FIGURES = `
with mine as (select id from "Campaign" where not "isDemo" and ($1::uuid[] is null or id = any($1)))
select
  (select count(*) from "Signature" where "confirmedAt" > $2 and "campaignId" in (select id from mine))::int as signatures,
  (select count(*) from "Letter" where "confirmedAt" > $2 and "campaignId" in (select id from mine))::int as letters,
  (select count(*) from "Screening" where "waitingSince" is not null and "campaignId" in (select id from mine))::int as waiting,
  (select count(*) from "LetterDelivery" d join "Letter" l on l.id = d."letterId"
    where d.state in ('BOUNCED', 'FAILED') and d."lastTriedAt" > $2 and l."campaignId" in (select id from mine))::int as problems`

/**
 * The figures of an organiser's own campaigns. Viewers have none: theirs hide what is below five, and the difference of two days
 * would show it.
 */
async function figuresFor(actor: Actor, now: Date): Promise<Figures> {
  const since = new Date(now.getTime() - DAY_MS)
  const [{ rows }, backlog] = await Promise.all([
    hotPool().query<Figures>(FIGURES, [scopesOf(actor, "MODERATOR"), since]),
    isAtLeast(actor, WHOLE_SITE, "EDITOR") ? readBacklog() : null,
  ])
  const figures = rows[0] ?? { signatures: 0, letters: 0, waiting: 0, problems: 0 }
  return { ...figures, problems: figures.problems + (backlog?.failed ?? 0) }
}

/**
 * Sends today's figures to the organisers who asked for them and have any. Safe to run twice: a day has one message.
 *
 * @returns how many messages were queued.
 */
export async function sendDigests(now: Date): Promise<number> {
  const today = new Date(`${dayOf(now)}T00:00:00Z`)
  const wanting = await db().organiser.findMany({
    where: { wantsDigest: true, OR: [{ digestOn: null }, { digestOn: { lt: today } }] },
    include: { memberships: true },
    take: 500,
  })
  let queued = 0
  for (const organiser of wanting) {
    const roles = Object.fromEntries(organiser.memberships.map(({ scope, role }) => [scope, role]))
    const figures = await figuresFor({ organiserId: organiser.id, roles }, now)
    if (Object.values(figures).every((figure) => figure === 0)) continue
    await transaction(async (tx) => {
      const { count } = await tx.organiser.updateMany({
        where: { id: organiser.id, wantsDigest: true, OR: [{ digestOn: null }, { digestOn: { lt: today } }] },
        data: { digestOn: today },
      })
      if (count === 0) return
      await enqueue(tx, {
        ...{ template: "organiser.digest", locale: toLocale(organiser.locale), isDiscreet: false, priority: 2 },
        ...{ to: openOrganiser(organiser).email, data: figures, subjectId: organiser.id, isTriggerable: false },
      })
      queued += 1
    })
  }
  return queued
}
