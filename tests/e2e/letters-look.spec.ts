import { expect, type Page, test } from "@playwright/test"
import { extractText, getDocumentProxy } from "unpdf"
import { LOCALES, localePath } from "#lib/shared/locales"
import { findingsOn } from "#tests/support/axe"
import { fillWriter, previewButton, SLUG } from "./letter-steps.ts"

const LETTER = `/c/${SLUG}/letter`
const PATHS = [
  `/c/${SLUG}/letters`,
  LETTER,
  `${LETTER}?sample=organisation`,
  `${LETTER}/sent`,
  `/c/${SLUG}/points`,
  "/d/gone",
]
const SAMPLES = ["health", "human-rights", "harm-reduction", "personal", "professional", "organisation"]
const PAGE_MAX_BYTES = 30_000
const REQUESTS_MAX = 4
const TARGET_MIN_PX = 44

async function expectNoFindings(page: Page, colorScheme: "light" | "dark"): Promise<void> {
  expect(await findingsOn(page, colorScheme)).toEqual([])
}

/** From the form of a sample to its preview. */
async function preview(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await page.fill("#letter-own", "Here it matters to everyone. 这里 для всех.")
  await page.fill("#letter-town", "Leeds")
  await fillWriter(page)
  for (const fact of ["role", "organisation"]) {
    const field = page.locator(`#letter-${fact}`)
    if ((await field.count()) > 0) await field.fill(fact)
  }
  await page.locator(previewButton).click()
  await page.waitForURL(/\/letter\/preview$/)
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const locale of LOCALES) {
    test(`axe finds nothing on the letter pages in ${locale}, ${colorScheme}`, async ({ browser }) => {
      test.slow()
      const context = await browser.newContext({ colorScheme })
      const page = await context.newPage()
      for (const path of PATHS) {
        await page.goto(localePath(locale, path))
        await expectNoFindings(page, colorScheme)
      }
      await context.close()
    })
  }

  test(`axe finds nothing on the way from an error to the preview, ${colorScheme}`, async ({ browser }) => {
    test.slow()
    const context = await browser.newContext({ colorScheme })
    const page = await context.newPage()
    await page.goto(LETTER)
    await page.locator(previewButton).click()
    await page.waitForURL(/draft=1/)
    await expectNoFindings(page, colorScheme)
    await preview(page, `${LETTER}?sample=health`)
    await expectNoFindings(page, colorScheme)
    await context.close()
  })
}

for (const locale of LOCALES) {
  test(`letter pages fit 320 px, and everything to press is 44 px high, ${locale}`, async ({ browser }) => {
    test.slow()
    const page = await browser.newPage({ viewport: { width: 320, height: 640 } })
    const fits = async () => {
      expect(await page.evaluate(() => document.documentElement.scrollWidth), page.url()).toBe(320)
      await page.locator("details").evaluateAll((all) => all.forEach((one) => one.setAttribute("open", "")))
      const low = await page
        .locator("main :is(button, summary, select, textarea, .button, .actions a, .cards a, input:not([type=hidden]))")
        .evaluateAll(
          (all, min) =>
            all
              .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".trap, .quiet"))
              .filter((one) => !one.classList.contains("quiet"))
              .map((one) => {
                const isBox = one instanceof HTMLInputElement && /checkbox|radio/.test(one.type)
                const target = isBox ? (one.labels?.[0] ?? one) : one
                return { height: target.getBoundingClientRect().height, html: one.outerHTML.slice(0, 100) }
              })
              .filter(({ height }) => height > 0 && height < min),
          TARGET_MIN_PX,
        )
      expect(low, page.url()).toEqual([])
    }
    for (const path of PATHS) {
      await page.goto(localePath(locale, path))
      await fits()
    }
    await preview(page, localePath(locale, `${LETTER}?sample=health`))
    await fits()
    await page.close()
  })

  test(`every sample prints on one page without an address of the site, ${locale}`, async ({ page }) => {
    test.slow()
    for (const sample of SAMPLES) {
      await preview(page, localePath(locale, `${LETTER}?sample=${sample}`))
      for (const format of ["A4", "Letter"]) {
        const pdf = await getDocumentProxy(new Uint8Array(await page.pdf({ format })))
        expect(pdf.numPages, `${locale} ${sample} ${format}`).toBe(1)
        const { text } = await extractText(pdf, { mergePages: true })
        expect(text).toContain("Leeds")
        expect(text).not.toMatch(/https?:|127\.0\.0\.1|Project SAFE/)
      }
    }
  })
}

test("letter pages are small, ask nobody else, set no cookie and break no policy", async ({ browser, baseURL }) => {
  test.slow()
  for (const path of [`/c/${SLUG}/letters`, LETTER, `/ru${LETTER}`, `/zh${LETTER}`, `/ru/c/${SLUG}/points`]) {
    const context = await browser.newContext()
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    const urls: string[] = []
    const faults: string[] = []
    let bytes = 0
    await session.send("Network.enable")
    session.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength))
    session.on("Network.responseReceived", ({ response }) => response.fromDiskCache || urls.push(response.url))
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()))
    await page.goto(path, { waitUntil: "networkidle" })
    expect(faults, path).toEqual([])
    expect(
      urls.filter((url) => !url.startsWith(baseURL!)),
      path,
    ).toEqual([])
    expect(urls.length, `requests of ${path}`).toBeLessThanOrEqual(REQUESTS_MAX)
    expect(bytes, `bytes of ${path}`).toBeLessThan(PAGE_MAX_BYTES)
    expect(await context.cookies(), path).toEqual([])
    await context.close()
  }
})
