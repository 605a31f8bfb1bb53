import AxeBuilder from "@axe-core/playwright"
import { expect, type Page, test } from "@playwright/test"
import { LOCALES, localePath } from "#lib/shared/locales"
import { confirmLink, PUBLIC_PATHS, SLUG, signAs } from "./look-steps.ts"

/** A and AA of WCAG 2.2 and what axe counts as good practice; in the dark only what can be different there. */
async function expectNoFindings(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    // Without motion the colours of buttons change at once.
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
    // Our pages have no frames, so one run inside the page sees everything.
    const axe = new AxeBuilder({ page }).setLegacyMode()
    if (colorScheme === "dark") axe.withRules(["color-contrast"])
    const { violations } = await axe.analyze()
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`)
    expect(found, `${page.url()}, ${colorScheme}`).toEqual([])
  }
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
