import { type Browser, expect, type Page, test } from "@playwright/test"
import pg from "pg"
import { databaseUrlOf } from "#tests/support/site-database"
import { startSite, type TestSite, until } from "#tests/support/site"
import { mailTo } from "#tests/support/visitor"

// One site for the whole story: it begins with its first start. Passkeys need a name, so the site is at localhost.
test.describe.configure({ mode: "serial", timeout: 60_000 })

let site: TestSite
let home: string
const OWNER = "owner@example.org"

test.beforeAll(async () => {
  test.setTimeout(180_000)
  site = await startSite({ APP_URL: "http://localhost:{port}" })
  home = site.url.replace("127.0.0.1", "localhost")
})
test.afterAll(() => site.stop())

const heading = (page: Page) => page.getByRole("heading", { level: 1 })
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click()

/** Signs in by the newest mailed link. */
async function signIn(page: Page, email: string): Promise<void> {
  const before = (await mailTo(site.url, email)).length
  await page.goto(`${home}/login`)
  await page.getByLabel("E-mail").fill(email)
  await press(page, "Send me a link")
  await openLink(page, email, before)
}

async function openLink(page: Page, email: string, before: number): Promise<void> {
  await expect.poll(async () => (await mailTo(site.url, email)).length).toBeGreaterThan(before)
  const [mail] = await mailTo(site.url, email)
  await page.goto(/http\S+\/login\/link\/\S+/.exec(mail!.text)![0])
  await press(page, "Sign in")
}

/** Time passes: no session has been proved in the last minutes. */
async function letSessionsAge(): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrlOf(site) })
  await client.connect()
  await client.query(`update "OrganiserSession" set "provedAt" = now() - interval '1 hour'`)
  await client.end()
}

async function newPage(browser: Browser, options: { javaScriptEnabled?: boolean } = {}): Promise<Page> {
  return (await browser.newContext(options)).newPage()
}

test("the first run needs no script, keeps what was typed, and is taken up where it was left", async ({ browser }) => {
  const page = await newPage(browser, { javaScriptEnabled: false })
  const printed = () => /http\S+\/admin\/setup\?token=\S+/.exec(site.output())?.[0]
  await until("the set-up link is printed", async () => printed() !== undefined)
  await page.goto(printed()!)
  await expect(heading(page)).toHaveText("Step 1 of 5: Names")
  await page.getByLabel("Name of the site").fill("")
  await page.getByLabel("Who runs the site").fill("Our group")
  await press(page, "Save and continue")
  await expect(page.getByRole("alert")).toContainText("Enter a name.")
  await expect(page.getByLabel("Who runs the site")).toHaveValue("Our group")
  await page.getByLabel("Name of the site").fill("Our voice")
  await press(page, "Save and continue")

  await expect(heading(page)).toHaveText("Step 2 of 5: Your account")
  await page.goto(printed()!)
  await expect(heading(page)).toHaveText("Step 2 of 5: Your account")
  await page.getByLabel("Your name").fill("Olga")
  await page.getByLabel("E-mail").fill(OWNER)
  await press(page, "Become the owner")

  await expect(heading(page)).toHaveText("Step 3 of 5: Mail")
  await expect(page.getByText("Mail stays on this machine")).toBeVisible()
  await press(page, "Send a test message")
  await expect
    .poll(async () => {
      await page.goto(`${home}/admin`)
      return page.getByText("It was not sent to").count()
    })
    .toBe(1)
  await press(page, "Continue")
  await expect(heading(page)).toHaveText("Step 4 of 5: Languages")
  await page.getByLabel("中文").uncheck()
  await press(page, "Save and continue")
  await press(page, "Start for real")
  await expect(heading(page)).toHaveText("Today")
  await expect(page.getByText("Backup: never")).toBeVisible()

  await page.goto(`${home}/zh/privacy`)
  expect(new URL(page.url()).pathname).toBe("/privacy")
  await expect(page.getByRole("link", { name: "Русский" }).last()).toBeVisible()
  await expect(page.getByRole("link", { name: "中文" })).toHaveCount(0)
  await page.goto(printed()!)
  await expect(heading(page)).toHaveText("This link does not work any more")
})

test("a passkey signs in, and proves once more who it is before a step that needs it", async ({ browser }) => {
  const page = await newPage(browser)
  const faults: string[] = []
  page.on("console", (message) => void (message.type() === "error" && faults.push(message.text())))
  const cdp = await page.context().newCDPSession(page)
  await cdp.send("WebAuthn.enable")
  await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      ...{ protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: true },
    },
  })
  await signIn(page, OWNER)
  await page.goto(`${home}/admin/account`)
  await page.getByLabel("Name of the passkey").fill("my phone")
  await press(page, "Add a passkey")
  await expect(page.getByRole("status").first()).toContainText("Saved.")
  await expect(page.getByText("my phone", { exact: true })).toBeVisible()

  await press(page, "Sign out")
  await press(page, "Sign in with a passkey")
  await expect(heading(page)).toHaveText("Today")

  await letSessionsAge()
  await page.goto(`${home}/admin/account`)
  await page.getByLabel("Name of the passkey").fill("another")
  await press(page, "Add a passkey")
  await expect(heading(page)).toHaveText("Sign in once more")
  await press(page, "Sign in with a passkey")
  await expect(heading(page)).toHaveText("Your account")
  await expect(page.getByLabel("Name of the passkey")).toHaveValue("another")

  // The same by the mailed link.
  await letSessionsAge()
  await page.goto(`${home}/login/again?return=/admin/log`)
  const before = (await mailTo(site.url, OWNER)).length
  await press(page, "Send me a link")
  await openLink(page, OWNER, before)
  await expect(heading(page)).toHaveText("Log")
  await expect(page.getByRole("row", { name: /added a passkey/ })).toBeVisible()
  expect(faults).toEqual([])
})

test("a viewer and a moderator see what they may, and nothing else", async ({ browser }) => {
  const owner = await newPage(browser)
  await signIn(owner, OWNER)
  for (const [name, role] of [
    ["Vera", "Viewer (figures only)"],
    ["Mona", "Moderator"],
  ] as const) {
    await owner.goto(`${home}/admin/people`)
    await owner.getByLabel("Name", { exact: true }).fill(name)
    await owner.getByLabel("E-mail").fill(`${name.toLowerCase()}@example.org`)
    await owner.getByLabel("Role", { exact: true }).selectOption({ label: role })
    await press(owner, "Save")
    await expect(owner.getByRole("status").first()).toContainText("Saved.")
  }
  for (const [email, links] of [
    ["vera@example.org", ["Today", "Campaigns"]],
    ["mona@example.org", ["Today", "Campaigns", "Moderation"]],
  ] as const) {
    const page = await newPage(browser)
    await signIn(page, email)
    const nav = page.getByRole("navigation", { name: "Organisers" })
    for (const link of links) await expect(nav.getByRole("link", { name: link })).toBeVisible()
    for (const link of ["People", "Log", "Settings"]) await expect(nav.getByRole("link", { name: link })).toHaveCount(0)
    for (const path of ["people", "log", "settings", "setup?step=1"]) {
      expect([path, (await page.goto(`${home}/admin/${path}`))?.status()]).toEqual([path, 404])
      expect(await page.content()).not.toContain(OWNER)
    }
    await page.context().close()
  }
})
