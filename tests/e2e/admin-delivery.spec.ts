import { createHash } from "node:crypto"
import { type Browser, type BrowserContextOptions, expect, type Page } from "@playwright/test"
import { findingsNow } from "#tests/support/axe"
import { runOnSite } from "#tests/support/run-on-site"
import { test } from "#tests/support/browser"
import { readPdf } from "#tests/unit/letters/read-pdf"

type Filled = { campaignId: string; slug: string; cookie: string; receiptCode: string }

async function pageWith(
  browser: Browser,
  url: string,
  cookie: string,
  more: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ baseURL: url, ...more })
  const [name = "", value = ""] = cookie.split(/=(.*)/s)
  if (cookie) await context.addCookies([{ name, value, url }])
  return context.newPage()
}

async function expectNoFindings(page: Page): Promise<void> {
  expect(await findingsNow(page)).toEqual([])
}

async function download(page: Page, kind: string): Promise<Buffer> {
  const task = await page.getByRole("link", { name: `Download the ${kind}` }).getAttribute("href")
  const answer = await page.request.get(`${task}/file`)
  expect(answer.status()).toBe(200)
  expect(answer.headers()["content-disposition"]).toMatch(/filename="list-\d{4}-\d\d-\d\d\.(?:pdf|csv)"/)
  return answer.body()
}

const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex")

test("a list is seen, built, handed over and checked by a signatory without scripts, in Spanish", async ({
  browser,
  baseURL,
}) => {
  test.setTimeout(90_000)
  const url = baseURL!
  const site = { dataDir: process.env.E2E_DATA_DIR! }
  const { campaignId, slug, cookie, receiptCode } = await runOnSite<Filled>(site, "tests/support/fill-delivery.ts")
  const page = await pageWith(browser, url, cookie)
  await page.goto(`/admin/campaigns/${campaignId}/delivery`)
  await expectNoFindings(page)
  await page.getByRole("link", { name: "Build a hand-over" }).click()
  await page.getByLabel("Español").check()
  await page.getByRole("button", { name: "Show the preview" }).click()
  const names = page.getByRole("region", { name: "First page of names" })
  await expect(names.getByRole("row")).toHaveCount(31)
  const shown = await names.getByRole("row").allInnerTexts()
  await expectNoFindings(page)

  // Without a purpose nothing is built.
  await page.getByRole("button", { name: "Build PDF and CSV" }).click()
  await expect(page.locator(".summary")).toContainText("Say in one line")
  await page.getByLabel("What is it for?").fill("To hand over to the council")
  await page.getByRole("button", { name: "Build PDF and CSV" }).click()
  await expect(page.getByRole("heading", { name: "Record that it was handed over" })).toBeVisible({ timeout: 30_000 })
  await expectNoFindings(page)

  const [pdf, csv] = [await download(page, "PDF"), await download(page, "CSV")]
  const { text } = await readPdf(pdf)
  expect(text).toContain("Pedimosqueactuéis.")
  for (const row of shown.slice(1)) {
    const [number = "", name = "", country = ""] = row.split(/\t/)
    expect(csv.toString()).toContain(`,${number.trim()},${name.trim()},${country.trim()}\r\n`)
    expect(text).toContain(`${number}${name}${country}`.replace(/\s/g, ""))
  }
  expect(csv.toString()).not.toContain("@")

  const results = await pageWith(browser, url, "", { javaScriptEnabled: false, locale: "es-ES" })
  await results.goto(`/es/c/${slug}/results`)
  await expect(results.getByText("La petición aún no se ha entregado.")).toBeVisible()
  await page.getByLabel("By post").check()
  await page.getByRole("button", { name: "Record the hand-over" }).click()
  await expect(page.getByText("The hand-over is recorded.")).toBeVisible()
  await page.getByLabel("What they answered").fill("We have read it.")
  await page.getByLabel("Show the text on the results page").check()
  await page.getByRole("button", { name: "Save the reply" }).click()
  await expect(page.getByText("Saved.")).toBeVisible()

  await results.goto(`/es/c/${slug}/results`)
  await expect(results.locator(".cards")).toContainText("por correo postal, a The council")
  await expect(results.locator(".cards")).toContainText("60 firmas, 30 de ellas con nombre")
  await expect(results.locator(".cards")).toContainText("We have read it.")
  await expect(results.locator(".bars tbody tr")).toHaveText([/España\s*57/, /Otros lugares\s*3/])
  await results.getByLabel("Código del comprobante").fill(receiptCode.toLowerCase())
  await results.getByRole("button", { name: "Comprobar" }).click()
  await expect(results.locator("section .notice")).toContainText("Sí. Esta firma se cuenta y estaba en la entrega del")
  await results.getByLabel("Código del comprobante").fill("AAAA-AAAA-AAAA")
  await results.getByRole("button", { name: "Comprobar" }).click()
  await expect(results.locator("section .notice")).toContainText("No tenemos ninguna firma con este código.")
  await results.getByRole("link", { name: /Certificado/ }).click()
  await expect(results.locator("article")).toContainText(sha256(pdf))
  await expect(results.locator("article")).toContainText(sha256(csv))

  // On her receipt the signatory reads what a withdrawal can no longer do.
  await results.goto("/es/r")
  await results.getByLabel("Código del comprobante").fill(receiptCode)
  await results.getByRole("button", { name: "Abrir" }).click()
  await expect(results.getByText(/Contada, y entregada el/)).toBeVisible()
  await expect(results.locator("body")).toContainText("No podemos recuperar lo que ya se ha entregado")
  await Promise.all([page.context().close(), results.context().close()])
})

test("the pages of results fit a phone, and axe finds nothing in them", async ({ browser, baseURL }) => {
  const site = { dataDir: process.env.E2E_DATA_DIR! }
  const { campaignId, slug, cookie } = await runOnSite<Filled>(site, "tests/support/fill-delivery.ts")
  const page = await pageWith(browser, baseURL!, cookie, { viewport: { width: 360, height: 740 }, colorScheme: "dark" })
  for (const path of [
    `/fr/c/${slug}/results`,
    `/c/${slug}/results?view=sheet`,
    `/ru/admin/campaigns/${campaignId}/delivery/new?scope=all&language=ru&recipient=X`,
  ]) {
    await page.goto(path)
    await page.locator("details").evaluateAll((all) => all.forEach((one) => one.setAttribute("open", "")))
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect([path, over]).toEqual([path, 0])
    await expectNoFindings(page)
  }
  await page.context().close()
})
