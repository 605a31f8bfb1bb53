import { test as base, type BrowserContext, type Page } from "@playwright/test"
import { setUpSite } from "#tests/support/set-up"
import { startSite, type TestSite, until } from "#tests/support/site"

/** A site with an owner: what signs the owner in, and the site itself. */
export type AdminSite = { site: TestSite; owner: Awaited<ReturnType<BrowserContext["storageState"]>> }

type Fixtures = {
  /** A page of the owner, signed in, with the same settings as the test's own page. */
  organiser: Page
}

async function becomeOwner(site: TestSite, page: Page): Promise<AdminSite["owner"]> {
  const printed = () => /http\S+\/admin\/setup\?token=\S+/.exec(site.output())?.[0]
  await until("the set-up link is printed", async () => printed() !== undefined)
  await setUpSite(page, printed()!)
  return page.context().storageState()
}

/** Stories of the organisers' area, on a site of each worker's own. */
export const test = base.extend<Fixtures, { admin: AdminSite }>({
  admin: [
    async ({ browser }, use) => {
      const site = await startSite()
      const page = await browser.newPage()
      const owner = await becomeOwner(site, page)
      await page.close()
      await use({ site, owner })
      await site.stop()
    },
    { scope: "worker", timeout: 180_000 },
  ],
  organiser: async ({ browser, admin, contextOptions }, use) => {
    const context = await browser.newContext({ ...contextOptions, storageState: admin.owner })
    const page = await context.newPage()
    const faults: string[] = []
    // A broken content policy, and a page that the framework finds other than it made it.
    context.on("console", (message) => {
      if (message.type() === "error" && !/Failed to load resource/.test(message.text())) faults.push(message.text())
    })
    context.on("weberror", (error) => faults.push(String(error.error())))
    await use(page)
    await context.close()
    base.expect(faults, "what went wrong in the organiser's browser").toEqual([])
  },
})

export { expect } from "@playwright/test"
