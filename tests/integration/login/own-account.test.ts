import { beforeAll, beforeEach, describe, expect, it } from "vitest"
import {
  accountFields,
  endOtherSessions,
  endOwnSession,
  endSessionsOf,
  getOwnAccount,
  listOwnSessions,
  saveOwnAccount,
} from "#lib/domain/identity/own-account"
import { findSession } from "#lib/domain/identity/sessions"
import { requestSignIn } from "#lib/domain/identity/sign-in"
import { db } from "#lib/platform/db"
import { loadKeyring } from "#lib/platform/keyring"
import { createOrganiser, createSession } from "#tests/factories/organiser"
import { lastMessageTo } from "#tests/support/mailbox"

beforeAll(loadKeyring)
beforeEach(async () => {
  await db().organiser.deleteMany()
})

const NOON = new Date("2026-11-24T12:00:00Z")
const hours = (count: number) => new Date(NOON.getTime() + count * 3_600_000)

describe("one's own account", () => {
  it("holds a name and the language of the messages; the address stays", async () => {
    const { actor, email } = await createOrganiser()
    const parsed = accountFields.parse({ name: "  Olga  K ", language: "ru" })
    await saveOwnAccount(actor, parsed)
    expect(await getOwnAccount(actor)).toEqual({ name: "Olga K", email, language: "ru" })
    await requestSignIn(email, NOON)
    expect((await lastMessageTo(email)).locale).toBe("ru")
    expect(accountFields.safeParse({ name: "", language: "xx" }).error?.issues).toHaveLength(2)
  })
})

describe("one's own sign-ins", () => {
  it("are listed by days, without those that are over and those of others", async () => {
    const { actor, organiserId } = await createOrganiser()
    const { organiserId: other } = await createOrganiser()
    const here = await createSession(organiserId, NOON)
    await createSession(organiserId, hours(-13))
    const ended = await createSession(organiserId, NOON)
    await endOwnSession(actor, ended.sessionId, NOON)
    await createSession(other, NOON)
    expect(await listOwnSessions(actor, here.sessionId, NOON)).toEqual([
      { id: here.sessionId, startedOn: "2026-11-24", usedOn: "2026-11-24", isThis: true },
    ])
  })

  it("end one by one, all others at once, and never somebody else's", async () => {
    const { actor, organiserId } = await createOrganiser()
    const stranger = await createOrganiser()
    const theirs = await createSession(stranger.organiserId, NOON)
    const [one, two, three] = [
      await createSession(organiserId, NOON),
      await createSession(organiserId, NOON),
      await createSession(organiserId, NOON),
    ]
    expect(await endOwnSession(actor, theirs.sessionId, NOON)).toEqual({ ok: false, code: "unknown" })
    expect((await endOwnSession(actor, one.sessionId, NOON)).ok).toBe(true)
    expect(await findSession(one, NOON)).toBeNull()
    await endOtherSessions(actor, two.sessionId, NOON)
    expect(await findSession(two, NOON)).not.toBeNull()
    expect(await findSession(three, NOON)).toBeNull()
    expect(await findSession(theirs, NOON)).not.toBeNull()
  })

  it("are ended by an owner on all devices, with the access kept", async () => {
    const [owner, editor] = [await createOrganiser(), await createOrganiser({ role: "EDITOR" })]
    const before = await createSession(editor.organiserId, NOON)
    expect(await endSessionsOf(editor.actor, owner.organiserId)).toEqual({ ok: false, code: "forbidden" })
    expect((await endSessionsOf(owner.actor, editor.organiserId)).ok).toBe(true)
    expect(await findSession(before, NOON)).toBeNull()
    expect(await listOwnSessions(editor.actor, before.sessionId, NOON)).toEqual([])
    const after = await createSession(editor.organiserId, NOON)
    expect(await findSession(after, NOON)).not.toBeNull()
    const entries = await db().auditEntry.findMany({ where: { organiserId: owner.organiserId } })
    expect(entries).toMatchObject([{ action: "sessions_ended", subjectId: editor.organiserId }])
  })
})
