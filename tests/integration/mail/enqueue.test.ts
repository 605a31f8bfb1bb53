import { beforeAll, beforeEach, describe, expect, it } from "vitest"
import { enqueue, forgetMessages, prepareMessage } from "#lib/domain/mail/commands"
import { openMessage } from "#lib/domain/mail/delivery"
import { MAX_TRIGGERABLE_PER_DAY, MAX_TRIGGERABLE_PER_SUBJECT } from "#lib/domain/mail/schema"
import { db, transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { loadKeyring } from "#lib/platform/keyring"
import { createMessages, outgoing } from "#tests/factories/message"
import { messagesTo, templatesSentTo } from "#tests/support/mailbox"

beforeAll(loadKeyring)
beforeEach(() => db().message.deleteMany())

const put = (changes: Parameters<typeof outgoing>[0]) => transaction((tx) => enqueue(tx, outgoing(changes)))

describe("enqueue", () => {
  it("writes the message with address and data sealed", async () => {
    const message = outgoing({ to: "Ana@example.org" })
    expect(await transaction((tx) => enqueue(tx, message))).toBe(true)
    const [row] = await messagesTo("ana@example.org")
    expect(JSON.stringify(row)).not.toMatch(/ana@example/i)
    expect(Buffer.from(row!.sealed!).toString("latin1")).not.toMatch(/ana@example/i)
    expect(openMessage({ ...row!, sealed: Buffer.from(row!.sealed!) })).toMatchObject({
      to: "Ana@example.org",
      data: message.data,
    })
  })

  it("does not open a message in the place of another one", () => {
    const [one, other] = [prepareMessage(outgoing()), prepareMessage(outgoing())]
    expect(() => openMessage({ ...one, sealed: other.sealed })).toThrow()
  })

  it("writes nothing when its cause fails", async () => {
    const failing = transaction(async (tx) => {
      await enqueue(tx, outgoing({ to: "undone@example.org" }))
      throw new Error("the cause failed")
    })
    await expect(failing).rejects.toThrow("the cause failed")
    expect(await templatesSentTo("undone@example.org")).toEqual([])
  })

  it("lets strangers cause three messages a day for one address, however it is written", async () => {
    const results = []
    for (const to of ["eva@example.org", "EVA@example.org", "Eva@Example.org", "eva@example.org"]) {
      results.push(await put({ to, subjectId: newId() }))
    }
    expect(results).toEqual([true, true, true, false])
    expect(await put({ to: "eva@example.org", isTriggerable: false })).toBe(true)
    await db().message.updateMany({ data: { createdAt: new Date(Date.now() - 25 * 3_600_000) } })
    expect(await put({ to: "eva@example.org" })).toBe(true)
  })

  it("counts requests that come at the same moment", async () => {
    const results = await Promise.all(Array.from({ length: 8 }, () => put({ to: "flood@example.org" })))
    expect(results.filter(Boolean)).toHaveLength(MAX_TRIGGERABLE_PER_DAY)
  })

  it("lets strangers cause five messages about one thing", async () => {
    const subjectId = newId()
    const results = []
    for (let n = 0; n <= MAX_TRIGGERABLE_PER_SUBJECT; n++) results.push(await put({ subjectId }))
    expect(results).toEqual([true, true, true, true, true, false])
    expect(await put({ subjectId: newId() })).toBe(true)
  })
})

describe("forgetMessages", () => {
  it("takes back what waits and empties what was sent", async () => {
    const subjectId = newId()
    await createMessages([outgoing({ subjectId }), outgoing({ subjectId }), outgoing({ subjectId: newId() })])
    const [sent] = await db().message.findMany({ where: { subjectId } })
    await db().message.update({ where: { id: sent!.id }, data: { state: "SENT" } })
    await transaction((tx) => forgetMessages(tx, subjectId))
    expect(await db().message.findMany({ where: { subjectId }, select: { id: true, sealed: true } })).toEqual([
      { id: sent!.id, sealed: null },
    ])
    expect(await db().message.count()).toBe(2)
  })
})
