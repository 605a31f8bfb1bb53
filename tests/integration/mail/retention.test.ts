import { beforeAll, beforeEach, describe, expect, it } from "vitest"
import { deleteOldMail } from "#lib/domain/mail/jobs"
import { db } from "#lib/platform/db"
import { loadKeyring } from "#lib/platform/keyring"
import type { Prisma } from "#lib/generated/prisma/client"
import { createMessages, outgoing } from "#tests/factories/message"

const NOON = new Date("2026-03-01T12:00:00Z")
const hoursAgo = (hours: number) => new Date(NOON.getTime() - hours * 3_600_000)

beforeAll(loadKeyring)
beforeEach(() => db().message.deleteMany())

async function createAged(changes: Prisma.MessageUpdateInput): Promise<string> {
  const [id] = await createMessages([outgoing()])
  await db().message.update({ where: { id }, data: { createdAt: hoursAgo(1), ...changes } })
  return id!
}

const find = (id: string) => db().message.findUnique({ where: { id } })

describe("deleteOldMail", () => {
  it("forgets address and text 24 hours after sending", async () => {
    const old = await createAged({ state: "SENT", sentAt: hoursAgo(24) })
    const young = await createAged({ state: "SENT", sentAt: hoursAgo(23) })
    await deleteOldMail(NOON)
    expect(await find(old)).toMatchObject({ state: "SENT", sealed: null })
    expect((await find(young))?.sealed).not.toBeNull()
  })

  it("forgets them 48 hours after a failure", async () => {
    const old = await createAged({ state: "FAILED", dueAt: hoursAgo(48) })
    const young = await createAged({ state: "FAILED", dueAt: hoursAgo(47) })
    await deleteOldMail(NOON)
    expect((await find(old))?.sealed).toBeNull()
    expect((await find(young))?.sealed).not.toBeNull()
  })

  it("gives up what waited a week: its links are dead", async () => {
    const old = await createAged({ createdAt: hoursAgo(7 * 24) })
    const young = await createAged({ createdAt: hoursAgo(7 * 24 - 1) })
    await deleteOldMail(NOON)
    expect(await find(old)).toMatchObject({ state: "FAILED", sealed: null })
    expect(await find(young)).toMatchObject({ state: "QUEUED" })
  })

  it("deletes rows after 30 days, and can run again", async () => {
    const old = await createAged({ state: "SENT", sentAt: hoursAgo(720), createdAt: hoursAgo(720) })
    const young = await createAged({ state: "SENT", sentAt: hoursAgo(719), createdAt: hoursAgo(719) })
    await deleteOldMail(NOON)
    await deleteOldMail(NOON)
    expect(await find(old)).toBeNull()
    expect(await find(young)).not.toBeNull()
  })
})
