import "server-only"
import { recordAudit } from "#lib/domain/identity/audit"
import { openOrganiser } from "#lib/domain/identity/details"
import type { Actor } from "#lib/domain/identity/policy"
import { FRESH_MINUTES, SEEN_STEP_MINUTES, SESSION_IDLE_HOURS, SESSION_MAX_DAYS } from "#lib/domain/identity/rules"
import { db, transaction, type Transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { type Locale, toLocale } from "#lib/shared/locales"

/** What a session's token carries. */
export type SessionClaim = { sessionId: string; version: number }

/** A session that holds at this moment. */
export type Session = {
  actor: Actor
  organiser: { name: string; locale: Locale }
  /** Whoever sits there has proved a few minutes ago who they are: enough to export personal data. */
  isFresh: boolean
}

const ago = (now: Date, ms: number) => new Date(now.getTime() - ms)

/** Begins a session for an organiser who has just proved who they are. Call inside the transaction that used the proof. */
export async function openSession(tx: Transaction, organiserId: string, now: Date): Promise<SessionClaim> {
  const { sessionVersion } = await tx.organiser.findUniqueOrThrow({ where: { id: organiserId } })
  const id = newId()
  await tx.organiserSession.create({
    data: { id, organiserId, version: sessionVersion, createdAt: now, seenAt: now, provedAt: now },
  })
  await recordAudit(tx, organiserId, "signed_in")
  return { sessionId: id, version: sessionVersion }
}

/**
 * Who a session belongs to and what they may do, as of this moment: signing out or losing a role works on the next request.
 *
 * @returns `null` for a session that ended, is unused for 12 hours or older than 7 days, or whose owner has no access any more.
 */
export async function findSession({ sessionId, version }: SessionClaim, now: Date): Promise<Session | null> {
  const session = await db().organiserSession.findUnique({
    where: { id: sessionId },
    include: { organiser: { include: { memberships: true } } },
  })
  if (!session || session.endedAt || session.version !== version) return null
  const { organiser, createdAt, seenAt, provedAt } = session
  if (organiser.sessionVersion !== version) return null
  if (createdAt <= ago(now, SESSION_MAX_DAYS * 86_400_000)) return null
  if (seenAt <= ago(now, SESSION_IDLE_HOURS * 3_600_000)) return null
  const roles = Object.fromEntries(organiser.memberships.map(({ scope, role }) => [scope, role]))
  if (Object.keys(roles).length === 0) return null
  if (seenAt < ago(now, SEEN_STEP_MINUTES * 60_000)) {
    await db().organiserSession.updateMany({ where: { id: sessionId, endedAt: null }, data: { seenAt: now } })
  }
  return {
    actor: { organiserId: organiser.id, roles },
    organiser: { name: openOrganiser(organiser).name, locale: toLocale(organiser.locale) },
    isFresh: provedAt > ago(now, FRESH_MINUTES * 60_000),
  }
}

/** Who acts by a session, as of this moment; `null` as for `findSession`. */
export async function findActor(claim: SessionClaim, now: Date): Promise<Actor | null> {
  return (await findSession(claim, now))?.actor ?? null
}

/** Ends the session that a new one on the same device takes the place of. It is no signing out, and the log says nothing of it. */
export async function replaceSession(sessionId: string): Promise<void> {
  await db().organiserSession.deleteMany({ where: { id: sessionId } })
}

/** Ends one session. Safe to run twice. */
export async function endSession(sessionId: string, now: Date): Promise<void> {
  await transaction(async (tx) => {
    const found = await tx.organiserSession.findUnique({ where: { id: sessionId } })
    if (!found || found.endedAt) return
    await tx.organiserSession.update({ where: { id: sessionId }, data: { endedAt: now } })
    await recordAudit(tx, found.organiserId, "signed_out")
  })
}

/** Deletes sessions and links that can no longer be used. Safe to run twice. */
export async function deleteOldSessions(now: Date): Promise<void> {
  const over = ago(now, SESSION_MAX_DAYS * 86_400_000)
  const idle = ago(now, SESSION_IDLE_HOURS * 3_600_000)
  await db().organiserSession.deleteMany({
    where: { OR: [{ createdAt: { lte: over } }, { seenAt: { lte: idle } }, { endedAt: { lte: idle } }] },
  })
  await db().loginToken.deleteMany({ where: { expiresAt: { lte: ago(now, 86_400_000) } } })
}
