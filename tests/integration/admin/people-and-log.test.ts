import { beforeAll, beforeEach, describe, expect, it } from "vitest"
import { recordAudit } from "#lib/domain/identity/audit"
import { kindOf, listLog } from "#lib/domain/identity/log"
import { changeRole, endAccess, giveRole, listOrganisers, removeRole } from "#lib/domain/identity/people"
import type { Actor } from "#lib/domain/identity/policy"
import { db, transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { loadKeyring } from "#lib/platform/keyring"
import { createCampaign } from "#tests/factories/campaign"
import { createOrganiser } from "#tests/factories/organiser"
import { templatesSentTo } from "#tests/support/mailbox"

beforeAll(loadKeyring)
beforeEach(async () => {
  await db().organiser.deleteMany()
  await db().auditEntry.deleteMany()
})

const ALL = { organiserId: null, campaignId: null, kind: null }
const EVE = { name: "Eve", email: "eve@example.org", locale: "en" as const }

async function log(actor: Actor, filter: Partial<typeof ALL> | object = {}, after: string | null = null) {
  const found = await listLog(actor, { ...ALL, ...filter }, after)
  if (!found.ok) throw new Error(found.code)
  return found.value
}

describe("roles", () => {
  it("are changed and removed in one place; the last role and the last owner stay", async () => {
    const campaign = await createCampaign()
    const owner = await createOrganiser()
    const given = await giveRole(owner.actor, { ...EVE, role: "EDITOR", scope: campaign.id })
    if (!given.ok) throw new Error(given.code)
    const { organiserId } = given.value
    await giveRole(owner.actor, { ...EVE, role: "VIEWER", scope: "" })
    const roles = async () => {
      const people = await listOrganisers(owner.actor)
      const eve = people.ok ? people.value.find(({ id }) => id === organiserId) : null
      return Object.fromEntries(eve?.roles.map(({ scope, role }) => [scope, role]) ?? [])
    }
    expect(await roles()).toEqual({ "": "VIEWER", [campaign.id]: "EDITOR" })
    expect((await changeRole(owner.actor, { organiserId, scope: campaign.id, role: "MODERATOR" })).ok).toBe(true)
    expect((await removeRole(owner.actor, { organiserId, scope: "" })).ok).toBe(true)
    expect(await roles()).toEqual({ [campaign.id]: "MODERATOR" })
    expect(await removeRole(owner.actor, { organiserId, scope: campaign.id })).toEqual({ ok: false, code: "last_role" })
    expect(await removeRole(owner.actor, { organiserId, scope: "" })).toEqual({ ok: false, code: "unknown" })
    const own = { organiserId: owner.organiserId, scope: "" }
    expect(await changeRole(owner.actor, { ...own, role: "VIEWER" })).toEqual({ ok: false, code: "last_owner" })
    expect(await removeRole(owner.actor, own)).toEqual({ ok: false, code: "last_owner" })
    const { actor } = await createOrganiser({ role: "EDITOR" })
    expect(await changeRole(actor, { ...own, role: "VIEWER" })).toEqual({ ok: false, code: "forbidden" })
    expect(await removeRole(actor, own)).toEqual({ ok: false, code: "forbidden" })
  })

  it("are told to a new organiser by a message that names nothing, and to nobody else", async () => {
    const { actor } = await createOrganiser()
    const person = { ...EVE, email: "invited@example.org" }
    await giveRole(actor, { ...person, role: "EDITOR", scope: "" })
    await giveRole(actor, { ...person, role: "MODERATOR", scope: "" })
    expect(await templatesSentTo(person.email)).toEqual(["organiser.invited"])
  })
})

describe("the log", () => {
  it("is for owners of the site, and names who and whom as long as they are there", async () => {
    const owner = await createOrganiser()
    for (const role of ["EDITOR", "MODERATOR", "VIEWER"] as const) {
      const { actor } = await createOrganiser({ role })
      expect(await listLog(actor, ALL, null)).toEqual({ ok: false, code: "forbidden" })
    }
    const given = await giveRole(owner.actor, { ...EVE, role: "OWNER", scope: "" })
    if (!given.ok) throw new Error(given.code)
    expect((await log(owner.actor)).rows).toMatchObject([{ who: "Olga", whom: "Eve", action: "invited" }])
    await endAccess(owner.actor, given.value.organiserId)
    expect((await log(owner.actor)).rows).toMatchObject([
      { action: "access_ended", whom: null },
      { action: "invited", whom: null },
    ])
    await transaction((tx) => recordAudit(tx, newId(), "signed_in"))
    expect((await log(owner.actor)).rows[0]).toMatchObject({ who: null, isBySite: false })
  })

  it("is paged and filtered, and knows acts of other versions by their code", async () => {
    const { actor, organiserId } = await createOrganiser()
    const campaign = await createCampaign()
    await db().auditEntry.createMany({
      data: Array.from({ length: 120 }, (_, index) => ({
        id: newId(),
        organiserId: index % 3 === 0 ? null : organiserId,
        action: index % 2 === 0 ? "signatures_exported" : "from_the_future",
        campaignId: index % 4 === 0 ? campaign.id : null,
        purpose: "hand-over",
        rows: index,
      })),
    })
    const seen: string[] = []
    for (let after: string | null = null, pages = 0; pages < 5; pages++) {
      const { rows, next } = await log(actor, {}, after)
      seen.push(...rows.map(({ id }) => id))
      if (!next) break
      after = next
    }
    expect(new Set(seen).size).toBe(120)
    expect([...seen].sort().reverse()).toEqual(seen)
    const data = await log(actor, { kind: "data", campaignId: campaign.id })
    expect(data.rows).toHaveLength(30)
    expect(data.rows.every(({ action }) => action === "signatures_exported")).toBe(true)
    expect((await log(actor, { kind: "content" })).rows[0]!.action).toBe("from_the_future")
    expect((await log(actor, { organiserId })).rows.every(({ who }) => who === "Olga")).toBe(true)
  })

  it("sorts acts into kinds", () => {
    expect(kindOf("signatures_viewed")).toBe("data")
    expect(kindOf("file_downloaded")).toBe("data")
    expect(kindOf("passkey_added")).toBe("access")
    expect(kindOf("settings_changed")).toBe("settings")
    expect(kindOf("campaign_opened")).toBe("content")
  })
})
