import { type ChildProcess, spawn } from "node:child_process"
import { simpleParser } from "mailparser"
import { afterEach, beforeAll, expect, it, vi } from "vitest"
import { recipientIndex } from "#lib/domain/mail/commands"
import { enqueue } from "#lib/domain/mail/commands"
import { findMailing } from "#lib/domain/mailings/queries"
import { publishUpdate } from "#lib/domain/mailings/publish"
import { stopNews } from "#lib/domain/signatures/news"
import { withdrawSignature } from "#lib/domain/signatures/withdraw"
import { saveUpdateText } from "#lib/domain/campaigns/updates"
import { db, transaction } from "#lib/platform/db"
import { loadKeyring } from "#lib/platform/keyring"
import { createCampaign } from "#tests/factories/campaign"
import { createSupporters } from "#tests/factories/mailing"
import { outgoing } from "#tests/factories/message"
import { createOrganiser } from "#tests/factories/organiser"
import { type ScriptedSmtp, startSmtp } from "#tests/support/smtp"

const COUNT = 10_000
const workers: ChildProcess[] = []
let smtp: ScriptedSmtp

beforeAll(loadKeyring)

afterEach(async () => {
  for (const worker of workers.splice(0)) worker.kill("SIGKILL")
  await smtp?.stop()
})

function startWorkerProcess(): ChildProcess {
  const child = spawn(process.execPath, ["--import", "./scripts/register.mjs", "tests/support/mailing-worker.ts"], {
    env: { ...process.env, SMTP_URL: smtp.url, LOG_LEVEL: "warn" },
    stdio: ["ignore", "ignore", "inherit"],
  })
  workers.push(child)
  return child
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = new Promise((resolve) => child.once("exit", resolve))
  child.kill("SIGKILL")
  await exited
  // The leases of a dead worker end by themselves after two minutes; nobody wants to wait.
  await db().message.updateMany({ where: { state: "SENDING" }, data: { leaseUntil: new Date(0) } })
}

const reached = (count: number) =>
  vi.waitFor(() => expect(smtp.received.length).toBeGreaterThanOrEqual(count), { timeout: 200_000, interval: 10 })

/** The secret by which a person stops messages, out of one that they got. */
async function stopTokenOf(address: string): Promise<string> {
  const mail = smtp.received.find(({ to }) => to[0] === address)!
  const headers = (await simpleParser(mail.raw)).headers.get("list") as unknown as { unsubscribe: { url: string } }
  return headers.unsubscribe.url.split("/").at(-1)!
}

it("mails 10,000 people once each, through two kills, a stop by some, a withdrawal, and dead addresses", async () => {
  const campaign = await createCampaign()
  const { actor } = await createOrganiser()
  const supporters = await createSupporters(campaign, COUNT, (place) => `p${place}@example.org`)
  await createSupporters(campaign, 50, (place) => `quiet${place}@example.org`, { wantsUpdates: false })
  const last = supporters.slice(-40)
  const [stopping, withdrawing, dead] = [last.slice(0, 10), last.slice(10, 20), last.slice(20, 30)]
  await db().suppression.createMany({
    data: dead.map(({ email }) => ({ recipientIndex: new Uint8Array(recipientIndex(email)), reason: "bounced" })),
  })

  // First the server holds everybody back before anything is handed over, then after all of it is.
  let held: "rcpt" | "end" | null = null
  smtp = await startSmtp(({ step, address }) => (step === held && address.startsWith("p") ? "stall" : null))
  const saved = await saveUpdateText(
    actor,
    campaign.id,
    null,
    { language: "en", title: "The council met", body: "It met on **Monday**.", revision: 0 },
    new Date(),
  )
  if (!saved.ok) throw new Error(saved.code)
  const begin = performance.now()
  const started = await publishUpdate(actor, campaign.id, saved.value.id, { at: null, perMinute: 1e6 }, new Date())
  if (!started.ok) throw new Error(started.code)
  const mailingId = started.value.mailingId!

  let worker = startWorkerProcess()
  await reached(2_500)
  held = "rcpt"
  await vi.waitFor(() => expect(stalled("rcpt")).toBe(8), { timeout: 60_000, interval: 10 })
  await kill(worker)
  held = null
  expect(await db().message.count({ where: { mailingId, isHandedOver: true, state: "SENDING" } })).toBe(0)

  // Some stop, and some withdraw, while their messages have not left.
  const token = await stopTokenOf("p0@example.org")
  await db().signatureToken.updateMany({
    where: { signatureId: supporters[0]!.id },
    data: { signatureId: stopping[0]!.id },
  })
  expect(await transaction((tx) => stopNews(tx, token))).toEqual({ mailingId })
  await db().signature.updateMany({
    where: { id: { in: stopping.map(({ id }) => id) } },
    data: { wantsUpdates: false },
  })
  for (const { id } of withdrawing) await withdrawSignature(id, new Date())

  worker = startWorkerProcess()
  await reached(5_500)
  held = "end"
  await vi.waitFor(() => expect(stalled("end")).toBe(8), { timeout: 60_000, interval: 10 })
  await kill(worker)
  held = null
  expect(await db().message.count({ where: { mailingId, isHandedOver: true, state: "SENDING" } })).toBe(8)

  startWorkerProcess()
  await reached(7_000)
  // Somebody signs meanwhile: that does not wait for thousands of others.
  const signedAt = performance.now()
  await transaction((tx) => enqueue(tx, outgoing({ to: "signs@example.org" })))
  await vi.waitFor(() => expect(smtp.received.some(({ to }) => to[0] === "signs@example.org")).toBe(true), {
    timeout: 20_000,
    interval: 5,
  })
  const signedMs = performance.now() - signedAt
  await vi.waitFor(async () => expect(await findMailing(campaign.id, mailingId)).toMatchObject({ state: "DONE" }), {
    timeout: 200_000,
    interval: 200,
  })
  const seconds = (performance.now() - begin) / 1_000

  const left = new Set([...stopping, ...withdrawing, ...dead].map(({ email }) => email))
  const expected = supporters.map(({ email }) => email).filter((email) => !left.has(email))
  const news = smtp.received.flatMap(({ to, raw }) => (/^Subject: News for you/m.test(raw) ? to : []))
  expect(news.toSorted()).toEqual(expected.toSorted())
  expect(await findMailing(campaign.id, mailingId)).toMatchObject({
    ...{ people: COUNT, sent: COUNT - 30, inDoubt: 8, suppressed: 10, failed: 0, bounced: 0, unsubscribed: 0 },
  })
  expect(signedMs).toBeLessThan(5_000)
  process.stdout.write(`10,000 in ${seconds.toFixed(1)} s; a confirmation meanwhile took ${signedMs.toFixed(0)} ms\n`)
}, 300_000)

/** How many mails the server holds back at a step. */
function stalled(step: "rcpt" | "end"): number {
  const began = smtp.asked.filter((one) => one.step === step && one.address.startsWith("p")).length
  const went = step === "end" ? smtp.received.filter(({ isAccepted }) => isAccepted).length : smtp.received.length
  return began - went
}
