import { randomBytes } from "node:crypto"
import type pg from "pg"
import { afterAll, afterEach, describe, expect, it, vi } from "vitest"
import { env } from "#lib/platform/env"
import { loadKeyring } from "#lib/platform/keyring"
import { listen } from "#lib/platform/listen"
import { transaction } from "#lib/platform/db"
import { notify, onNotifyHere } from "#lib/platform/notify"
import { findDown } from "#lib/platform/readiness"
import { closeHotPool, hotPool } from "#lib/platform/sql"
import { addOpenings } from "#lib/domain/insights/commands"
import { loadDraft, saveDraft } from "#lib/web/drafts"
import { exit } from "#lib/web/handlers/exit"
import { run } from "#lib/web/mount"
import { withClient } from "#tests/support/database"

afterAll(closeHotPool)

const DRAFT = { kind: "sign", scope: "" }

function leave(headers: Record<string, string>): Promise<Response> {
  return exit(new Request("http://127.0.0.1:3000/exit", { headers }))
}

describe("GET /exit", () => {
  it("leads away, clears the browser and forgets the drafts of this visitor", async () => {
    await loadKeyring()
    const visitor = randomBytes(16).toString("base64url")
    await saveDraft(visitor, DRAFT, { name: "Ana" })
    const response = await leave({ cookie: `form=${visitor}`, "sec-fetch-site": "same-origin" })
    expect(response.status).toBe(303)
    expect(response.headers.get("location")).toBe(env().EXIT_URL)
    expect(response.headers.get("referrer-policy")).toBe("no-referrer")
    expect(response.headers.get("cache-control")).toBe("no-store")
    expect(response.headers.get("clear-site-data")).toContain('"cookies", "storage"')
    expect(response.headers.getSetCookie()).toContain("form=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
    await vi.waitFor(async () => expect(await loadDraft(visitor, DRAFT)).toBeNull())
  })

  it("does nothing for a page that is fetched in advance, and leads strangers' visitors away without their drafts", async () => {
    await loadKeyring()
    const visitor = randomBytes(16).toString("base64url")
    await saveDraft(visitor, DRAFT, { name: "Ana" })
    for (const [name, purpose] of [
      ["sec-purpose", "prefetch"],
      ["sec-purpose", "prefetch;prerender"],
      ["purpose", "prefetch"],
    ] as const) {
      const response = await leave({ cookie: `form=${visitor}`, [name]: purpose })
      expect(response.status).toBe(204)
      expect([...response.headers.keys()]).toEqual(["cache-control"])
    }
    expect((await leave({ cookie: `form=${visitor}`, "sec-fetch-site": "cross-site" })).status).toBe(303)
    expect(await loadDraft(visitor, DRAFT)).not.toBeNull()
  })
})

describe("readiness", () => {
  it("names what is down", async () => {
    expect(await findDown()).toEqual([])
    await hotPool().query(
      `insert into "Message" (id, template, locale, "recipientIndex", "dueAt") values
       (gen_random_uuid(), 'test', 'en', '\\x00', now() - interval '11 minutes')`,
    )
    expect(await findDown()).toEqual(["outbox"])
    await hotPool().query(`update "Message" set "dueAt" = now() + interval '1 hour'`)
    expect(await findDown()).toEqual([])
    await hotPool().query(`update "_prisma_migrations" set finished_at = null`)
    expect(await findDown()).toEqual(["migrations"])
    await hotPool().query(`update "_prisma_migrations" set finished_at = now()`)
  })
})

describe("daily totals of openings", () => {
  it("are added up", async () => {
    const row = { day: "2026-03-01", slug: "x", page: "campaign", locale: "en", openings: 2 }
    await addOpenings([row, { ...row, locale: "es", openings: 1 }])
    await addOpenings([{ ...row, openings: 5 }])
    const { rows } = await hotPool().query(
      `select day::text, slug, page, locale, openings from "PageOpening" order by locale`,
    )
    expect(rows).toEqual([
      { ...row, openings: 7 },
      { ...row, locale: "es", openings: 1 },
    ])
  })
})

describe("run", () => {
  const post = (body: string) =>
    new Request("http://127.0.0.1:3000/c/x/signatures", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", "content-length": String(body.length) },
      body,
    })

  it.each([
    [503, Object.assign(new Error("no"), { code: "ECONNREFUSED" })],
    [500, new Error("secret detail")],
  ])("answers %i when a handler throws, without a word of the error", async (status, error) => {
    const handler = () => Promise.reject(error)
    const response = await run({ handler, params: {}, path: "/c/{slug}/signatures" }, post("name=Ana&evil=1&locale=es"))
    expect(response.status).toBe(status)
    expect(response.headers.get("retry-after")).toBe(status === 503 ? "30" : null)
    const page = await response.text()
    expect(page).toContain('value="Ana"')
    expect(page).toContain('<html lang="es">')
    expect(page).not.toMatch(/secret detail|evil/)
  })
})

describe("notify", () => {
  it("is heard in this process at the commit, and not at all without one", async () => {
    const heard: string[] = []
    const stop = onNotifyHere((channel, payload) => heard.push(`${channel} ${payload}`))
    await transaction(async (tx) => {
      await notify(tx, "page_changed", "one")
      expect(heard).toEqual([])
    })
    expect(heard).toEqual(["page_changed one"])
    await transaction(async (tx) => {
      await notify(tx, "page_changed", "two")
      throw new Error("undone")
    }).catch(() => undefined)
    expect(heard).toEqual(["page_changed one"])
    stop()
    await transaction((tx) => notify(tx, "page_changed", "three"))
    expect(heard).toHaveLength(1)
  })
})

describe("listen", () => {
  let stop: (() => Promise<void>) | undefined
  afterEach(() => stop?.())

  it("hears other nodes, and connects again when its connection is killed", async () => {
    const heard: string[] = []
    let connections = 0
    const troubles: unknown[] = []
    const url = env().DATABASE_URL
    ;({ stop } = listen({
      connectionString: url,
      channels: ["page_changed"],
      onMessage: (channel, payload) => heard.push(`${channel} ${payload}`),
      onConnect: () => (connections += 1),
      onTrouble: (error) => troubles.push(error),
    }))
    const tell = (payload: string) =>
      withClient(url, (client: pg.Client) => client.query("select pg_notify('page_changed', $1)", [payload]))
    await vi.waitFor(() => expect(connections).toBe(1), 5_000)
    await tell("one")
    await vi.waitFor(() => expect(heard).toEqual(["page_changed one"]), 5_000)
    await withClient(url, (client) =>
      client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%' and datname = current_database()`,
      ),
    )
    await vi.waitFor(() => expect(connections).toBe(2), 5_000)
    expect(troubles.length).toBeGreaterThan(0)
    await tell("two")
    await vi.waitFor(() => expect(heard).toEqual(["page_changed one", "page_changed two"]), 5_000)
  })
})
