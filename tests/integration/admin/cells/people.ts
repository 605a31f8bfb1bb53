import type { Cell } from "#tests/integration/admin/cell"
import { createOrganiser } from "#tests/factories/organiser"

let made = 0

export const peopleCells: Record<string, Cell> = {
  "people.give-role": async () => ({
    body: { name: "Eve", email: `eve-${(made += 1)}@example.org`, role: "VIEWER", scope: "" },
  }),
  "people.end-access": async () => ({ body: { id: (await createOrganiser({ role: "VIEWER" })).organiserId } }),
}
