import "server-only"
import { recordAudit } from "#lib/domain/identity/audit"
import { organiserIndex, sealOrganiser } from "#lib/domain/identity/details"
import { WHOLE_SITE } from "#lib/domain/identity/policy"
import { SET_UP_TTL_DAYS } from "#lib/domain/identity/rules"
import type { OrganiserFields } from "#lib/domain/identity/schema"
import { openSession, type SessionClaim } from "#lib/domain/identity/sessions"
import { takeToken } from "#lib/domain/identity/sign-in"
import { db, transaction, type Transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { hashToken, isToken, newToken } from "#lib/platform/tokens"
import { fail, ok, type Result } from "#lib/shared/result"

async function hasOwner(tx: Transaction): Promise<boolean> {
  return (await tx.membership.findFirst({ where: { scope: WHOLE_SITE, role: "OWNER" } })) !== null
}

/**
 * Makes the link by which the first owner is made; the one before dies. The caller prints it and shows it to nobody else.
 *
 * @returns `null` when there is an owner already.
 */
export async function newSetUpToken(now: Date): Promise<string | null> {
  return transaction(async (tx) => {
    if (await hasOwner(tx)) return null
    const token = newToken()
    await tx.loginToken.deleteMany({ where: { purpose: "SET_UP" } })
    await tx.loginToken.create({
      data: {
        hash: new Uint8Array(hashToken(token)),
        purpose: "SET_UP",
        createdAt: now,
        expiresAt: new Date(now.getTime() + SET_UP_TTL_DAYS * 86_400_000),
      },
    })
    return token
  })
}

/** Tells whether a set-up link would work. Reads only. */
export async function isSetUpLink(token: string, now: Date): Promise<boolean> {
  if (!isToken(token)) return false
  const found = await db().loginToken.findUnique({ where: { hash: new Uint8Array(hashToken(token)) } })
  return found?.purpose === "SET_UP" && found.usedAt === null && found.expiresAt > now
}

/** Adds an organiser. Call inside a transaction; the address must not be one of another organiser. */
export async function addOrganiser(tx: Transaction, { name, email, locale }: OrganiserFields): Promise<string> {
  const id = newId()
  await tx.organiser.create({
    data: { id, emailIndex: organiserIndex(email), sealed: sealOrganiser(id, { name, email }), locale },
  })
  return id
}

/**
 * Makes the first owner by the printed link, and signs them in. The link works once; two presses at once make one owner.
 *
 * @returns `unknown` when the link was used, is too old, or there is an owner.
 */
export async function setUpOwner(
  token: string,
  fields: OrganiserFields,
  now: Date,
): Promise<Result<SessionClaim, "unknown">> {
  return transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('set up', 0))`
    if (await hasOwner(tx)) return fail("unknown")
    if (!(await takeToken(tx, token, "SET_UP", now))) return fail("unknown")
    const organiserId = await addOrganiser(tx, fields)
    await tx.membership.create({ data: { organiserId, scope: WHOLE_SITE, role: "OWNER" } })
    await recordAudit(tx, organiserId, "set_up")
    return ok(await openSession(tx, organiserId, now))
  })
}
