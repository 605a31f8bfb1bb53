import "server-only"
import { recordAudit } from "#lib/domain/identity/audit"
import { openOrganiser, organiserIndex } from "#lib/domain/identity/details"
import { type Actor, canManagePeople, WHOLE_SITE } from "#lib/domain/identity/policy"
import { enqueue } from "#lib/domain/mail/commands"
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
    if (!known) await invite(tx, organiserId, person)
    await tx.membership.upsert({
      where: { organiserId_scope: { organiserId, scope } },
      create: { organiserId, scope, role },
      update: { role },
    })
    await recordAudit(tx, actor.organiserId, known ? "role_changed" : "invited", {
      subjectId: organiserId,
      campaignId: scope || null,
    })
    return ok({ organiserId })
  })
}

/** Tells a new organiser where to sign in. The message names neither the site nor what it is about. */
async function invite(tx: Transaction, organiserId: string, { email, locale }: Pick<Invitation, "email" | "locale">) {
  await enqueue(tx, {
    template: "organiser.invited",
    locale,
    isDiscreet: true,
    to: email,
    data: {},
    subjectId: organiserId,
    priority: 0,
    isTriggerable: false,
  })
}

/**
 * Gives an organiser who is there another role in the same place.
 *
 * @returns `forbidden`; `unknown` when they hold no role there; `last_owner`.
 */
export async function changeRole(
  actor: Actor,
  { organiserId, scope, role }: { organiserId: string; scope: string; role: Role },
): Promise<Result<null, "forbidden" | "unknown" | "last_owner">> {
  if (!canManagePeople(actor)) return fail("forbidden")
  return transaction(async (tx) => {
    await lockOwners(tx)
    if (scope === WHOLE_SITE && role !== "OWNER" && (await isLastOwner(tx, organiserId))) return fail("last_owner")
    const { count } = await tx.membership.updateMany({ where: { organiserId, scope }, data: { role } })
    if (count === 0) return fail("unknown")
    await recordAudit(tx, actor.organiserId, "role_changed", { subjectId: organiserId, campaignId: scope || null })
    return ok(null)
  })
}

/**
 * Takes a role from an organiser, in one campaign or on the whole site. Other roles stay; the last one goes with the access.
 *
 * @returns `forbidden`; `unknown`; `last_owner`; `last_role` when nothing would be left: end the access instead.
 */
export async function removeRole(
  actor: Actor,
  { organiserId, scope }: { organiserId: string; scope: string },
): Promise<Result<null, "forbidden" | "unknown" | "last_owner" | "last_role">> {
  if (!canManagePeople(actor)) return fail("forbidden")
  return transaction(async (tx) => {
    await lockOwners(tx)
    if (scope === WHOLE_SITE && (await isLastOwner(tx, organiserId))) return fail("last_owner")
    const held = await tx.membership.findMany({ where: { organiserId } })
    if (!held.some((role) => role.scope === scope)) return fail("unknown")
    if (held.length === 1) return fail("last_role")
    await tx.membership.delete({ where: { organiserId_scope: { organiserId, scope } } })
    await recordAudit(tx, actor.organiserId, "role_removed", { subjectId: organiserId, campaignId: scope || null })
    return ok(null)
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
