import { beforeAll, beforeEach, describe, expect, it } from "vitest"
import { endAccess, giveRole, listOrganisers } from "#lib/domain/identity/people"
import { deleteOldSessions, endSession, findActor } from "#lib/domain/identity/sessions"
import { isSetUpLink, newSetUpToken, setUpOwner } from "#lib/domain/identity/set-up"
import { findSignInLink, requestSignIn, signIn } from "#lib/domain/identity/sign-in"
import { db } from "#lib/platform/db"
import { loadKeyring } from "#lib/platform/keyring"
import { newToken } from "#lib/platform/tokens"
import { createOrganiser, createSession } from "#tests/factories/organiser"
import { lastMessageTo, templatesSentTo } from "#tests/support/mailbox"

beforeAll(loadKeyring)
beforeEach(async () => {
  await db().organiser.deleteMany()
  await db().loginToken.deleteMany()
})

const NOON = new Date("2026-11-24T12:00:00Z")
const minutes = (count: number) => new Date(NOON.getTime() + count * 60_000)
const OLGA = { name: "Olga", email: "olga@example.org", locale: "en" as const }

async function mailedToken(email: string): Promise<string> {
  return ((await lastMessageTo(email)).data as { token: string }).token
}

describe("the set-up link", () => {
  it("makes one owner, signed in, of ten presses at once", async () => {
    const token = await newSetUpToken(NOON)
    const presses = Array.from({ length: 10 }, (_, index) =>
      setUpOwner(token!, { ...OLGA, email: `olga-${index}@example.org` }, NOON),
    )
    const made = (await Promise.all(presses)).filter((result) => result.ok)
    expect(made).toHaveLength(1)
    expect(await db().organiser.count()).toBe(1)
    const actor = made[0]!.ok ? await findActor(made[0]!.value, NOON) : null
    expect(actor?.roles).toEqual({ "": "OWNER" })
  })

  it("is not made once there is an owner, and dies with the next one and after a week", async () => {
    const first = await newSetUpToken(NOON)
    const second = await newSetUpToken(NOON)
    expect(await isSetUpLink(first!, NOON)).toBe(false)
    expect(await isSetUpLink(second!, minutes(8 * 24 * 60))).toBe(false)
    expect((await setUpOwner(second!, OLGA, minutes(8 * 24 * 60))).ok).toBe(false)
    expect((await setUpOwner(newToken(), OLGA, NOON)).ok).toBe(false)
    expect((await setUpOwner(second!, OLGA, NOON)).ok).toBe(true)
    expect(await newSetUpToken(NOON)).toBeNull()
  })

  it("cannot be used to sign in, nor a sign-in link to set up", async () => {
    const setUp = await newSetUpToken(NOON)
    expect((await signIn(setUp!, NOON)).ok).toBe(false)
    const { email } = await createOrganiser({ role: "EDITOR" })
    await requestSignIn(email, NOON)
    expect((await setUpOwner(await mailedToken(email), OLGA, NOON)).ok).toBe(false)
  })
})

describe("signing in", () => {
  it("works once, by a press, within ten minutes; looking changes nothing", async () => {
    const { email, organiserId } = await createOrganiser()
    await requestSignIn(email.toUpperCase(), NOON)
    const token = await mailedToken(email)
    for (let looks = 0; looks < 10; looks++) expect(await findSignInLink(token, NOON)).toBe("fine")
    expect(await findSignInLink(token, minutes(11))).toBe("expired")
    expect((await signIn(token, minutes(11))).ok).toBe(false)

    const results = await Promise.all([signIn(token, NOON), signIn(token, NOON), signIn(token, NOON)])
    const done = results.filter((result) => result.ok)
    expect(done).toHaveLength(1)
    expect(done[0]!.ok && (await findActor(done[0]!.value, NOON))?.organiserId).toBe(organiserId)
    expect(await findSignInLink(token, NOON)).toBe("used")
  })

  it("mails nothing to other addresses, and to an organiser three links in a quarter of an hour at most", async () => {
    const { email } = await createOrganiser()
    await requestSignIn("stranger@example.org", NOON)
    expect(await templatesSentTo("stranger@example.org")).toEqual([])
    for (let tries = 0; tries < 5; tries++) await requestSignIn(email, NOON)
    expect(await templatesSentTo(email)).toHaveLength(3)
    await requestSignIn(email, minutes(16))
    expect(await templatesSentTo(email)).toHaveLength(4)
  })

  it("keeps no token that was mailed", async () => {
    const { email } = await createOrganiser()
    await requestSignIn(email, NOON)
    const token = await mailedToken(email)
    const [{ found } = { found: true }] = await db().$queryRaw<{ found: boolean }[]>`
      select exists (select from "LoginToken" t where t::text like ${`%${token}%`}) as found`
    expect(found).toBe(false)
  })
})

describe("a session", () => {
  it("ends when its owner signs out, on this device only", async () => {
    const { organiserId } = await createOrganiser()
    const [here, there] = [await createSession(organiserId, NOON), await createSession(organiserId, NOON)]
    await endSession(here.sessionId, NOON)
    expect(await findActor(here, NOON)).toBeNull()
    expect(await findActor(there, NOON)).not.toBeNull()
  })

  it("ends after 12 hours unused and after 7 days in any case", async () => {
    const { organiserId } = await createOrganiser()
    const session = await createSession(organiserId, NOON)
    expect(await findActor(session, minutes(11 * 60))).not.toBeNull()
    expect(await findActor(session, minutes(22 * 60))).not.toBeNull()
    expect(await findActor(session, minutes(35 * 60))).toBeNull()

    const used = await createSession(organiserId, NOON)
    for (let hours = 10; hours < 7 * 24; hours += 10) expect(await findActor(used, minutes(hours * 60))).not.toBeNull()
    expect(await findActor(used, minutes(7 * 24 * 60))).toBeNull()
    await deleteOldSessions(minutes(8 * 24 * 60))
    expect(await db().organiserSession.count()).toBe(0)
  })

  it("does not accept another version or an unknown id", async () => {
    const { organiserId } = await createOrganiser()
    const session = await createSession(organiserId, NOON)
    expect(await findActor({ ...session, version: session.version + 1 }, NOON)).toBeNull()
    expect(await findActor({ ...session, sessionId: organiserId }, NOON)).toBeNull()
  })
})

describe("people", () => {
  it("are managed by owners of the site only", async () => {
    const target = await createOrganiser()
    for (const role of ["EDITOR", "MODERATOR", "VIEWER"] as const) {
      const { actor } = await createOrganiser({ role })
      expect(await listOrganisers(actor)).toEqual({ ok: false, code: "forbidden" })
      expect(await giveRole(actor, { ...OLGA, role: "OWNER", scope: "" })).toEqual({ ok: false, code: "forbidden" })
      expect(await endAccess(actor, target.organiserId)).toEqual({ ok: false, code: "forbidden" })
    }
    expect((await listOrganisers(target.actor)).ok).toBe(true)
  })

  it("lose a role, and all access, on the next request", async () => {
    const { actor } = await createOrganiser()
    const given = await giveRole(actor, { ...OLGA, role: "MODERATOR", scope: "" })
    if (!given.ok) throw new Error(given.code)
    const session = await createSession(given.value.organiserId)
    expect((await findActor(session, new Date()))?.roles).toEqual({ "": "MODERATOR" })
    await giveRole(actor, { ...OLGA, role: "VIEWER", scope: "" })
    expect((await findActor(session, new Date()))?.roles).toEqual({ "": "VIEWER" })
    expect((await endAccess(actor, given.value.organiserId)).ok).toBe(true)
    expect(await findActor(session, new Date())).toBeNull()
    expect(await db().organiser.count({ where: { id: given.value.organiserId } })).toBe(0)
  })

  it("keep at least one owner, also when two go at once", async () => {
    const [one, two] = [await createOrganiser(), await createOrganiser()]
    const results = await Promise.all([endAccess(one.actor, two.organiserId), endAccess(two.actor, one.organiserId)])
    expect(results.filter((result) => result.ok)).toHaveLength(1)
    const [left] = await db().organiser.findMany()
    const actor = [one, two].find(({ organiserId }) => organiserId === left!.id)!
    expect(await endAccess(actor.actor, actor.organiserId)).toEqual({ ok: false, code: "last_owner" })
    expect(await giveRole(actor.actor, { ...OLGA, email: actor.email, role: "VIEWER", scope: "" })).toEqual({
      ok: false,
      code: "last_owner",
    })
  })

  it("are in the log by id, without address or name", async () => {
    const { actor } = await createOrganiser()
    await giveRole(actor, { ...OLGA, role: "VIEWER", scope: "" })
    const entries = await db().auditEntry.findMany({ where: { organiserId: actor.organiserId } })
    expect(entries.map(({ action }) => action)).toContain("invited")
    expect(JSON.stringify(entries)).not.toMatch(/olga/i)
  })
})
