import { sealOrganiser, organiserIndex } from "#lib/domain/identity/details"
import { type Actor, WHOLE_SITE } from "#lib/domain/identity/policy"
import { openSession } from "#lib/domain/identity/sessions"
import type { Role } from "#lib/generated/prisma/enums"
import { db, transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"

let made = 0

/** An organiser with one role: an owner of the whole site, unless told otherwise. */
export async function createOrganiser({
  role = "OWNER",
  scope = WHOLE_SITE,
  email = `organiser-${(made += 1)}@example.org`,
}: { role?: Role; scope?: string; email?: string } = {}): Promise<{
  organiserId: string
  email: string
  actor: Actor
}> {
  const id = newId()
  await db().organiser.create({
    data: {
      id,
      emailIndex: organiserIndex(email),
      sealed: sealOrganiser(id, { name: "Olga", email }),
      locale: "en",
      memberships: { create: { scope, role } },
    },
  })
  return { organiserId: id, email, actor: { organiserId: id, roles: { [scope]: role } } }
}

/** A session of an organiser, as after a sign-in. */
export function createSession(organiserId: string, now = new Date()) {
  return transaction((tx) => openSession(tx, organiserId, now))
}
