import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest"
import sax from "sax"
import { db } from "#lib/platform/db"
import type { env } from "#lib/platform/env"
import { loadKeyring } from "#lib/platform/keyring"
import { createCampaign } from "#tests/factories/campaign"
import { createComment } from "#tests/factories/comment"
import { startHandlers } from "#tests/support/handlers"
import { ask } from "#tests/support/http"

vi.mock("#lib/platform/env", async (original) => {
  const real = await original<{ env: typeof env }>()
  const changes: Record<string, unknown> = {}
  return { ...real, changes, env: () => ({ ...real.env(), ...changes }) }
})

async function setEnv(settings: Record<string, string>): Promise<void> {
  const { changes } = (await import("#lib/platform/env")) as unknown as { changes: Record<string, unknown> }
  for (const key of Object.keys(changes)) delete changes[key]
  Object.assign(changes, settings)
}

let web: Awaited<ReturnType<typeof startHandlers>>

beforeAll(async () => {
  await loadKeyring()
  web = await startHandlers()
})
afterAll(() => web.close())
afterEach(() => setEnv({}))

describe("what robots are told", () => {
  it("is where nobody should look, and where the list of pages is", async () => {
    const { status, text, headers } = await ask(web.port, "/robots.txt")
    expect(status).toBe(200)
    expect(headers["content-type"]).toBe("text/plain; charset=utf-8")
    expect(text).toMatch(/^User-agent: \*\nDisallow: \/admin\n/)
    expect(text).toMatch(/\n\nSitemap: http:\/\/\S+\/sitemap\.xml\n$/)
    // A way that is closed to robots is written down for everybody: none of these says that somebody signed.
    expect(text).not.toMatch(/confirm|receipt|\/r\b|signed/)
  })

  it("is every public page in every language on offer, and no draft", async () => {
    const [open, draft] = [await createCampaign(), await createCampaign()]
    await db().campaign.update({ where: { id: draft.id }, data: { status: "DRAFT" } })
    const { text, headers } = await ask(web.port, "/sitemap.xml")
    expect(headers["content-type"]).toBe("application/xml; charset=utf-8")
    const parser = sax.parser(true, { xmlns: true })
    const pages: string[] = []
    let inside = ""
    parser.onopentag = ({ name }) => void (inside = name)
    parser.ontext = (words) => void (inside === "loc" && words.trim() && pages.push(words))
    parser.write(text).close()
    for (const path of ["/", "/c", `/c/${open.slug}`, `/es/c/${open.slug}/comments`, "/zh/privacy"])
      expect(
        pages.some((page) => new URL(page).pathname === path),
        path,
      ).toBe(true)
    expect(new Set(pages).size).toBe(pages.length)
    expect(text).not.toContain(draft.slug)
    expect(text).not.toMatch(/lastmod|\/sign\b|\/check|\/confirm/)
  })
})

describe("whom to tell of a weakness", () => {
  it("is said as RFC 9116 wants it, for half a year", async () => {
    const contact = async () => (await ask(web.port, "/.well-known/security.txt")).text
    const { text, headers } = await ask(web.port, "/.well-known/security.txt")
    expect(headers["content-type"]).toBe("text/plain; charset=utf-8")
    expect(text).toMatch(/^Contact: (?:mailto:|https?:)\S+$/m)
    expect(text).toMatch(/^Canonical: \S+\/\.well-known\/security\.txt$/m)
    const expires = Date.parse(/^Expires: (\S+)$/m.exec(text)![1]!) - Date.now()
    expect(expires).toBeGreaterThan(150 * 86_400_000)
    expect(expires).toBeLessThan(365 * 86_400_000)
    expect(await contact()).toBe(text)
  })
})

describe("metrics", () => {
  const token = "a-password-for-tests"
  const read = (headers: Record<string, string> = {}) => ask(web.port, "/metrics", { headers })

  it("are there for this machine, and for who has the password", async () => {
    // A proxy's visitor is not this machine.
    const outside = { "x-forwarded-for": "203.0.113.7" }
    expect((await read(outside)).status).toBe(404)
    expect((await read({ ...outside, authorization: "Bearer undefined" })).status).toBe(404)
    await setEnv({ METRICS_TOKEN: token })
    expect(await read(outside)).toMatchObject({ status: 401, headers: { "www-authenticate": "Bearer" } })
    expect((await read({ ...outside, authorization: "Bearer other-password-for-tests" })).status).toBe(401)
    expect((await read({ ...outside, authorization: `Bearer ${token}` })).status).toBe(200)
    expect((await read()).status).toBe(200)
  })

  it("are Prometheus text, and name no campaign and no person", async () => {
    const campaign = await createCampaign()
    await createComment(campaign)
    const { text, headers } = await read()
    expect(headers["content-type"]).toBe("text/plain; version=0.0.4; charset=utf-8")
    expect(headers["cache-control"]).toBe("no-store")
    const lines = text.trim().split("\n")
    for (const line of lines)
      expect(line).toMatch(
        /^(?:# (?:HELP|TYPE) [a-z_0-9]+ \S.*|[a-z_0-9]+(?:\{[a-z]+="[a-z_]+"\})? -?\d+(?:\.\d+)?(?:e-?\d+)?)$/,
      )
    const of = (name: string) => Number(lines.find((line) => line.startsWith(`${name} `))?.split(" ")[1])
    expect(of("process_resident_memory_bytes")).toBeGreaterThan(10_000_000)
    expect(of('two_minutes_waiting_texts{kind="comment"}')).toBeGreaterThanOrEqual(1)
    expect(text).not.toContain(campaign.slug)
    expect(text).not.toContain(campaign.id)
  })
})
