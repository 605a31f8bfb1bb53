import { readFile } from "node:fs/promises"
import { type Browser, expect, type Page, test as base } from "@playwright/test"
import { runOnSite } from "#tests/support/run-on-site"
import { startSite, type TestSite } from "#tests/support/site"
import { SLUG } from "./look-steps.ts"

type Filled = { campaignId: string; people: Record<"OWNER" | "EDITOR", { cookie: string }> }

const test = base.extend<object, { area: Filled & { site: TestSite } }>({
  area: [
    async ({}, use) => {
      const site = await startSite()
      await use({ site, ...(await runOnSite<Filled>(site, "tests/support/fill-area.ts", SLUG)) })
      await site.stop()
    },
    { scope: "worker", timeout: 180_000 },
  ],
})

async function pageOf(browser: Browser, { site, people }: Filled & { site: TestSite }, role: "OWNER" | "EDITOR") {
  const context = await browser.newContext({ baseURL: site.url })
  const [name = "", value = ""] = people[role].cookie.split(/=(.*)/s)
  await context.addCookies([{ name, value, url: site.url }])
  return context.newPage()
}

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click()

/** What has to be put right. The framework's own announcer is an alert as well. */
const problem = (page: Page) => page.locator(".summary")

// One site for all of them.
test.describe.configure({ mode: "default", timeout: 60_000 })

test("an editor finds a signature, disputes it and fetches a CSV file", async ({ browser, area }) => {
  const page = await pageOf(browser, area, "EDITOR")
  const list = `/admin/campaigns/${area.campaignId}/signatures`
  await page.goto(list)
  await expect(page.getByRole("link", { name: "Signer 12", exact: true })).toBeVisible()
  expect(await page.content()).not.toContain("canary")

  await page.getByLabel("Exact e-mail address").fill("canary-nobody@example.org")
  await press(page, "Find")
  await expect(problem(page)).toContainText("No signature of this campaign has this address")
  await page.getByLabel("Exact e-mail address").fill("Canary-Signer-4@example.org")
  await press(page, "Find")
  await expect(page.getByText("Signer 4", { exact: true })).toBeVisible()
  expect(page.url()).not.toContain("canary")
  expect(await page.content()).not.toContain("canary")
  await press(page, "Show e-mail")
  await expect(page.getByText("canary-signer-4@example.org")).toBeVisible()

  await press(page, "Mark as disputed")
  await expect(problem(page)).toContainText("Say why")
  await page.getByLabel("Why").fill("Looks made up")
  await press(page, "Mark as disputed")
  await expect(page.getByRole("status")).toHaveText("Saved.")
  await expect(page.getByText("Reason given: Looks made up")).toBeVisible()
  await page.goto(`${list}?state=DISPUTED`)
  await expect(page.getByRole("row")).toHaveCount(2)

  await page.goto(`${list}/export`)
  await press(page, "Make the file")
  await expect(problem(page)).toContainText("Say in one line")
  await page.getByLabel("What do you need it for?").fill("Counting by hand")
  await page.getByLabel("Name", { exact: true }).check()
  await press(page, "Make the file")
  await expect(page).toHaveURL(/\/admin\/tasks\//)
  const download = page.getByRole("link", { name: "Download the file" })
  await expect(download).toBeVisible({ timeout: 15_000 })
  const [file] = await Promise.all([page.waitForEvent("download"), download.click()])
  expect(file.suggestedFilename()).toMatch(/^signatures-\d{4}-\d\d-\d\d\.csv$/)
  const text = await readFile(await file.path(), "utf8")
  expect(text).toContain("Signer 4,IE,Disputed,")
  expect(text.trim().split("\r\n")).toHaveLength(13)
  expect(text).not.toContain("@")
  await press(page, "Delete the file now")
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Today")
})

test("a sheet is typed in by one person and counted by another", async ({ browser, area }) => {
  const [editor, owner] = [await pageOf(browser, area, "EDITOR"), await pageOf(browser, area, "OWNER")]
  await editor.goto(`/admin/campaigns/${area.campaignId}/signatures/paper`)
  await editor.getByLabel("Where the sheets come from").fill("Market, sheet 1")
  await press(editor, "Open a batch")
  const rows = editor.getByRole("group", { name: "Row 1", exact: true })
  await rows.getByLabel("Name", { exact: true }).fill("Aoife")
  await press(editor, "Enter this sheet")
  await expect(editor.getByText("1 row would count.")).toBeVisible()
  await expect(editor.getByRole("button", { name: "Count", exact: true })).toHaveCount(0)

  await editor.getByLabel("CSV file").setInputFiles({
    name: "rows.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("name;town;show\nBríd;Galway;perhaps\n"),
  })
  await press(editor, "Try the file")
  await expect(editor.getByText("Line 2:")).toBeVisible()

  await owner.goto(editor.url())
  await owner.getByLabel("I have compared these rows with the sheets").check()
  await press(owner, "Count")
  await expect(owner.getByText("1 signature on paper counts.")).toBeVisible()
})
