import { simpleParser } from "mailparser"
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { createSender, type OutboxRunner } from "#lib/domain/mail/sender"
import { isSuppressed, readBacklog } from "#lib/domain/mail/queries"
import { db } from "#lib/platform/db"
import { loadKeyring } from "#lib/platform/keyring"
import { openMailer } from "#lib/platform/smtp"
import { confirmData, createMessages, outgoing } from "#tests/factories/message"
import { messagesTo } from "#tests/support/mailbox"
import { type ScriptedSmtp, type SmtpScript, startSmtp } from "#tests/support/smtp"

const STOP_PATIENCE_MS = 500

let smtp: ScriptedSmtp | undefined
let sender: OutboxRunner | undefined

beforeAll(loadKeyring)

beforeEach(async () => {
  await db().message.deleteMany()
  await db().suppression.deleteMany()
})

afterEach(async () => {
  await sender?.stop()
  await smtp?.stop()
  sender = smtp = undefined
})

async function serve(script?: SmtpScript): Promise<ScriptedSmtp> {
  smtp = await startSmtp(script)
  connect(smtp.url)
  return smtp
}

function connect(url: string, concurrency = 8): OutboxRunner {
  const mailer = openMailer(url, { hostname: "localhost", connections: concurrency })
  sender = createSender(mailer, { concurrency, patienceMs: STOP_PATIENCE_MS })
  return sender
}

/** Waits until a condition on the rows of an address holds, looking into the outbox meanwhile as a poll would. */
async function until(address: string, isSo: (row: Awaited<ReturnType<typeof messagesTo>>[number]) => boolean) {
  return vi.waitFor(
    async () => {
      await sender?.run()
      const [row] = await messagesTo(address)
      if (!row || !isSo(row)) throw new Error(`The message is ${row?.state ?? "not there"} (${row?.lastError}).`)
      return row
    },
    { timeout: 10_000, interval: 20 },
  )
}

const settled = (address: string) => until(address, ({ state }) => state !== "QUEUED" && state !== "SENDING")
const deferred = (address: string) => until(address, ({ state, attempts }) => state === "QUEUED" && attempts > 0)

/** Makes a message that waits for its next try due at once. */
const hurry = (address: string) =>
  messagesTo(address).then(([row]) => db().message.update({ where: { id: row!.id }, data: { dueAt: new Date(0) } }))

const REPLY_TO = "ana@example.org"

describe("delivery", () => {
  it("sends one mail with both parts, from us, with neutral headers", async () => {
    const { received } = await serve()
    const [id] = await createMessages([outgoing({ to: REPLY_TO, locale: "ru" })])
    expect(await settled(REPLY_TO)).toMatchObject({ state: "SENT", attempts: 1, lastError: null })
    expect(received).toHaveLength(1)
    expect(received[0]).toMatchObject({ from: "no-reply@localhost", to: [REPLY_TO] })
    const mail = await simpleParser(received[0]!.raw)
    expect(mail.subject).toBe("Подтвердите адрес электронной почты")
    expect(mail.messageId).toBe(`<${id}@localhost>`)
    expect(mail.text).toContain("012345")
    expect(mail.html).toContain("012345")
    expect(mail.headers.get("auto-submitted")).toBe("auto-generated")
    expect([...mail.headers.keys()].sort()).toEqual(
      ["auto-submitted", "content-type", "date", "from", "message-id", "mime-version", "subject", "to"].sort(),
    )
  })

  it("sends once, however many workers look at the same moment", async () => {
    const { url, received } = await serve()
    const others = Array.from({ length: 3 }, () =>
      createSender(openMailer(url, { hostname: "localhost", connections: 4 })),
    )
    await createMessages(Array.from({ length: 60 }, () => outgoing()))
    await vi.waitFor(
      async () => {
        await Promise.all([sender!, ...others].map((one) => one.run()))
        expect(await db().message.count({ where: { state: "SENT" } })).toBe(60)
      },
      { timeout: 10_000 },
    )
    expect(received).toHaveLength(60)
    await Promise.all(others.map((one) => one.stop()))
  })

  it("sends the most urgent first", async () => {
    const { received, url } = await serve()
    connect(url, 1)
    await createMessages([
      outgoing({ to: "bulk@example.org", priority: 3 }),
      outgoing({ to: "receipt@example.org", priority: 1 }),
      outgoing({ to: "confirm@example.org", priority: 0 }),
    ])
    await settled("bulk@example.org")
    expect(received.map(({ to }) => to[0])).toEqual(["confirm@example.org", "receipt@example.org", "bulk@example.org"])
  })

  it("is not misled by hostile names: headers, envelope and parts stay those of a plain name", async () => {
    const { received } = await serve()
    const names = [
      "Ana\r\nBcc: thief@evil.example",
      "Ana\nSubject: other",
      '"><script>alert(1)</script>',
      "a@evil.example, b@evil.example",
      "Ana <thief@evil.example>",
      "=?utf-8?q?Ana=0ABcc:_thief@evil.example?=",
      "\u202Egro.elpmaxe\u0000",
      ".\r\nQUIT\r\n",
    ]
    const receipt = (name: string, to: string) =>
      outgoing({ template: "signature.receipt", to, data: { ...confirmData({ name, title: name }), number: 7 } })
    await createMessages([
      receipt("Ana", "control@example.org"),
      ...names.map((name, n) => receipt(name, `n${n}@example.org`)),
    ])
    await settled("control@example.org")
    for (const n of names.keys()) await settled(`n${n}@example.org`)
    const shape = async ({ raw, from, to }: (typeof received)[number]) => {
      const mail = await simpleParser(raw)
      const headers = mail.headerLines.map(({ key, line }) =>
        /^(subject|from|auto-submitted)$/.test(key) ? line : key,
      )
      return { headers: headers.sort(), from, recipients: to.length, parts: mail.attachments.length }
    }
    const control = received.find(({ to }) => to[0] === "control@example.org")!
    const expected = await shape(control)
    expect(received).toHaveLength(names.length + 1)
    for (const mail of received) {
      expect(await shape(mail)).toEqual(expected)
      expect((await simpleParser(mail.raw)).html).not.toContain("<script")
    }
    expect(received.map(({ to }) => to[0]).join()).not.toContain("evil")
  })
})

describe("a mail server with faults", () => {
  it("is asked again when it refuses connections, without a try for every waiting message", async () => {
    const gone = await startSmtp()
    await gone.stop()
    connect(gone.url)
    await createMessages(Array.from({ length: 50 }, () => outgoing()))
    await vi.waitFor(async () => {
      await sender!.run()
      expect(await db().message.count({ where: { attempts: { gt: 0 } } })).toBeGreaterThan(0)
    })
    expect(await db().message.count({ where: { attempts: { gt: 0 } } })).toBeLessThanOrEqual(8)
    expect(await readBacklog()).toMatchObject({ waiting: 50, failed: 0 })
    smtp = await startSmtp(undefined, gone.port)
    await vi.waitFor(
      async () => {
        await db().message.updateMany({ where: { state: "QUEUED" }, data: { dueAt: new Date(0) } })
        await sender!.run()
        expect(await db().message.count({ where: { state: "SENT" } })).toBe(50)
      },
      { timeout: 10_000 },
    )
  })

  it("greylists: the next try arrives", async () => {
    const { received } = await serve(({ step, nth }) =>
      step === "rcpt" && nth === 1 ? "451 4.7.1 Try again later" : null,
    )
    await createMessages([outgoing({ to: REPLY_TO })])
    const waiting = await deferred(REPLY_TO)
    expect(waiting).toMatchObject({ lastError: "451 RCPT", attempts: 1 })
    const delayMs = waiting.dueAt.getTime() - Date.now()
    expect(delayMs).toBeGreaterThan(10_000)
    expect(delayMs).toBeLessThanOrEqual(60_000)
    expect(received).toHaveLength(0)
    await hurry(REPLY_TO)
    expect(await settled(REPLY_TO)).toMatchObject({ state: "SENT", attempts: 2 })
    expect(received).toHaveLength(1)
  })

  it.each([
    ["rcpt", "452 4.2.2 Mailbox full", "452 RCPT"],
    ["rcpt", "421 4.3.2 Shutting down", "421 CONN"],
    ["mail", "421 4.7.0 Too many connections", "421 MAIL"],
    ["end", "451 4.3.0 Local error", "451 DATA"],
    ["rcpt", "554 5.7.1 Relay access denied", "554 RCPT"],
  ] as const)("keeps the message at %s %s", async (step, reply, lastError) => {
    await serve((moment) => (moment.step === step && moment.nth === 1 ? reply : null))
    await createMessages([outgoing({ to: REPLY_TO })])
    expect(await deferred(REPLY_TO)).toMatchObject({ lastError })
    expect(await isSuppressed(REPLY_TO)).toBe(false)
    await hurry(REPLY_TO)
    expect(await settled(REPLY_TO)).toMatchObject({ state: "SENT" })
  })

  it("gives up after eight tries", async () => {
    const { asked } = await serve(({ step }) => (step === "rcpt" ? "450 4.2.1 Later" : null))
    await createMessages([outgoing({ to: REPLY_TO })])
    for (let tries = 1; tries < 8; tries++) {
      await until(REPLY_TO, ({ state, attempts }) => state === "QUEUED" && attempts === tries)
      await hurry(REPLY_TO)
    }
    expect(await settled(REPLY_TO)).toMatchObject({ state: "FAILED", attempts: 8 })
    expect(asked.filter(({ step }) => step === "rcpt")).toHaveLength(8)
    expect(await isSuppressed(REPLY_TO)).toBe(false)
  })

  it("bounces: no further try, and no further mail to that address", async () => {
    const { asked, received } = await serve(({ step, address }) =>
      step === "rcpt" && address === REPLY_TO ? "550 5.1.1 <ana@example.org>: no such user" : null,
    )
    await createMessages([outgoing({ to: REPLY_TO }), outgoing({ to: "eva@example.org" })])
    const row = await settled(REPLY_TO)
    expect(row).toMatchObject({ state: "FAILED", lastError: "550 RCPT" })
    await settled("eva@example.org")
    expect(await isSuppressed("Ana@Example.org")).toBe(true)
    expect(await isSuppressed("eva@example.org")).toBe(false)
    await db().message.delete({ where: { id: row.id } })
    await createMessages([outgoing({ to: REPLY_TO })])
    expect(await settled(REPLY_TO)).toMatchObject({ state: "SUPPRESSED", sealed: null })
    expect(asked.filter(({ address }) => address === REPLY_TO)).toHaveLength(1)
    expect(received).toHaveLength(1)
  })

  it("refuses the contents: given up, but the address is not at fault", async () => {
    await serve(({ step }) => (step === "end" ? "554 5.6.0 No" : null))
    await createMessages([outgoing({ to: REPLY_TO })])
    expect(await settled(REPLY_TO)).toMatchObject({ state: "FAILED", lastError: "554 DATA" })
    expect(await isSuppressed(REPLY_TO)).toBe(false)
  })

  it("dies after it took a mail: every copy has the same Message-ID", async () => {
    const { received } = await serve(({ step, nth }) => (step === "end" && nth <= 2 ? "hang-up" : null))
    await createMessages([outgoing({ to: REPLY_TO })])
    await vi.waitFor(
      async () => {
        await hurry(REPLY_TO)
        await sender!.run()
        expect((await messagesTo(REPLY_TO))[0]).toMatchObject({ state: "SENT" })
      },
      { timeout: 10_000 },
    )
    expect(received.filter(({ isAccepted }) => isAccepted)).toHaveLength(1)
    expect(received).toHaveLength(3)
    const ids = await Promise.all(received.map(async ({ raw }) => (await simpleParser(raw)).messageId))
    expect(new Set(ids).size).toBe(1)
  })

  it("stalls with one mail: the others go on", async () => {
    const { received } = await serve(({ step, address }) => (step === "rcpt" && address === REPLY_TO ? "stall" : null))
    await createMessages([outgoing({ to: REPLY_TO }), ...Array.from({ length: 40 }, () => outgoing())])
    await vi.waitFor(async () => {
      await sender!.run()
      expect(received).toHaveLength(40)
    })
    expect((await messagesTo(REPLY_TO))[0]).toMatchObject({ state: "SENDING" })
  })

  it("stalls while the worker stops: it waits no longer than it may, and the message goes back untried", async () => {
    await serve(({ step }) => (step === "rcpt" ? "stall" : null))
    await createMessages([outgoing({ to: REPLY_TO })])
    await until(REPLY_TO, ({ state }) => state === "SENDING")
    const begin = Date.now()
    await sender!.stop()
    expect(Date.now() - begin).toBeLessThan(STOP_PATIENCE_MS + 1_500)
    expect((await messagesTo(REPLY_TO))[0]).toMatchObject({ state: "QUEUED", attempts: 0, leaseUntil: null })
  })
})

describe("a worker that dies", () => {
  it("leaves its messages to the next one when the lease is over", async () => {
    const { received } = await serve()
    const [id] = await createMessages([outgoing({ to: REPLY_TO })])
    await db().message.update({
      where: { id },
      data: { state: "SENDING", attempts: 1, leaseUntil: new Date(Date.now() + 60_000) },
    })
    await sender!.run()
    expect((await messagesTo(REPLY_TO))[0]).toMatchObject({ state: "SENDING", attempts: 1 })
    await db().message.update({ where: { id }, data: { leaseUntil: new Date(Date.now() - 1_000) } })
    expect(await settled(REPLY_TO)).toMatchObject({ state: "SENT", attempts: 2 })
    expect(received).toHaveLength(1)
  })

  it("does not die of the same message for ever", async () => {
    const { received } = await serve()
    const [id] = await createMessages([outgoing({ to: REPLY_TO })])
    await db().message.update({ where: { id }, data: { state: "SENDING", attempts: 8, leaseUntil: new Date(0) } })
    expect(await settled(REPLY_TO)).toMatchObject({ state: "FAILED", lastError: "worker stopped" })
    expect(received).toHaveLength(0)
  })
})

describe("odd rows", () => {
  it("waits for a newer worker when the kind is unknown", async () => {
    await serve()
    const [id] = await createMessages([outgoing({ to: REPLY_TO })])
    await db().message.update({ where: { id }, data: { template: "letter.of-tomorrow" } })
    expect(await deferred(REPLY_TO)).toMatchObject({ lastError: "UNKNOWN_TEMPLATE" })
  })

  it("gives up what cannot be opened", async () => {
    await serve()
    const [one, other] = await createMessages([outgoing({ to: REPLY_TO }), outgoing()])
    const { sealed } = (await db().message.findUnique({ where: { id: other } }))!
    await db().message.update({ where: { id: one }, data: { sealed } })
    expect(await settled(REPLY_TO)).toMatchObject({ state: "FAILED", lastError: "UNREADABLE" })
  })
})

describe("speed", () => {
  const timeFor = async (count: number) => {
    await createMessages(Array.from({ length: count }, () => outgoing()))
    const begin = Date.now()
    await sender!.run()
    await vi.waitFor(() => expect(smtp!.received).toHaveLength(count), { timeout: 25_000, interval: 10 })
    return (Date.now() - begin) / 1_000
  }

  it("is far above 20 a second", async () => {
    await serve()
    expect(1_000 / (await timeFor(1_000))).toBeGreaterThan(60)
  })

  it("keeps to a limit, so that visitors of the same process do not wait", async () => {
    const { url } = await serve()
    sender = createSender(openMailer(url, { hostname: "localhost", connections: 8 }), { perSecond: 100 })
    const seconds = await timeFor(200)
    expect(seconds).toBeGreaterThan(1.9)
    expect(200 / seconds).toBeGreaterThan(20)
  })
})
