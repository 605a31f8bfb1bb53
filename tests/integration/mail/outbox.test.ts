import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import { keepMessages } from "#lib/domain/mail/leases"
import { db } from "#lib/platform/db"
import * as settings from "#lib/platform/env"
import { loadKeyring } from "#lib/platform/keyring"
import { isLoopback, outbox, outboxJson } from "#lib/web/handlers/outbox"
import { confirmData, createMessages, outgoing } from "#tests/factories/message"

beforeAll(loadKeyring)

beforeEach(async () => {
  await db().message.deleteMany()
  await db().suppression.deleteMany()
})

const LOCAL = { "x-tm-local": "1" }

const get = (path: string, headers: Record<string, string> = LOCAL) =>
  new Request(`http://127.0.0.1:3000${path}`, { headers })

const list = async (query = "") => (await (await outboxJson(get(`/demo/outbox.json${query}`))).json()) as unknown[]

describe("/demo/outbox.json", () => {
  it("shows what was kept, newest first, with all that a mail has", async () => {
    await createMessages([outgoing({ to: "eva@example.org" })])
    await createMessages([outgoing({ to: "ana@example.org", data: confirmData({ token: "AbCdEfGhIjKlMnOpQrStUv" }) })])
    await keepMessages()
    const response = await outboxJson(get("/demo/outbox.json"))
    expect(response.headers.get("cache-control")).toBe("no-store")
    expect(await response.json()).toEqual([
      {
        id: expect.any(String),
        to: "ana@example.org",
        from: "Two Minutes <no-reply@localhost>",
        subject: "Please confirm your e-mail address",
        text: expect.stringContaining("http://127.0.0.1:3000/confirm/AbCdEfGhIjKlMnOpQrStUv"),
        html: expect.stringContaining('<a href="http://127.0.0.1:3000/confirm/AbCdEfGhIjKlMnOpQrStUv">'),
        headers: {
          "Message-ID": expect.stringMatching(/^<[0-9a-f-]+@localhost>$/),
          "Auto-Submitted": "auto-generated",
        },
        sentAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      },
      expect.objectContaining({ to: "eva@example.org" }),
    ])
  })

  it("keeps to a limit and to one address", async () => {
    await createMessages(Array.from({ length: 5 }, (_, n) => outgoing({ to: `someone-${n}@example.org` })))
    await createMessages([outgoing({ to: "eva@example.org" }), outgoing({ to: "eva@example.org" })])
    await keepMessages()
    expect(await list("?limit=3")).toHaveLength(3)
    expect(await list("?to=EVA%40example.org")).toHaveLength(2)
    expect(await list("?to=nobody%40example.org")).toEqual([])
    expect(await list("?to=nonsense")).toEqual([])
    expect(await list("?limit=x")).toHaveLength(7)
    expect(await list("?limit=-1")).toHaveLength(1)
  })

  it("leaves out what is forgotten or not for that address", async () => {
    const [forgotten, bounced] = await createMessages([outgoing(), outgoing(), outgoing()])
    const row = await db().message.update({ where: { id: bounced! }, data: {} })
    await db().suppression.create({ data: { recipientIndex: row.recipientIndex, reason: "bounced" } })
    await keepMessages()
    await db().message.update({ where: { id: forgotten! }, data: { sealed: null } })
    expect(await list()).toHaveLength(1)
    expect(await db().message.findUnique({ where: { id: bounced! } })).toMatchObject({
      state: "SUPPRESSED",
      sealed: null,
    })
  })
})

describe("/demo/outbox", () => {
  it("is a page with links to our own pages, and the HTML part as text", async () => {
    const hostile = "<script>alert(1)</script> https://evil.example/x"
    await createMessages([outgoing({ data: confirmData({ title: hostile, token: "AbCdEfGhIjKlMnOpQrStUv" }) })])
    const response = await outbox(get("/demo/outbox"))
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8")
    const page = await response.text()
    expect(page).toContain('<a href="http://127.0.0.1:3000/confirm/AbCdEfGhIjKlMnOpQrStUv">')
    expect(page).not.toContain("<script")
    expect(page).not.toContain('href="https://evil')
    expect(page).toContain("&lt;!doctype html&gt;")
  })

  it("speaks the visitor's language", async () => {
    const page = await (await outbox(get("/demo/outbox", { ...LOCAL, "accept-language": "fr" }))).text()
    expect(page).toContain('<html lang="fr">')
  })
})

describe("who may see it", () => {
  const statuses = async (headers: Record<string, string>) =>
    Promise.all([outbox(get("/demo/outbox", headers)), outboxJson(get("/demo/outbox.json", headers))]).then((all) =>
      all.map(({ status }) => status),
    )

  it("is there for a loopback visitor only", async () => {
    expect(await statuses(LOCAL)).toEqual([200, 200])
    for (const headers of [{}, { "x-tm-local": "0" }, { "x-tm-local": "true" }, { "x-forwarded-for": "127.0.0.1" }]) {
      expect(await statuses(headers as Record<string, string>)).toEqual([404, 404])
    }
  })

  it.each([
    ["a mail server is set", { isLocalMail: false }],
    ["the site has a public address", { baseUrl: "https://petition.example.org" }],
    ["the address only looks like this machine", { baseUrl: "https://127.0.0.1.example.org" }],
  ])("is not there when %s", async (_, changes) => {
    vi.spyOn(settings, "env").mockReturnValue({ ...settings.env(), ...changes })
    expect(await statuses(LOCAL)).toEqual([404, 404])
  })

  it("knows this machine by its names", () => {
    for (const url of ["http://localhost:3000", "http://127.0.0.1", "http://127.8.9.10:1", "http://[::1]:3000"]) {
      expect(isLoopback(new URL(url).hostname), url).toBe(true)
    }
    for (const url of ["http://localhost.example.org", "http://128.0.0.1", "http://[::2]", "http://10.0.0.1"]) {
      expect(isLoopback(new URL(url).hostname), url).toBe(false)
    }
  })
})
