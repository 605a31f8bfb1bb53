import { spawn } from "node:child_process"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { bounceAddress } from "#lib/domain/letters/mail"
import { db } from "#lib/platform/db"
import { env } from "#lib/platform/env"
import { loadKeyring } from "#lib/platform/keyring"
import { DEFAULT_RATE_LIMITS } from "#lib/platform/rate-limits"
import { createLetter, createLetterCampaign, letterFieldsOf, letterOf } from "#tests/factories/letter"
import { startHandlers } from "#tests/support/handlers"
import { Visitor } from "#tests/support/visitor"

const SECRET = "a secret of the mail server, long enough"
const NOW = new Date("2026-11-24T10:00:00Z")
let web: Awaited<ReturnType<typeof startHandlers>>

beforeAll(async () => {
  await loadKeyring()
  web = await startHandlers()
})
beforeEach(async () => {
  const known = env()
  const pdf = { tries: 3, windowSeconds: 600 }
  vi.spyOn(await import("#lib/platform/env"), "env").mockReturnValue({
    ...{ ...known, BOUNCE_SECRET: SECRET, RATE_LIMITS: { ...DEFAULT_RATE_LIMITS, pdf } },
  })
})
afterEach(() => void vi.restoreAllMocks())
afterAll(() => web.close())

describe("the totals of the JSON interface", () => {
  it("say how many letters reached somebody, and how many comments can be read", async () => {
    const campaign = await createLetterCampaign()
    const { id } = await createLetter(campaign, {}, { now: NOW })
    const read = async (path: string) => (await (await fetch(web.url + path)).json()) as never
    expect(await read(`/api/v1/campaigns/${campaign.slug}`)).toMatchObject({
      letters: { sent: 0 },
      comments: { visible: 0 },
    })
    await db().letterDelivery.update({ where: { letterId: id }, data: { state: "ACCEPTED", acceptedAt: NOW } })
    await db().letterSettings.create({ data: { campaignId: campaign.id, selfSent: 2 } })
    await db().commentTally.create({ data: { campaignId: campaign.id, visible: 7 } })
    expect(await read(`/api/v1/campaigns/${campaign.slug}`)).toMatchObject({
      letters: { sent: 3 },
      comments: { visible: 7 },
    })
    const list = await read("/api/v1/campaigns")
    expect((list as { rows: { slug: string }[] }).rows.find(({ slug }) => slug === campaign.slug)).toMatchObject({
      ...{ letters: { sent: 3 }, comments: { visible: 7 } },
    })
    await db().commentSettings.create({ data: { campaignId: campaign.id, mode: "OFF" } })
    expect(await read(`/api/v1/campaigns/${campaign.slug}`)).toMatchObject({ comments: { visible: 0 } })
  })
})

describe("PDFs for post", () => {
  it("are made so many times for one connection, and the words are kept when it is too much", async () => {
    const campaign = await createLetterCampaign()
    const { locale, ...typed } = letterFieldsOf()
    const fields = { ...typed, country: "", route: "self", step: "pdf-a4", locale }
    const visitor = new Visitor(web.url)
    for (let tries = 0; tries < 3; tries++) {
      const answer = await visitor.post(`/c/${campaign.slug}/letters`, fields)
      expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/pdf"])
    }
    const refused = await visitor.post(`/c/${campaign.slug}/letters`, fields)
    expect([refused.status, refused.headers.get("retry-after") !== null]).toEqual([429, true])
    expect(await refused.text()).toContain("people here need it very much")
  })

  it("warn before printing of signs that they cannot show; nothing is in the way of sending", async () => {
    const campaign = await createLetterCampaign()
    const { body, ...typed } = letterFieldsOf()
    const preview = (text: string) =>
      new Visitor(web.url).postJson(`/c/${campaign.slug}/letters`, {
        ...typed,
        country: "",
        body: text,
        step: "preview",
      })
    const answer = (await (await preview(`${body} 𓀀`)).json()) as { hints: { code: string; found?: string }[] }
    expect(answer.hints).toContainEqual({ code: "unprintable", field: "body", found: "𓀀" })
    const plain = (await (await preview(`${body} Привет, 您好, été.`)).json()) as { hints: { code: string }[] }
    expect(plain.hints.map(({ code }) => code)).not.toContain("unprintable")
  })
})

describe("npm run letters:bounce", () => {
  function run(input: string, args: string[] = [], settings: Record<string, string> = {}) {
    const child = spawn(
      process.execPath,
      ["--import", "./scripts/register.mjs", "scripts/letters-bounce.ts", ...args],
      {
        env: { ...process.env, HOST: "127.0.0.1", PORT: String(web.port), BOUNCE_SECRET: SECRET, ...settings },
      },
    )
    let said = ""
    child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()))
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()))
    child.stdin.on("error", () => undefined)
    child.stdin.end(input)
    return new Promise<{ code: number | null; said: string }>((resolve) =>
      child.on("close", (code) => resolve({ code, said })),
    )
  }

  it("gives a mail that came back to the site", async () => {
    const campaign = await createLetterCampaign()
    const { id } = await createLetter(campaign, {}, { now: NOW })
    const delivery = await db().letterDelivery.update({
      ...{ where: { letterId: id }, data: { state: "ACCEPTED", acceptedAt: NOW } },
    })
    const status = "Content-Type: message/delivery-status\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    const mail = `To: <${bounceAddress(delivery.id)}>\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\n${status}--b--\r\n`
    expect(await run(`${mail}${"x".repeat(500_000)}`)).toEqual({ code: 0, said: "recorded\n" })
    expect((await letterOf(id)).state).toBe("RETURNED")
  })

  it("tells the mail server to try again while the site is away, and says what is wrong otherwise", async () => {
    expect((await run("x", [], { PORT: "9" })).code).toBe(75)
    expect((await run("x", [], { BOUNCE_SECRET: "another secret, long enough to be one" })).code).toBe(1)
    expect((await run("x", [], { BOUNCE_SECRET: "" })).code).toBe(2)
    expect(await run("", ["--help"])).toMatchObject({
      code: 0,
      said: expect.stringContaining("Usage: npm run letters:bounce") as string,
    })
  })
})
