import { expect, type Page, test } from "@playwright/test"
import { LOCALES, localePath } from "#lib/shared/locales"
import { findingsOn } from "#tests/support/axe"
import { confirmLink, PUBLIC_PATHS, SLUG, signAs } from "./look-steps.ts"

/** Nothing, in either colour scheme. */
async function expectNoFindings(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) expect(await findingsOn(page, colorScheme)).toEqual([])
}

for (const locale of LOCALES) {
  test(`axe finds nothing on public pages, ${locale}`, async ({ page }) => {
    // Thirty looks of axe, each of them heavy work for the browser.
    test.setTimeout(180_000)
    for (const path of PUBLIC_PATHS) {
      await page.goto(localePath(locale, path))
      await expectNoFindings(page)
    }
    await page.setViewportSize({ width: 360, height: 740 })
    await page.goto(localePath(locale, `/c/${SLUG}`))
    await expectNoFindings(page)
  })
}

test("axe finds nothing on the way from an error to the receipt", async ({ page }) => {
  test.slow()
  await page.goto(`/c/${SLUG}/sign`)
  await page.locator("#sign summary").click()
  await page.fill("#sign-reason", "a".repeat(501))
  await page.getByRole("button", { name: "Sign", exact: true }).click()
  await page.waitForURL(/draft=1/)
  await expectNoFindings(page)

  const email = await signAs(page, { showName: true })
  await expectNoFindings(page)
  await page.fill("#code", "1")
  await page.getByRole("button", { name: "Confirm", exact: true }).click()
  await expect(page.locator("#code-error")).toBeVisible()
  await expectNoFindings(page)

  await page.goto(await confirmLink(page, email))
  await expectNoFindings(page)
  await page.getByRole("button", { name: "Confirm my signature" }).click()
  await page.waitForURL(/signed/)
  await expectNoFindings(page)

  const code = await page.locator("#receipt-code").innerText()
  await page.goto("/r")
  await page.fill("#receipt-code", code)
  await page.getByRole("button", { name: "Open", exact: true }).click()
  for (const summary of await page.locator("main summary").all()) await summary.click()
  await expectNoFindings(page)
})
