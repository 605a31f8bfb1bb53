import { type Browser, expect, test as base } from "@playwright/test"
import type { OrganiserPage } from "#lib/web/organiser/command"
import { findingsOn } from "#tests/support/axe"
import { runOnSite } from "#tests/support/run-on-site"
import { startSite, type TestSite } from "#tests/support/site"
import { SLUG } from "./look-steps.ts"

const ROLES = ["OWNER", "EDITOR", "MODERATOR", "VIEWER"] as const

type Role = (typeof ROLES)[number]
type Filled = {
  campaignId: string
  people: Record<Role, { organiserId: string; cookie: string }>
  pages: readonly OrganiserPage[]
  things: Record<string, string>
}
type AreaSite = Filled & { site: TestSite }

const test = base.extend<object, { area: AreaSite }>({
  area: [
    async ({}, use) => {
      const site = await startSite()
      await use({ site, ...(await runOnSite<Filled>(site, "tests/support/fill-area.ts", SLUG)) })
      await site.stop()
    },
    { scope: "worker", timeout: 180_000 },
  ],
})

const RANK: Record<Role, number> = { OWNER: 3, EDITOR: 2, MODERATOR: 1, VIEWER: 0 }

const pagesOf = ({ pages }: AreaSite): OrganiserPage[] => [{ path: "/admin", least: "VIEWER", scope: "self" }, ...pages]

function addressOf({ path, scope }: OrganiserPage, { site, campaignId, things }: AreaSite): string {
  const filled = path
    .replace("/campaigns/{id}", `/campaigns/${campaignId}`)
    .replace("/tasks/{id}", `/tasks/${things.task}`)
    .replace(/\{(\w+)\}/g, (whole, name: string) => things[name] ?? whole)
  if (filled.includes("{"))
    throw new Error(`Nothing to look at for ${scope} ${path}: fill-area.ts makes one of each thing.`)
  return site.url + filled
}

/** A thing of somebody's own is there for nobody else: the owner made it. */
const isAllowed = ({ least, scope, path }: OrganiserPage, role: Role) =>
  scope === "self" && path.includes("{") ? role === "OWNER" : RANK[role] >= RANK[least]

async function pageAs(browser: Browser, area: AreaSite, role: Role, more: Parameters<Browser["newContext"]>[0] = {}) {
  const context = await browser.newContext(more)
  const [name = "", value = ""] = area.people[role].cookie.split(/=(.*)/s)
  await context.addCookies([{ name, value, url: area.site.url }])
  return context.newPage()
}

// One site for all of them.
test.describe.configure({ mode: "default" })

test("each page is there for whoever the table names, and not there for everybody else", async ({ area, request }) => {
  for (const row of pagesOf(area)) {
    const address = addressOf(row, area)
    const signedOut = await request.get(address, { maxRedirects: 0 })
    expect([row.path, "signed out", signedOut.status()]).toEqual([row.path, "signed out", 307])
    for (const role of ROLES) {
      const answer = await request.get(address, { headers: { cookie: area.people[role].cookie }, maxRedirects: 0 })
      const cell = [row.path, role]
      expect([...cell, answer.status()]).toEqual([...cell, isAllowed(row, role) ? 200 : 404])
      expect(answer.headers()["cache-control"], row.path).toContain("no-store")
    }
  }
})

test("a moderator and a viewer get no address of anybody, in pages or in what the framework sends", async ({
  area,
  request,
}) => {
  for (const role of ["MODERATOR", "VIEWER"] as const) {
    for (const row of pagesOf(area)) {
      // With the header Next answers what its own navigation would get.
      for (const headers of [{}, { rsc: "1" }] as Record<string, string>[]) {
        const { cookie } = area.people[role]
        const answer = await request.get(addressOf(row, area), { headers: { cookie, ...headers }, maxRedirects: 0 })
        // One's own address stands on one's own account's page.
        const text = (await answer.text()).replaceAll(`${role.toLowerCase()}@organisers.example`, "")
        expect(text, `${role} ${row.path}`).not.toMatch(/canary|@example\.org|@organisers\.example/)
      }
    }
  }
})

for (const [width, colorScheme] of [
  [360, "light"],
  [1280, "dark"],
] as const) {
  test(`axe finds nothing on an owner's pages, and nothing moves sideways, ${width} px, ${colorScheme}`, async ({
    area,
    browser,
  }) => {
    test.setTimeout(180_000)
    const page = await pageAs(browser, area, "OWNER", { viewport: { width, height: 740 } })
    const foreign: string[] = []
    page.on("request", (request) => {
      if (!request.url().startsWith(area.site.url) && !request.url().startsWith("data:")) foreign.push(request.url())
    })
    const complaints: string[] = []
    const findings: string[] = []
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(`${page.url()}: ${message.text()}`)
    })
    for (const row of pagesOf(area)) {
      await page.goto(addressOf(row, area))
      await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1)
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      if (overflow > 0) findings.push(`${row.path} is ${overflow} px too wide`)
      findings.push(...(await findingsOn(page, colorScheme)))
    }
    expect(findings).toEqual([])
    expect(foreign).toEqual([])
    expect(complaints).toEqual([])
    await page.context().close()
  })
}
