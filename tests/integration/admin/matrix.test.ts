import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { ROLES } from "#lib/domain/identity/schema"
import { db } from "#lib/platform/db"
import { loadKeyring } from "#lib/platform/keyring"
import { ORGANISER_COMMANDS, ORGANISER_PAGES } from "#lib/web/organiser/all"
import type { OrganiserCommand } from "#lib/web/organiser/command"
import { createCampaign } from "#tests/factories/campaign"
import { createOrganiser } from "#tests/factories/organiser"
import type { Attempt, Cell } from "#tests/integration/admin/cell"
import { moderationCells } from "#tests/integration/admin/cells/moderation"
import { peopleCells } from "#tests/integration/admin/cells/people"
import { fingerprint } from "#tests/support/fingerprint"
import { startHandlers } from "#tests/support/handlers"
import { organiserCookie } from "#tests/support/organiser-cookie"

const CELLS: Record<string, Cell> = { ...moderationCells, ...peopleCells }

type Role = (typeof ROLES)[number]
type Place = "site" | "here" | "other"

const PLACES: readonly Place[] = ["site", "here", "other"]
const RANK: Record<Role, number> = { OWNER: 3, EDITOR: 2, MODERATOR: 1, VIEWER: 0 }

/** What the table says: a role on the whole site holds in every campaign, one in another campaign nowhere else. */
function isAllowed({ least, scope }: OrganiserCommand, role: Role, place: Place): boolean {
  if (scope === "self") return true
  if (place === "other" || (place === "here" && scope === "site")) return false
  return RANK[role] >= RANK[least]
}

let web: Awaited<ReturnType<typeof startHandlers>>
beforeAll(async () => {
  await loadKeyring()
  web = await startHandlers()
})
afterAll(() => web.close())

const FROM_HERE = { "sec-fetch-site": "same-origin" }

function ask(
  { method, path, action }: OrganiserCommand,
  { params = {}, body = {} }: Attempt,
  cookie: string,
  from: Record<string, string> = FROM_HERE,
) {
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? "missing"))
  const headers = { cookie, "content-type": "application/json", ...from }
  if (method === "GET") return fetch(web.url + address, { headers, redirect: "manual" })
  const sent = JSON.stringify({ ...(action && { action }), ...body })
  return fetch(web.url + address, { method, headers, body: sent, redirect: "manual" })
}

async function ground(role: Role, place: Place) {
  const [campaign, other] = [await createCampaign(), await createCampaign()]
  const scope = { site: "", here: campaign.id, other: other.id }[place]
  const { organiserId } = await createOrganiser({ role, scope })
  // A last owner cannot be taken away: there is always one who does not act.
  const { actor: owner } = await createOrganiser()
  return { campaign, owner, organiserId }
}

describe("every command of the organisers' area", () => {
  it("has a cell here, and each cell a command", () => {
    const names = ORGANISER_COMMANDS.map(({ name }) => name)
    expect(new Set(names).size, "each name once").toBe(names.length)
    expect(Object.keys(CELLS).sort()).toEqual([...names].sort())
  })

  it("has one answer to whoever is not signed in, and does nothing", async () => {
    for (const command of ORGANISER_COMMANDS) {
      const attempt = await CELLS[command.name]!(await ground("VIEWER", "site"))
      const before = await fingerprint()
      const answer = await ask(command, attempt, "")
      expect([command.name, answer.status]).toEqual([command.name, 401])
      expect(await fingerprint(), command.name).toEqual(before)
    }
  })

  it.each(ORGANISER_COMMANDS.map((command) => [command.name, command] as const))(
    "%s works for whom the table names, and is refused without effect to everybody else",
    async (name, command) => {
      for (const place of PLACES) {
        for (const role of ROLES) {
          const here = await ground(role, place)
          const attempt = await CELLS[name]!(here)
          const cookie = await organiserCookie(here.organiserId)
          const before = await fingerprint()
          const answer = await ask(command, attempt, cookie)
          const cell = `${name}: ${role} ${place}`
          if (isAllowed(command, role, place)) {
            expect(answer.status, `${cell}: ${await answer.text()}`).toBeLessThan(400)
          } else {
            expect([403, 404], `${cell}: ${answer.status} ${await answer.text()}`).toContain(answer.status)
            expect(await fingerprint(), cell).toEqual(before)
          }
        }
      }
    },
  )

  it("is refused to a page of another site, and to what says neither where it is from nor holds a proof", async () => {
    const origins: Record<string, string>[] = [
      { "sec-fetch-site": "cross-site" },
      { origin: "https://other.example" },
      { origin: "null" },
      {},
    ]
    for (const command of ORGANISER_COMMANDS.filter(({ method }) => method === "POST")) {
      const here = await ground("OWNER", "site")
      const attempt = await CELLS[command.name]!(here)
      const cookie = await organiserCookie(here.organiserId)
      const before = await fingerprint()
      for (const from of origins) {
        const answer = await ask(command, attempt, cookie, from)
        expect([command.name, from, answer.status]).toEqual([command.name, from, 403])
      }
      expect(await fingerprint(), command.name).toEqual(before)
    }
  })

  it("leaves a trace in the log or in the history when it changed something", async () => {
    for (const command of ORGANISER_COMMANDS.filter(({ method }) => method === "POST")) {
      const here = await ground("OWNER", "site")
      const attempt = await CELLS[command.name]!(here)
      const cookie = await organiserCookie(here.organiserId)
      const before = await traces()
      await ask(command, attempt, cookie)
      expect(await traces(), command.name).not.toEqual(before)
    }
  })
})

/** What organisers did, as it can be looked up later. */
async function traces() {
  const taken = await db().decision.count({ where: { undoneAt: { not: null } } })
  return [await db().auditEntry.count(), await db().decision.count(), taken]
}

describe("every page of the organisers' area", () => {
  it("stands in the table once", () => {
    const paths = ORGANISER_PAGES.map(({ path }) => path)
    expect(new Set(paths).size).toBe(paths.length)
  })
})
