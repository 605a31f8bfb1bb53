import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { BrowserContext, Page } from "@playwright/test"
import { findingsOn } from "#tests/support/axe"
import { expect, test } from "#tests/support/browser"
import { databaseUrlOf } from "#tests/support/site-database"
import { CHARTS } from "#lib/domain/insights/schema"
import { translator } from "#lib/shared/i18n"

type Filled = { id: string; owner: string; viewer: string }

let filled: Filled

test.beforeAll(() => {
  const dataDir = process.env.E2E_DATA_DIR ?? ""
  const output = execFileSync(
    process.execPath,
    ["--import", "./scripts/register.mjs", "tests/support/fill-insights.ts"],
    {
      encoding: "utf8",
      env: {
        ...process.env,
        DATABASE_URL: databaseUrlOf({ dataDir }),
        APP_SECRET: readFileSync(join(dataDir, "secret"), "utf8").trim(),
      },
    },
  )
  filled = JSON.parse(output.trim().split("\n").at(-1) ?? "") as Filled
})

async function signIn(context: BrowserContext, baseURL: string | undefined, cookie: string): Promise<void> {
  const [name = "", value = ""] = cookie.split(/=(.*)/s)
  await context.addCookies([{ name, value, url: baseURL ?? "" }])
}

const t = translator("en", "adminInsights")

/** @param opens Unfolds the numbers of every chart, too. */
async function expectAllCharts(page: Page, opens: boolean): Promise<void> {
  for (const chart of CHARTS) {
    const card = page.getByRole("region", { name: t(`${chart}Question`) })
    const pictures = await card.getByRole("img").all()
    // Of the two sizes one is shown; the first chart has the launch as a second one.
    expect(pictures.length, chart).toBe(chart === "growth" ? 2 : 1)
    await expect(pictures[0]!, chart).toBeVisible()
    await expect(pictures[0]!, chart).toHaveAccessibleName(t(`${chart}Title`))
    await expect(pictures[0]!, chart).toHaveAccessibleDescription(/\w/)
    await expect(card.getByText(t(`${chart}Advice`)), chart).toBeVisible()
    if (!opens) continue
    for (const summary of await card.locator("summary").all()) await summary.click()
    await expect(card.getByRole("table", { name: t(`${chart}Title`) }), chart).toBeVisible()
  }
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
  expect(wide).toBeLessThanOrEqual(seen)
}

test("an owner reads eleven charts with their numbers, and axe finds nothing in either colour scheme", async ({
  page,
  context,
  baseURL,
}) => {
  test.setTimeout(90_000)
  await signIn(context, baseURL, filled.owner)
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
    await page.goto(`/admin/campaigns/${filled.id}/insights`)
    await expectAllCharts(page, true)
    // Looking at a thousand cells twice takes half a minute; one table shows the colours of all.
    if (colorScheme === "dark")
      await page
        .locator(".insight details")
        .evaluateAll((all) => all.slice(1).forEach((one) => one.removeAttribute("open")))
    expect(await findingsOn(page, colorScheme)).toEqual([])
  }
  await page.emulateMedia({ forcedColors: "active" })
  await expect(page.getByRole("img").first()).toBeVisible()
})

test(
  "everything works without scripts: charts, shorter times, files, partner codes",
  { tag: ["@noscript", "@phone"] },
  async ({ page, context, baseURL }) => {
    await signIn(context, baseURL, filled.owner)
    await page.goto(`/admin/campaigns/${filled.id}/insights`)
    await expectAllCharts(page, false)
    await expectNoSidewaysScroll(page)
    await page.getByRole("link", { name: t("period30") }).click()
    await expect(page.getByRole("link", { name: t("period30") })).toHaveAttribute("aria-current", "page")
    const card = page.getByRole("region", { name: t("stepsQuestion") })
    await card.locator("summary").click()
    const address = (await card.getByRole("link", { name: t("csv") }).getAttribute("href")) ?? ""
    expect(address).toMatch(/\/insights\/steps\?period=30$/)
    const file = await context.request.get(address)
    expect(file.headers()["content-type"]).toContain("text/csv")
    expect(await file.text()).toContain(t("step_opened"))

    await page.getByLabel(t("tagLabel")).fill("Sample union")
    await page.getByLabel(t("tagCode"), { exact: true }).fill("A b")
    await page.getByRole("button", { name: t("tagAdd"), exact: true }).click()
    await expect(page.getByRole("alert", { name: "There is a problem" })).toContainText("Enter a code of 2 to 20")
    await page.getByLabel(t("tagCode"), { exact: true }).fill("union")
    await page.getByRole("button", { name: t("tagAdd"), exact: true }).click()
    await expect(page.getByText(/\/c\/[\w-]+\?from=union$/)).toBeVisible()
    await page.getByRole("button", { name: t("tagRemoveOf", { label: "Sample union" }) }).click()
    await expect(page.getByText("?from=union")).toBeHidden()
  },
)

test("a viewer sees no small count, no file and no shorter time", async ({ page, context, baseURL }) => {
  await signIn(context, baseURL, filled.viewer)
  await page.goto(`/admin/campaigns/${filled.id}/insights?period=7`)
  await expect(page.getByText(/Numbers up to 5 are not shown/)).toBeVisible()
  await expect(page.getByRole("link", { name: t("period7") })).toHaveCount(0)
  await expect(page.getByRole("link", { name: t("csv") })).toHaveCount(0)
  await expect(page.getByRole("heading", { name: t("tagsTitle") })).toHaveCount(0)
  // Minutes are no counts of people.
  const cells = page.locator('section:not([aria-labelledby="decision-question"]) tbody td')
  const texts = await cells.evaluateAll((all) => all.map((cell) => cell.textContent ?? ""))
  expect(texts.length).toBeGreaterThan(100)
  const counts = texts.filter((text) => /^[\d,]+$/.test(text)).map((text) => Number(text.replaceAll(",", "")))
  expect(counts.length).toBeGreaterThan(20)
  expect(counts.filter((count) => count <= 4 || count % 5 !== 0)).toEqual([])
  const file = await context.request.get(`/admin/campaigns/${filled.id}/insights/country`)
  expect(file.status()).toBe(403)
})
