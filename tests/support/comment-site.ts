import pg from "pg"
import { test as base, type BrowserContext, expect, type Page } from "@playwright/test"
import { type FakeAkismet, startFakeAkismet } from "#tests/support/fake-akismet"
import { type FakeOAuth, startFakeOAuth } from "#tests/support/fake-oauth"
import { setUpSite } from "#tests/support/set-up"
import { databaseUrlOf } from "#tests/support/site-database"
import { startSite, type TestSite, until } from "#tests/support/site"

const PROVIDERS = ["google", "twitter", "facebook", "wordpress"] as const

export type CommentSite = { site: TestSite; oauth: FakeOAuth; akismet: FakeAkismet; setUpLink: string }

type WorkerFixtures = { comments: CommentSite }

type Fixtures = {
  /** A browser of somebody else, with the same settings as the page's. */
  another: () => Promise<{ context: BrowserContext; page: Page }>
  /** A moderator's page, signed in as the owner. */
  moderator: Page
}

/** Variables by which a site's log-ins and its spam service are the stand-ins on loopback. */
export function standIns(oauth: FakeOAuth, akismet: FakeAkismet): Record<string, string> {
  const keys = PROVIDERS.flatMap((name) => [
    [`${name.toUpperCase()}_CLIENT_ID`, oauth.clientId(name)],
    [`${name.toUpperCase()}_CLIENT_SECRET`, oauth.clientSecret(name)],
  ])
  return {
    ...Object.fromEntries(keys),
    GOOGLE_ISSUER: oauth.urls.google,
    TWITTER_API_URL: oauth.urls.twitter,
    FACEBOOK_GRAPH_URL: oauth.urls.facebook,
    WORDPRESS_API_URL: oauth.urls.wordpress,
    AKISMET_KEY: akismet.key,
    AKISMET_URL: akismet.url,
  }
}

/** A site of its own for each worker, with all four companies and the spam service as strict stand-ins on this machine. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  comments: [
    async ({}, use) => {
      const [oauth, akismet] = await Promise.all([startFakeOAuth(), startFakeAkismet()])
      const site = await startSite(standIns(oauth, akismet))
      oauth.allow(site.url)
      const printed = () => /http\S+\/admin\/setup\?token=\S+/.exec(site.output())?.[0]
      // It is printed when everything has started, which takes its time on a busy machine.
      await until("the set-up link is printed", async () => printed() !== undefined, 90_000)
      const setUpLink = printed() ?? ""
      await use({ site, oauth, akismet, setUpLink })
      await site.stop()
      await oauth.close()
      await akismet.close()
    },
    { scope: "worker", timeout: 180_000 },
  ],
  another: async ({ browser, javaScriptEnabled }, use) => {
    const contexts: BrowserContext[] = []
    await use(async () => {
      const context = await browser.newContext({ javaScriptEnabled })
      contexts.push(context)
      return { context, page: await context.newPage() }
    })
    await Promise.all(contexts.map((context) => context.close()))
  },
  moderator: async ({ another, comments }, use) => {
    const { page } = await another()
    await signIn(page, comments)
    await use(page)
  },
})

const owners = new WeakMap<CommentSite, string>()

/** Signs in as the owner: the first time by the printed link, later by a mailed one. */
async function signIn(page: Page, comments: CommentSite): Promise<void> {
  const { site, setUpLink } = comments
  const known = owners.get(comments)
  if (!known) {
    const email = "owner@example.org"
    await setUpSite(page, setUpLink, { email })
    owners.set(comments, email)
  } else {
    await page.goto(`${site.url}/login`)
    await page.getByLabel("E-mail").fill(known)
    await page.getByRole("button", { name: "Send me a link" }).click()
    await expect(page.getByText("If that address belongs to an organiser")).toBeVisible()
    const { mailTo } = await import("#tests/support/visitor")
    await expect.poll(async () => (await mailTo(site.url, known)).length).toBeGreaterThan(0)
    const [mail] = await mailTo(site.url, known)
    await page.goto(/http\S+\/login\/link\/\S+/.exec(mail!.text)![0])
    await page.getByRole("button", { name: "Sign in" }).click()
  }
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Today")
}

/** Half a minute passes, as far as decisions are concerned. */
export async function letUndoTimePass({ site }: CommentSite): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrlOf(site) })
  await client.connect()
  await client.query('update "Decision" set "settleAt" = now() where "settleAt" is not null')
  await client.end()
}

export { expect }
