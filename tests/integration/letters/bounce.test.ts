import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { recordBounce } from "#lib/domain/letters/bounce"
import { bounceAddress } from "#lib/domain/letters/mail"
import { findLetterView } from "#lib/domain/letters/status"
import { env } from "#lib/platform/env"
import { loadKeyring } from "#lib/platform/keyring"
import { createOrganiser } from "#tests/factories/organiser"
import { createLetter, createLetterCampaign, letterOf, lineOf } from "#tests/factories/letter"
import { sendHtml, startFront } from "#tests/integration/front/support"
import { ask } from "#tests/support/http"
import { templatesSentTo } from "#tests/support/mailbox"
import { clearLetters, NOON, openPostOffice, type PostOffice } from "./support"

let post: PostOffice

beforeAll(loadKeyring)
beforeEach(async () => {
  await clearLetters()
  post = await openPostOffice()
})
afterEach(() => post.close())

/** A report as mail servers send it back (RFC 3464). */
function dsn(to: string, action = "failed"): string {
  const type = 'multipart/report; report-type=delivery-status; boundary="b"'
  const status = `Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; office@target.example\r\nAction: ${action}\r\nStatus: 5.1.1\r\n`
  return `From: <>\r\nTo: <${to}>\r\nContent-Type: ${type}\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n${status}\r\n--b--\r\n`
}

async function delivered() {
  const campaign = await createLetterCampaign()
  const letter = await createLetter(campaign, {}, { now: NOON })
  const next = await createLetter(campaign, {}, { now: new Date(NOON.getTime() + 1) })
  await post.work()
  const { delivery } = await letterOf(letter.id)
  return { campaign, letter, next, address: bounceAddress(delivery!.id) }
}

describe("a letter that comes back later", () => {
  it("is marked, its writer is told, the line stops and the organisers are told", async () => {
    const { email } = await createOrganiser()
    const { campaign, letter, next, address } = await delivered()
    expect(await recordBounce(dsn(address), NOON)).toBe("recorded")
    expect(await letterOf(letter.id)).toMatchObject({
      state: "RETURNED",
      delivery: { state: "BOUNCED", lastError: "DSN 5.1.1" },
    })
    expect(await findLetterView(letter.id)).toMatchObject({ status: "bounced", bouncedOn: "2026-11-24" })
    expect((await templatesSentTo(letter.fields.email)).at(-1)).toBe("letter.failed")
    expect(await lineOf(campaign)).toMatchObject({ isPaused: true, pausedFor: "bounced", alert: "bounced" })
    expect(await templatesSentTo(email)).toEqual(["organiser.letters-stopped"])
    post.clock.passMinutes(1)
    await post.work()
    expect((await letterOf(next.id)).delivery?.state).toBe("QUEUED")
  })

  it("is counted once, however often the report comes", async () => {
    const { letter, address } = await delivered()
    await recordBounce(dsn(address), NOON)
    expect(await recordBounce(dsn(address), NOON)).toBe("known")
    expect((await templatesSentTo(letter.fields.email)).filter((one) => one === "letter.failed")).toHaveLength(1)
  })

  it("is not one for which a report speaks of a delay, nor one that only an automatic answer is about", async () => {
    const { campaign, letter, address } = await delivered()
    expect(await recordBounce(dsn(address, "delayed"), NOON)).toBe("ignored")
    expect(await recordBounce(`To: ${address}\r\nSubject: Away\r\n\r\nI am away.`, NOON)).toBe("ignored")
    expect(await findLetterView(letter.id)).toMatchObject({ status: "accepted" })
    expect(await lineOf(campaign)).toMatchObject({ isPaused: false })
  })

  it("cannot be made up by those who do not know its address", async () => {
    const { address, campaign } = await delivered()
    const forged = address.replace(/[0-9a-f](?=@)/, (last) => (last === "0" ? "1" : "0"))
    expect(await recordBounce(dsn(forged), NOON)).toBe("unknown")
    expect(await recordBounce(dsn("letters@localhost"), NOON)).toBe("unknown")
    expect(await lineOf(campaign)).toMatchObject({ isPaused: false })
  })
})

describe("the hook for what comes back", () => {
  const SECRET = "a secret of the mail server, long enough"
  let site: Awaited<ReturnType<typeof startFront>>

  beforeEach(async () => {
    site = await startFront((_, outgoing) => sendHtml(outgoing, "", 404))
  })
  afterEach(async () => {
    vi.restoreAllMocks()
    await site.stop()
  })

  async function setSecret(secret: string): Promise<void> {
    const known = env()
    vi.spyOn(await import("#lib/platform/env"), "env").mockReturnValue({ ...known, BOUNCE_SECRET: secret })
  }

  const send = (body: string, authorization?: string) =>
    ask(site.port, "/hooks/bounce", {
      method: "POST",
      headers: { "content-type": "message/rfc822", ...(authorization !== undefined && { authorization }) },
      body,
    })

  it("takes a report from who knows the secret, and says nothing of the letter", async () => {
    const { letter, address } = await delivered()
    await setSecret(SECRET)
    const answer = await send(dsn(address), `Bearer ${SECRET}`)
    expect([answer.status, answer.text]).toEqual([202, '{"status":"recorded"}'])
    expect(answer.headers["cache-control"]).toBe("no-store")
    expect(await findLetterView(letter.id)).toMatchObject({ status: "bounced" })
    expect((await send(dsn("letters@localhost"), `Bearer ${SECRET}`)).text).toBe('{"status":"unknown"}')
  })

  it("is closed to all others, and changes nothing", async () => {
    const { letter, address } = await delivered()
    await setSecret(SECRET)
    for (const given of [undefined, "", "Bearer ", "Bearer wrong", `Basic ${SECRET}`, `Bearer ${SECRET}x`]) {
      expect((await send(dsn(address), given)).status).toBe(403)
    }
    expect(await findLetterView(letter.id)).toMatchObject({ status: "accepted" })
  })

  it("refuses what is too large for a report", async () => {
    await setSecret(SECRET)
    expect((await send("x".repeat(64 * 1024 + 1), `Bearer ${SECRET}`)).status).toBe(413)
    expect((await send("x".repeat(60_000), `Bearer ${SECRET}`)).status).toBe(202)
  })

  it("does not exist without a secret", async () => {
    const { letter, address } = await delivered()
    expect((await send(dsn(address), "Bearer ")).status).toBe(404)
    expect((await send(dsn(address), "Bearer undefined")).status).toBe(404)
    expect(await findLetterView(letter.id)).toMatchObject({ status: "accepted" })
  })
})
