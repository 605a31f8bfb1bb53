import "server-only"
import { recordAudit } from "#lib/domain/identity/audit"
import type { Actor } from "#lib/domain/identity/policy"
import { SEEN_STEP_MINUTES, SESSION_IDLE_HOURS, SESSION_MAX_DAYS } from "#lib/domain/identity/rules"
import { db, transaction, type Transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"

/** What a session's token carries. */
export type SessionClaim = { sessionId: string; version: number }

const ago = (now: Date, ms: number) => new Date(now.getTime() - ms)

/** Begins a session for an organiser who has just proved who they are. Call inside the transaction that used the proof. */
export async function openSession(tx: Transaction, organiserId: string, now: Date): Promise<SessionClaim> {
  const { sessionVersion } = await tx.organiser.findUniqueOrThrow({ where: { id: organiserId } })
  const id = newId()
  await tx.organiserSession.create({
    data: { id, organiserId, version: sessionVersion, createdAt: now, seenAt: now },
  })
  await recordAudit(tx, organiserId, "signed_in")
  return { sessionId: id, version: sessionVersion }
}

/**
 * Who a session belongs to and what they may do, as of this moment: signing out or losing a role works on the next request.
 *
 * @returns `null` for a session that ended, is unused for 12 hours or older than 7 days, or whose owner has no access any more.
 */
export async function findActor({ sessionId, version }: SessionClaim, now: Date): Promise<Actor | null> {
  const session = await db().organiserSession.findUnique({
    where: { id: sessionId },
    include: { organiser: { include: { memberships: true } } },
  })
  if (!session || session.endedAt || session.version !== version) return null
  const { organiser, createdAt, seenAt } = session
  if (organiser.sessionVersion !== version) return null
  if (createdAt <= ago(now, SESSION_MAX_DAYS * 86_400_000)) return null
  if (seenAt <= ago(now, SESSION_IDLE_HOURS * 3_600_000)) return null
  const roles = Object.fromEntries(organiser.memberships.map(({ scope, role }) => [scope, role]))
  if (Object.keys(roles).length === 0) return null
  if (seenAt < ago(now, SEEN_STEP_MINUTES * 60_000)) {
    await db().organiserSession.updateMany({ where: { id: sessionId, endedAt: null }, data: { seenAt: now } })
  }
  return { organiserId: organiser.id, roles }
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
