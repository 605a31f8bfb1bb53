import "server-only"
import { recordAudit } from "#lib/domain/identity/audit"
import { openOrganiser, organiserIndex } from "#lib/domain/identity/details"
import { type Actor, canManagePeople, WHOLE_SITE } from "#lib/domain/identity/policy"
import type { Invitation } from "#lib/domain/identity/schema"
import { addOrganiser } from "#lib/domain/identity/set-up"
import type { Role } from "#lib/generated/prisma/enums"
import { db, transaction, type Transaction } from "#lib/platform/db"
import { fail, ok, type Result } from "#lib/shared/result"

/** An organiser as owners see them. */
export type OrganiserView = {
  id: string
  name: string
  email: string
  roles: { scope: string; role: Role }[]
  /** `YYYY-MM-DD` of the last use, `null` when there is no session. */
  seenOn: string | null
}

/** Everybody with access, the first one first. Only for owners: it shows addresses. */
export async function listOrganisers(actor: Actor): Promise<Result<OrganiserView[], "forbidden">> {
  if (!canManagePeople(actor)) return fail("forbidden")
  const found = await db().organiser.findMany({
    orderBy: { createdAt: "asc" },
    include: { memberships: true, sessions: { orderBy: { seenAt: "desc" }, take: 1 } },
    take: 500,
  })
  return ok(
    found.map((organiser) => ({
      id: organiser.id,
      ...openOrganiser(organiser),
      roles: organiser.memberships.map(({ scope, role }) => ({ scope, role })),
      seenOn: organiser.sessions[0]?.seenAt.toISOString().slice(0, 10) ?? null,
    })),
  )
}

/** The name of an organiser, for their own pages. */
export async function findOrganiserName(organiserId: string): Promise<string | null> {
  const found = await db().organiser.findUnique({ where: { id: organiserId } })
  return found && openOrganiser(found).name
}

/** Locks the owners, so that two changes at once cannot take away the last one. */
async function lockOwners(tx: Transaction): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('owners', 0))`
}

async function isLastOwner(tx: Transaction, organiserId: string): Promise<boolean> {
  const owners = await tx.membership.findMany({
    where: { scope: WHOLE_SITE, role: "OWNER" },
    select: { organiserId: true },
  })
  return owners.length === 1 && owners[0]?.organiserId === organiserId
}

/**
 * Gives a person a role: a new organiser, or another role for one who is there. They sign in by a link to their address.
 *
 * @returns `forbidden`; `last_owner` when nobody would be left who can manage people.
 */
export async function giveRole(
  actor: Actor,
  { role, scope, ...person }: Invitation,
): Promise<Result<{ organiserId: string }, "forbidden" | "last_owner">> {
  if (!canManagePeople(actor)) return fail("forbidden")
  return transaction(async (tx) => {
    await lockOwners(tx)
    const known = await tx.organiser.findUnique({ where: { emailIndex: organiserIndex(person.email) } })
    if (known && scope === WHOLE_SITE && role !== "OWNER" && (await isLastOwner(tx, known.id)))
      return fail("last_owner")
    const organiserId = known?.id ?? (await addOrganiser(tx, person))
    await tx.membership.upsert({
      where: { organiserId_scope: { organiserId, scope } },
      create: { organiserId, scope, role },
      update: { role },
    })
    await recordAudit(tx, actor.organiserId, known ? "role_changed" : "invited", { subjectId: organiserId })
    return ok({ organiserId })
  })
}

/** Takes all access from an organiser, at once on all devices, and deletes name and address. */
export async function endAccess(
  actor: Actor,
  organiserId: string,
): Promise<Result<null, "forbidden" | "last_owner" | "unknown">> {
  if (!canManagePeople(actor)) return fail("forbidden")
  return transaction(async (tx) => {
    await lockOwners(tx)
    const found = await tx.organiser.findUnique({ where: { id: organiserId } })
    if (!found) return fail("unknown")
    if (await isLastOwner(tx, organiserId)) return fail("last_owner")
    // Sessions and roles go with the row; what was decided stays under the id alone.
    await tx.organiser.delete({ where: { id: organiserId } })
    await recordAudit(tx, actor.organiserId, "access_ended", { subjectId: organiserId })
    return ok(null)
  })
}
