import { expect, type Page, test } from "@playwright/test"
import { LOCALES, localePath } from "#lib/shared/locales"
import { confirmLink, PUBLIC_PATHS, SLUG, signAs } from "./look-steps.ts"

const PAGE_MAX_BYTES = 30_000
const REQUESTS_MAX = 4
const TARGET_MIN_PX = 44

// Links inside a sentence are as high as its lines (WCAG 2.2, 2.5.8, exception "inline").
const CONTROLS =
  "button, summary, select, textarea, input:not([type=hidden]):not([name=leaveEmpty]), .header a, .footer a, .button, .actions a, .offer a"

test("the name field is in view early at 360 px in every language", async ({ browser }) => {
  test.slow()
  const page = await browser.newPage({ viewport: { width: 360, height: 740 } })
  // The count shows from five on, and takes room.
  for (let signer = 0; signer < 5; signer++) {
    await page.goto(await confirmLink(page, await signAs(page)))
    await page.locator("main .button-primary").click()
    await page.waitForURL(/\/signed$/)
  }
  await page.context().clearCookies()
  await expect.poll(async () => (await page.goto(`/c/${SLUG}`), page.locator("progress").count())).toBe(1)
  for (const locale of LOCALES) {
    await page.goto(localePath(locale, `/c/${SLUG}`))
    const box = await page.locator("#sign-name").boundingBox()
    expect(box!.y, `top of the name field, ${locale}`).toBeLessThan(600)
  }
  await page.close()
})

for (const locale of LOCALES) {
  test(`no page is wider than a screen of 320 px, ${locale}`, async ({ browser }) => {
    const page = await browser.newPage({ viewport: { width: 320, height: 640 } })
    for (const path of PUBLIC_PATHS) {
      await page.goto(localePath(locale, path))
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      expect(width, `${locale} ${path}`).toBe(320)
    }
    await page.close()
  })

  test(`everything to press is 44 px high, ${locale}`, async ({ browser }) => {
    const page = await browser.newPage({ viewport: { width: 360, height: 740 } })
    for (const path of PUBLIC_PATHS) {
      await page.goto(localePath(locale, path))
      await page.locator("details").evaluateAll((all) => all.forEach((one) => one.setAttribute("open", "")))
      expect(await lowControls(page), `${locale} ${path}`).toEqual([])
    }
    await page.close()
  })
}

/** Controls that are shown and lower than a finger. A box counts with its label, which is its target as well. */
async function lowControls(page: Page): Promise<string[]> {
  return page.locator(CONTROLS).evaluateAll(
    (controls, min) =>
      controls
        .filter((control) => control.checkVisibility({ visibilityProperty: true }) && !control.closest(".skip, .trap"))
        .map((control) => {
          const isBox = control instanceof HTMLInputElement && /checkbox|radio/.test(control.type)
          const target = isBox ? (control.labels?.[0] ?? control) : control
          return { height: target.getBoundingClientRect().height, html: control.outerHTML.slice(0, 120) }
        })
        .filter(({ height }) => height > 0 && height < min)
        .map(({ height, html }) => `${Math.round(height)} px: ${html}`),
    TARGET_MIN_PX,
  )
}

test("a public page is small, asks nobody else, sets no cookie, breaks no policy and does not move", async ({
  browser,
  baseURL,
}) => {
  test.slow()
  for (const path of [...PUBLIC_PATHS, `/ru/c/${SLUG}`, `/zh/c/${SLUG}`, "/ru/privacy"]) {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 } })
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    const urls: string[] = []
    const faults: string[] = []
    let bytes = 0
    await session.send("Network.enable")
    session.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength))
    // The icon of the tab is the logo of the page, so it comes from the cache.
    session.on("Network.responseReceived", ({ response }) => response.fromDiskCache || urls.push(response.url))
    page.on("console", (message) => {
      if (/Content Security Policy/.test(message.text())) faults.push(message.text())
    })
    page.on("pageerror", (error) => faults.push(error.message))
    await page.addInitScript(() => {
      const shifts = window as unknown as { shifted: number }
      shifts.shifted = 0
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifts.shifted += (entry as unknown as { value: number }).value
      }).observe({ type: "layout-shift", buffered: true })
    })
    await page.goto(path, { waitUntil: "networkidle" })

    expect(faults, path).toEqual([])
    expect(
      urls.filter((url) => !url.startsWith(baseURL!)),
      path,
    ).toEqual([])
    expect(urls.length, `requests of ${path}`).toBeLessThanOrEqual(REQUESTS_MAX)
    expect(bytes, `bytes of ${path}`).toBeLessThan(PAGE_MAX_BYTES)
    expect(await page.evaluate(() => (window as unknown as { shifted: number }).shifted), `shift of ${path}`).toBe(0)
    expect(await context.cookies(), path).toEqual([])
    expect(await page.evaluate(() => localStorage.length + sessionStorage.length), path).toBe(0)
    await context.close()
  }
})

test("a page says what it is: language, title, alternates, and whether it may be listed", async ({ page }) => {
  await page.goto(`/fr/c/${SLUG}`)
  await expect(page.locator("html")).toHaveAttribute("lang", "fr")
  await expect(page).toHaveTitle(/ – Amnesty 2015 – Project SAFE$/)
  await expect(page.locator('link[rel=alternate][hreflang="ru"]')).toHaveAttribute("href", `/ru/c/${SLUG}`)
  await expect(page.locator('link[rel=alternate][hreflang="x-default"]')).toHaveAttribute("href", `/c/${SLUG}`)
  await expect(page.locator('meta[property="og:title"]')).toHaveAttribute("content", /Aux côtés/)
  await expect(page.locator("meta[name=robots]")).toHaveCount(0)
  await page.goto(`/fr/c/${SLUG}/sign`)
  await expect(page.locator("meta[name=robots]")).toHaveAttribute("content", "noindex")
})

test("an anchor of the privacy page works in every language", async ({ page }) => {
  for (const locale of LOCALES) {
    await page.goto(`${localePath(locale, "/privacy")}#how-comments-are-processed`)
    await expect(page.locator("#how-comments-are-processed")).toBeInViewport()
  }
})

test("a missing page says so in its language", { tag: "@noscript" }, async ({ page }) => {
  const answer = await page.goto("/ru/nowhere")
  expect(answer?.status()).toBe(404)
  await expect(page.locator("html")).toHaveAttribute("lang", "ru")
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible()
})
