import type { Cell } from "#tests/integration/admin/cell"
import { db } from "#lib/platform/db"
import { createOrganiser, createSession } from "#tests/factories/organiser"

let made = 0

/** Somebody with a role and a session, to whom it is done. */
async function somebody(): Promise<string> {
  const { organiserId } = await createOrganiser({ role: "VIEWER" })
  await createSession(organiserId)
  return organiserId
}

export const peopleCells: Record<string, Cell> = {
  "people.give-role": async () => ({
    body: { name: "Eve", email: `eve-${(made += 1)}@example.org`, role: "VIEWER", scope: "" },
  }),
  "people.end-access": async () => ({ body: { id: await somebody() } }),
  "people.end-sessions": async () => ({ body: { id: await somebody() } }),
  "people.change-role": async () => ({ body: { id: await somebody(), role: "MODERATOR", scope: "" } }),
  "people.remove-role": async ({ campaign }) => {
    const id = await somebody()
    // The last role goes only with all access.
    await db().membership.create({ data: { organiserId: id, role: "VIEWER", scope: campaign.id } })
    return { body: { id, scope: campaign.id } }
  },
}
