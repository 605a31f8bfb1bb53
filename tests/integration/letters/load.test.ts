import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { simpleParser } from "mailparser"
import { afterAll, beforeAll, expect, it } from "vitest"
import { sealLetter } from "#lib/domain/letters/details"
import { createLetterRunner } from "#lib/domain/letters/sender"
import { db } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { loadKeyring } from "#lib/platform/keyring"
import { openMailer } from "#lib/platform/smtp"
import { newToken } from "#lib/platform/tokens"
import { createDispatch } from "#lib/web/dispatch"
import { createLetterCampaign } from "#tests/factories/letter"
import { ask } from "#tests/support/http"
import { type ScriptedSmtp, startSmtp } from "#tests/support/smtp"
import { standingClock } from "./support"

const LETTERS = 10_000
const PER_HOUR = 2_500
const PER_DAY = 6_000

let smtp: ScriptedSmtp
let web: Server

beforeAll(async () => {
  await loadKeyring()
  smtp = await startSmtp()
  const { dispatch } = createDispatch({ baseUrl: "http://127.0.0.1", trustedHops: 0, commonHeaders: [] })
  web = createServer((incoming, outgoing) => void dispatch(incoming, outgoing, incoming.url ?? "/"))
  await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve))
})
afterAll(async () => {
  web.close()
  await smtp.stop()
})

/** Puts letters into the line past the form, so that the test is about the line. */
async function fill(campaignId: string, targetId: string, now: Date): Promise<void> {
  for (let done = 0; done < LETTERS; done += 1_000) {
    const rows = Array.from({ length: 1_000 }, (_, nth) => ({ id: newId(), nth: done + nth }))
    await db().letter.createMany({
      data: rows.map(({ id, nth }) => ({
        ...{ id, publicId: newToken(), campaignId, targetId, state: "RELEASED" as const, route: "RELAY" as const },
        ...{ locale: "en", textLocale: "en", ownShare: 1, wordCount: 20, consentVersion: "1", consentAt: now },
        sealed: sealLetter(id, {
          ...{ name: "Ana", email: `load-${nth}@example.org`, town: "", organisation: "", role: "", on: "2026-11-24" },
          ...{
            subject: `Letter ${nth}`,
            text: "Dear Director,\n\nplease act.",
            form: { sample: "", subject: "", own: "", body: "" },
          },
        }),
      })),
    })
    await db().letterDelivery.createMany({
      data: rows.map(({ id, nth }) => {
        const queuedAt = new Date(now.getTime() - 3_600_000 + nth)
        return { id: newId(), letterId: id, targetId, queuedAt, dueAt: queuedAt }
      }),
    })
  }
}

const percentile = (values: number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)]!

/** Asks for a page that needs the database, a few times a second, until told to stop. */
function visit(port: number) {
  const times: number[] = []
  let isDone = false
  const visits = (async () => {
    for (let nth = 0; !isDone; nth++) {
      const begin = performance.now()
      const body = `name=Ana&email=visitor-${nth}%40example.org&consent=yes`
      const headers = { "content-type": "application/x-www-form-urlencoded" }
      const { status } = await ask(port, "/c/no-such-campaign/signatures", { method: "POST", headers, body })
      if (status !== 404) throw new Error(`Answered ${status}.`)
      times.push(performance.now() - begin)
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
  })()
  return {
    stop: async () => {
      isDone = true
      await visits
      return times
    },
  }
}

it(
  "drains 10,000 letters in their order within the caps, while the site stays quick",
  { timeout: 400_000 },
  async () => {
    const clock = standingClock()
    const campaign = await createLetterCampaign({ line: { perHour: PER_HOUR, perDay: PER_DAY } })
    await fill(campaign.id, campaign.target.id, clock.read())
    const { port } = web.address() as AddressInfo

    const before = visit(port)
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    const idle = await before.stop()

    const runner = createLetterRunner(openMailer(smtp.url, { hostname: "localhost", connections: 1 }), {
      clock: clock.read,
    })
    const during = visit(port)
    let working = 0
    const sentAt: number[] = []
    for (let hours = 0; hours < 60 && smtp.received.length < LETTERS; hours++) {
      const begin = performance.now()
      await runner.run()
      await runner.idle()
      if (smtp.received.length > sentAt.length) working += performance.now() - begin
      while (sentAt.length < smtp.received.length) sentAt.push(clock.read().getTime())
      clock.passMinutes(61)
    }
    const busy = await during.stop()
    await runner.stop()

    expect(smtp.received).toHaveLength(LETTERS)
    const subjects = await Promise.all(
      smtp.received.map(async ({ raw }, nth) => (nth % 500 ? "" : (await simpleParser(raw)).subject)),
    )
    subjects.forEach((subject, nth) => subject && expect(subject).toBe(`Letter ${nth}`))
    expect(new Set(smtp.received.map(({ raw }) => /^Message-ID: (\S+)/im.exec(raw)?.[1])).size).toBe(LETTERS)
    sentAt.forEach((at, nth) => {
      if (nth >= PER_HOUR) expect(at - sentAt[nth - PER_HOUR]!).toBeGreaterThan(3_600_000)
      if (nth >= PER_DAY) expect(at - sentAt[nth - PER_DAY]!).toBeGreaterThan(24 * 3_600_000)
    })

    const perSecond = (LETTERS / working) * 1_000
    const figures = { perSecond, idleP95: percentile(idle, 0.95), busyP95: percentile(busy, 0.95), visits: busy.length }
    console.log("letters drained", JSON.stringify(figures))
    expect(perSecond).toBeGreaterThan(20)
    expect(figures.busyP95).toBeLessThan(Math.max(100, 2 * figures.idleP95))
  },
)
