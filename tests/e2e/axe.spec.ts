import AxeBuilder from "@axe-core/playwright"
import { expect, type Page, test } from "@playwright/test"
import { LOCALES, localePath } from "#lib/shared/locales"
import { confirmLink, SLUG, signAs } from "./look-steps.ts"

const PATHS = [
  "/",
  "/c",
  `/c/${SLUG}`,
  `/c/${SLUG}/sign`,
  `/c/${SLUG}/sign?draft=1`,
  `/c/${SLUG}/check`,
  `/c/${SLUG}/signed`,
  `/c/${SLUG}/share`,
  "/r",
  "/confirm/broken",
  "/privacy",
  "/safety",
  "/accessibility",
  "/nowhere",
]

/** WCAG 2.2 A and AA, and what axe counts as good practice. */
async function expectNoFindings(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`)
  expect(found, page.url()).toEqual([])
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const locale of LOCALES) {
    test(`axe finds nothing on pages in ${locale}, ${colorScheme}`, async ({ browser }) => {
      test.slow()
      const page = await browser.newPage({ colorScheme, viewport: { width: 1280, height: 900 } })
      for (const path of PATHS) {
        await page.goto(localePath(locale, path))
        await expectNoFindings(page)
      }
      await page.setViewportSize({ width: 360, height: 740 })
      for (const path of ["/", `/c/${SLUG}`, "/privacy"]) {
        await page.goto(localePath(locale, path))
        await expectNoFindings(page)
      }
      await page.close()
    })
  }

  test(`axe finds nothing on the way from an error to the receipt, ${colorScheme}`, async ({ browser }) => {
    test.slow()
    const page = await browser.newPage({ colorScheme })
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
    await page.close()
  })
}
