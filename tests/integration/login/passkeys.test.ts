import { beforeAll, beforeEach, describe, expect, it } from "vitest"
import {
  addPasskey,
  beginPasskey,
  beginPasskeySignIn,
  listPasskeys,
  removePasskey,
  renamePasskey,
  signInByPasskey,
} from "#lib/domain/identity/passkeys"
import type { Actor } from "#lib/domain/identity/policy"
import { findSession } from "#lib/domain/identity/sessions"
import { db } from "#lib/platform/db"
import { loadKeyring } from "#lib/platform/keyring"
import { createOrganiser } from "#tests/factories/organiser"
import { Authenticator } from "#tests/support/authenticator"

beforeAll(loadKeyring)
beforeEach(async () => {
  await db().organiser.deleteMany()
  await db().loginToken.deleteMany()
})

const NOON = new Date("2026-11-24T12:00:00Z")
const minutes = (count: number) => new Date(NOON.getTime() + count * 60_000)
const place = { origin: "https://petition.example", rpId: "petition.example" }
const at = { place, now: NOON }

async function add(actor: Actor, device = new Authenticator(), name = "my phone") {
  const options = await beginPasskey(actor, { ...at, siteName: "Two Minutes" })
  return { device, result: await addPasskey(actor, { ...at, json: device.create(options, place.origin), name }) }
}

async function withPasskey() {
  const organiser = await createOrganiser()
  const { device, result } = await add(organiser.actor)
  expect(result).toEqual({ ok: true, value: null })
  return { ...organiser, device }
}

const begin = (organiserId: string | null = null) => beginPasskeySignIn(organiserId, at)
const use = (json: string, organiserId: string | null = null, now = NOON) =>
  signInByPasskey(json, { organiserId, place, now })
const REFUSED = { ok: false, code: "unknown" }

describe("a passkey", () => {
  it("is added, renamed, used and removed by its owner alone", async () => {
    const { actor, device } = await withPasskey()
    const { actor: other } = await createOrganiser()
    const [key] = await listPasskeys(actor)
    expect(key).toMatchObject({ name: "my phone", addedOn: "2026-11-24", usedOn: null })
    expect(await renamePasskey(other, key!.id, "mine")).toEqual(REFUSED)
    expect(await removePasskey(other, key!.id)).toEqual(REFUSED)
    expect((await renamePasskey(actor, key!.id, "blue key")).ok).toBe(true)

    const signedIn = await use(device.get(await begin(), place.origin))
    expect(signedIn.ok && (await findSession(signedIn.value, NOON))).toMatchObject({ actor, isFresh: true })
    expect(await listPasskeys(actor)).toMatchObject([{ name: "blue key", usedOn: "2026-11-24" }])

    expect((await removePasskey(actor, key!.id)).ok).toBe(true)
    expect(await use(device.get(await begin(), place.origin))).toEqual(REFUSED)
    const actions = (await db().auditEntry.findMany({ where: { organiserId: actor.organiserId } })).map(
      ({ action }) => action,
    )
    expect(actions).toEqual(["passkey_added", "signed_in", "passkey_removed"])
  })

  it("is made once, for the challenge, the site and the organiser that it was asked for", async () => {
    const { actor } = await createOrganiser()
    const { actor: other } = await createOrganiser()
    const options = await beginPasskey(actor, { ...at, siteName: "Two Minutes" })
    const device = new Authenticator()
    const json = device.create(options, place.origin)
    const refused = { ok: false, code: "passkey_refused" }
    expect(await addPasskey(actor, { ...at, json: device.create(options, "https://evil.example"), name: "" })).toEqual(
      refused,
    )
    // The challenge is used up, whatever came of it.
    expect(await addPasskey(actor, { ...at, json, name: "" })).toEqual(refused)

    const second = device.create(await beginPasskey(actor, { ...at, siteName: "x" }), place.origin)
    expect(await addPasskey(other, { ...at, json: second, name: "" })).toEqual(refused)
    expect(await addPasskey(actor, { ...at, json: second, name: "", now: minutes(6) })).toEqual(refused)
    expect((await addPasskey(actor, { ...at, json: second, name: "" })).ok).toBe(true)
    expect(await addPasskey(actor, { ...at, json: second, name: "" })).toEqual(refused)
    expect((await add(other, device)).result).toEqual({ ok: false, code: "passkey_known" })
    for (const junk of ["", "{}", "[1]", `{"id":"AA","response":{}}`]) {
      expect(await addPasskey(actor, { ...at, json: junk, name: "" })).toEqual(refused)
      expect(await use(junk)).toEqual(REFUSED)
    }
  })

  it("ends at ten", async () => {
    const { actor } = await createOrganiser()
    for (let count = 0; count < 10; count++) expect((await add(actor)).result.ok).toBe(true)
    expect((await add(actor)).result).toEqual({ ok: false, code: "passkey_too_many" })
  })
})

describe("signing in with a passkey", () => {
  it("answers each challenge once, within five minutes, also when ten answers come at once", async () => {
    const { device } = await withPasskey()
    const late = device.get(await begin(), place.origin)
    expect(await use(late, null, minutes(6))).toEqual(REFUSED)
    const json = device.get(await begin(), place.origin)
    const answers = await Promise.all(Array.from({ length: 10 }, () => use(json)))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await use(json)).toEqual(REFUSED)
    // A challenge for a new passkey is none for a sign-in.
    const { actor } = await createOrganiser()
    const { challenge } = await beginPasskey(actor, { ...at, siteName: "x" })
    expect(await use(device.get({ ...(await begin()), challenge }, place.origin))).toEqual(REFUSED)
  })

  it("does not hear answers made for another site, or with another device's signature", async () => {
    const { device } = await withPasskey()
    expect(await use(device.get(await begin(), "https://evil.example"))).toEqual(REFUSED)
    expect(await use(device.get({ ...(await begin()), rpId: "evil.example" }, place.origin))).toEqual(REFUSED)
    const stranger = new Authenticator()
    const forged = JSON.parse(stranger.get(await begin(), place.origin)) as Record<string, unknown>
    const own = JSON.parse(device.get(await begin(), place.origin)) as Record<string, unknown>
    expect(await use(JSON.stringify({ ...forged, id: own.id, rawId: own.rawId }))).toEqual(REFUSED)
    expect((await use(device.get(await begin(), place.origin))).ok).toBe(true)
  })

  it("proves once more only the organiser who is asked for", async () => {
    const [one, two] = [await withPasskey(), await withPasskey()]
    expect(await use(two.device.get(await begin(one.organiserId), place.origin), one.organiserId)).toEqual(REFUSED)
    const options = await begin(one.organiserId)
    expect(options.allowCredentials).toHaveLength(1)
    expect((await begin()).allowCredentials ?? []).toHaveLength(0)
    // What was asked for everybody does not prove somebody.
    expect(await use(one.device.get(await begin(), place.origin), one.organiserId)).toEqual(REFUSED)
    expect((await use(one.device.get(options, place.origin), one.organiserId)).ok).toBe(true)
  })

  it("refuses a device that counts back: there may be a copy of it", async () => {
    const { device } = await withPasskey()
    device.counter = 7
    expect((await use(device.get(await begin(), place.origin))).ok).toBe(true)
    for (const counter of [7, 6]) {
      device.counter = counter
      expect(await use(device.get(await begin(), place.origin))).toEqual(REFUSED)
    }
    device.counter = 8
    expect((await use(device.get(await begin(), place.origin))).ok).toBe(true)
  })

  it("keeps no challenge as it is", async () => {
    const { challenge } = await begin()
    const [{ found } = { found: true }] = await db().$queryRaw<{ found: boolean }[]>`
      select exists (select from "LoginToken" t where t::text like ${`%${challenge}%`}) as found`
    expect(found).toBe(false)
  })
})
