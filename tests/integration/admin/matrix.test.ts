import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Actor } from "#lib/domain/identity/policy"
import { ROLES } from "#lib/domain/identity/schema"
import type { SignableCampaign } from "#lib/domain/signatures/sign"
import { db } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { loadKeyring } from "#lib/platform/keyring"
import { ORGANISER_COMMANDS, ORGANISER_PAGES } from "#lib/web/organiser/all"
import type { OrganiserCommand } from "#lib/web/organiser/command"
import { createCampaign } from "#tests/factories/campaign"
import { createOrganiser } from "#tests/factories/organiser"
import type { Attempt, Cell } from "#tests/integration/admin/cell"
import { accountCells } from "#tests/integration/admin/cells/account"
import { campaignsCells } from "#tests/integration/admin/cells/campaigns"
import { deliveryCells } from "#tests/integration/admin/cells/delivery"
import { insightsCells } from "#tests/integration/admin/cells/insights"
import { lettersCells } from "#tests/integration/admin/cells/letters"
import { moderationCells } from "#tests/integration/admin/cells/moderation"
import { paperCells } from "#tests/integration/admin/cells/paper"
import { peopleCells } from "#tests/integration/admin/cells/people"
import { signaturesCells } from "#tests/integration/admin/cells/signatures"
import { siteCells } from "#tests/integration/admin/cells/site"
import { updatesCells } from "#tests/integration/admin/cells/updates"
import { tasksCells } from "#tests/integration/admin/cells/tasks"
import { fingerprint } from "#tests/support/fingerprint"
import { startHandlers } from "#tests/support/handlers"
import { organiserCookie } from "#tests/support/organiser-cookie"

// Passkeys belong to a name, not to a bare address.
process.env.APP_URL = "http://localhost:3000"

const CELLS: Record<string, Cell> = {
  ...accountCells,
  ...campaignsCells,
  ...deliveryCells,
  ...insightsCells,
  ...lettersCells,
  ...moderationCells,
  ...paperCells,
  ...peopleCells,
  ...signaturesCells,
  ...siteCells,
  ...tasksCells,
  ...updatesCells,
}

/** Commands after which nothing is different for anybody but who gave them. */
const CHANGE_NOTHING = new Set([
  "account.digest",
  "account.passkey-options",
  "account.rename-passkey",
  "account.save",
  "campaigns.discard-draft",
  "campaigns.keep-draft",
  "campaigns.try-preview",
  // The step that is carried on stands in the log.
  "signatures.carry-on-rule",
  // Sheets count for nothing until a second person counts them.
  "signatures.open-paper",
  "signatures.try-paper-file",
  "signatures.remove-paper-row",
  "signatures.drop-paper-file",
  "signatures.search",
  "signatures.show-email",
  "set-up.done",
  "set-up.skip",
  "tasks.delete",
])

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
let owner: Actor
/** Somebody of each role in each place, by `ROLE place`. */
const people = new Map<string, { role: Role; place: Place; organiserId: string; cookie: string }>()

beforeAll(async () => {
  await loadKeyring()
  web = await startHandlers()
  const other = await createCampaign()
  // There is always an owner who does not act, so that no command meets the last one.
  owner = (await createOrganiser()).actor
  for (const place of PLACES) {
    for (const role of ROLES) {
      // Who is here gets the same role in the campaign of each command.
      const scope = { site: "", here: newId(), other: other.id }[place]
      const { organiserId } = await createOrganiser({ role, scope })
      const cookie = await organiserCookie(organiserId)
      people.set(`${role} ${place}`, { role, place, organiserId, cookie })
    }
  }
})
afterAll(() => web.close())

const FROM_HERE = { "sec-fetch-site": "same-origin" }
const FROM_ELSEWHERE: Record<string, string>[] = [
  { "sec-fetch-site": "cross-site" },
  { origin: "https://other.example" },
  { origin: "null" },
  // Neither where it is from nor a proof.
  {},
]

function ask(
  { method, path, action }: OrganiserCommand,
  { params = {}, body = {}, file }: Attempt,
  cookie: string,
  from: Record<string, string> = FROM_HERE,
) {
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? "missing"))
  const url = web.url + address
  const headers = { cookie, ...from }
  if (method === "GET") return fetch(url, { headers, redirect: "manual" })
  if (file !== undefined) {
    const form = new FormData()
    form.set("file", new Blob([file]), "rows.csv")
    return fetch(url, { method, headers, body: form, redirect: "manual" })
  }
  const sent = JSON.stringify({ ...(action && { action }), ...body })
  return fetch(url, {
    method,
    headers: { ...headers, "content-type": "application/json" },
    body: sent,
    redirect: "manual",
  })
}

/** What organisers did, as it can be looked up later. */
async function traces() {
  const taken = await db().decision.count({ where: { undoneAt: { not: null } } })
  return [await db().auditEntry.count(), await db().decision.count(), taken]
}

it("has a cell for every command of the organisers' area, and a command for each cell", () => {
  const names = ORGANISER_COMMANDS.map(({ name }) => name)
  expect(new Set(names).size, "each name once").toBe(names.length)
  expect(Object.keys(CELLS).sort()).toEqual([...names].sort())
})

describe.each(ORGANISER_COMMANDS.map((command) => [command.name, command] as const))("%s", (name, command) => {
  let campaign: SignableCampaign
  beforeAll(async () => {
    campaign = await createCampaign()
    const here = [...people.values()].filter(({ place }) => place === "here")
    await db().membership.createMany({
      data: here.map(({ organiserId, role }) => ({ organiserId, role, scope: campaign.id })),
    })
  })
  const prepare = (organiserId: string) => CELLS[name]!({ campaign, owner, organiserId })

  it("is refused without effect to whoever the table does not name, and to other sites", async () => {
    const site = people.get("OWNER site")!
    const attempt = await prepare(site.organiserId)
    const before = await fingerprint()
    const answers: Record<string, number> = { "signed out": (await ask(command, attempt, "")).status }
    // A program is told so; a download and a form with a file, which programs do not ask for, lead to the sign-in page.
    const isForPeople = command.method === "GET" || attempt.file !== undefined
    const expected: Record<string, number[]> = { "signed out": [isForPeople ? 303 : 401] }
    if (command.method === "POST") {
      for (const from of FROM_ELSEWHERE) {
        const key = `from ${JSON.stringify(from)}`
        answers[key] = (await ask(command, attempt, site.cookie, from)).status
        expected[key] = [403]
      }
    }
    for (const [who, { role, place, cookie }] of people) {
      // What is somebody's own is not there for anybody else.
      const isElse = command.scope === "self" && command.path.includes("{") && who !== "OWNER site"
      if (isAllowed(command, role, place) && !isElse) continue
      answers[who] = (await ask(command, attempt, cookie)).status
      expected[who] = [403, 404]
    }
    for (const [who, status] of Object.entries(answers)) {
      expect(expected[who], `${who} got ${status}`).toContain(status)
    }
    expect(await fingerprint()).toEqual(before)
  })

  it("works for everybody whom the table names, and can be looked up afterwards", async () => {
    for (const [who, { role, place, organiserId, cookie }] of people) {
      if (!isAllowed(command, role, place)) continue
      const attempt = await prepare(organiserId)
      const before = await traces()
      const answer = await ask(command, attempt, cookie)
      if (attempt.expects) {
        expect([who, answer.status]).toEqual([who, attempt.expects])
        continue
      }
      expect(answer.status, `${who}: ${await answer.text()}`).toBeLessThan(400)
      if (command.method === "POST" && !CHANGE_NOTHING.has(name)) expect(await traces(), who).not.toEqual(before)
      // Commands about oneself can end one's sessions.
      if (command.scope === "self") people.get(who)!.cookie = await organiserCookie(organiserId)
    }
  })
})

it("has each page of the area once", () => {
  const paths = ORGANISER_PAGES.map(({ path }) => path)
  expect(new Set(paths).size).toBe(paths.length)
})
