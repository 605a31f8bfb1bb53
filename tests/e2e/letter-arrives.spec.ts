import { expect, test } from "@playwright/test"
import { translator } from "#lib/shared/i18n"
import type { TestSite } from "#tests/support/site"
import type { ScriptedSmtp } from "#tests/support/smtp"
import { mailTo, newAddress, OFFICE, pathIn, SLUG, startLetterSite } from "./letter-steps.ts"

let site: TestSite
let smtp: ScriptedSmtp
let stop: () => Promise<void>

test.describe.configure({ mode: "serial" })
test.beforeAll(async () => {
  test.setTimeout(200_000)
  const started = await startLetterSite()
  site = started.site
  smtp = started.smtp
  stop = started.stop
})
test.afterAll(() => stop?.())

const lettersTo = () => smtp.received.filter(({ to }) => to.includes(OFFICE))

test("scripts off, in Spanish: from a sample to a letter that arrives as previewed", async ({ browser }) => {
  test.slow()
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: site.url, locale: "es-ES" })
  const page = await context.newPage()
  const email = newAddress()

  await page.goto(`/es/c/${SLUG}/letters`)
  await page.getByRole("link", { name: /Usar este modelo ?: Salud/ }).click()
  await expect(page.locator("h1")).toHaveText("Escribe a Salil Shetty")
  await expect(page.locator("#letter-body")).toHaveValue(/Estimado señor Shetty:/)

  // Another sample; nothing was changed yet, so nothing is asked.
  await page.getByLabel("Reducción de daños").check()
  await page.getByRole("button", { name: "Mostrar este modelo" }).click()
  await expect(page.locator("#letter-subject")).toHaveValue(/reducción de daños/)
  await expect(page.locator("#letter-earlier")).toHaveCount(0)

  const own = "En mi barrio, «las noches» son otra cosa desde que cerraron el local.\nNadie llama a la policía."
  const body = `${await page.locator("#letter-body").inputValue()}\n\nP. D.: Gracias por leerme.`
  await page.fill("#letter-own", own)
  await page.fill("#letter-body", body)
  await page.fill("#letter-town", "Málaga")
  await page.getByRole("button", { name: "Ver cómo queda" }).last().click()

  // Something is missing; not a word is lost.
  await expect(page).toHaveTitle(/^Error: /)
  await expect(page.locator(".summary")).toContainText("Escribe un nombre.")
  await expect(page.locator("#letter-own")).toHaveValue(own)
  await expect(page.locator("#letter-body")).toHaveValue(body)
  await expect(page.locator("#letter-town")).toHaveValue("Málaga")
  await page.fill("#letter-name", "Ana María")
  await page.fill("#letter-email", email)
  await page.check("#letter-consent")
  await page.getByRole("button", { name: "Ver cómo queda" }).last().click()

  await expect(page.locator("h1")).toHaveText("Así quedará tu carta")
  const previewed = await page.locator(".letter-text").evaluate((element) => element.textContent)
  const subject = await page.locator(".letter-envelope dd").nth(1).innerText()
  expect(previewed).toContain(own)
  expect(previewed).toContain("Gracias por leerme.")
  expect(previewed).not.toContain("{{")

  // Changing it keeps every word, too.
  await page.getByRole("button", { name: "Cambiar" }).click()
  await expect(page.locator("#letter-own")).toHaveValue(own)
  await page.getByRole("button", { name: "Ver cómo queda" }).last().click()
  await page.getByRole("button", { name: "Enviar mi carta" }).click()
  await expect(page.locator("h1")).toHaveText("Confirma tu correo para enviar tu carta")
  expect(lettersTo()).toHaveLength(0)

  const message = await mailTo(smtp, email)
  expect(message.subject).toBe("Confirma tu mensaje")
  const link = pathIn(message.text, "confirm")
  for (let times = 0; times < 3; times++) await page.goto(link)
  await expect(page.locator(".letter-text")).toHaveText(previewed, { useInnerText: false })
  expect(lettersTo()).toHaveLength(0)
  await page.getByRole("button", { name: "Enviar mi carta" }).click()
  await expect(page.locator("h1")).toHaveText("Tu carta está en camino")

  const letter = await mailTo(smtp, OFFICE)
  const text = (letter.text ?? "").replaceAll("\r\n", "\n")
  const t = translator("es", "letterMail")
  expect(text).toBe(`${previewed}\n\n${t("sentThrough", { siteName: "Project SAFE" })} ${t("noAddress")}\n`)
  expect(letter.subject).toBe(subject)
  expect(letter.from?.value).toEqual([{ name: "Ana María a través de Project SAFE", address: "letters@localhost" }])
  expect(letter.replyTo).toBeUndefined()
  expect(letter.html).toBe(false)
  expect(letter.attachments).toEqual([])
  expect(text).not.toMatch(/https?:|www\./)
  expect(lettersTo()[0]?.raw).not.toContain(email)

  // The status page tells that it was taken, and its writer gets a copy.
  await page.getByRole("link", { name: "Ver cómo va tu carta" }).click()
  await expect
    .poll(async () => (await page.reload(), page.locator(".notice-head").first().innerText()))
    .toContain("El servidor de correo de Amnesty International aceptó tu carta")
  expect((await mailTo(smtp, email)).subject).toBe("Tu mensaje se ha enviado")

  // The browser has confirmed the address in this campaign; a second letter of the same person is refused plainly.
  await page.goto(`/es/c/${SLUG}/letter?sample=health`)
  await page.fill("#letter-own", "Una frase mía.")
  await page.fill("#letter-name", "Ana María")
  await page.fill("#letter-email", email)
  await page.check("#letter-consent")
  await page.getByRole("button", { name: "Ver cómo queda" }).last().click()
  await page.getByRole("button", { name: "Enviar mi carta" }).click()
  await expect(page.locator(".summary")).toContainText("Ya has enviado una carta en esta campaña.")
  expect(lettersTo()).toHaveLength(1)
  await context.close()
})

test("who has confirmed a signature in this browser does not confirm the letter once more", async ({ browser }) => {
  test.slow()
  const context = await browser.newContext({ baseURL: site.url })
  const page = await context.newPage()
  const email = newAddress()
  await page.goto(`/c/${SLUG}/sign`)
  await page.fill("#sign-name", "Eva")
  await page.fill("#sign-email", email)
  await page.check("#sign-consent")
  await page.locator("#sign-form .button-primary").click()
  await page.waitForURL(/\/check$/)
  await page.goto(pathIn((await mailTo(smtp, email)).text, "confirm"))
  await page.getByRole("button", { name: "Confirm my signature" }).click()
  await page.waitForURL(/\/signed$/)

  const cookies = await context.cookies()
  const seen = cookies.find(({ name }) => name === "seen")
  expect(seen).toMatchObject({ expires: -1, httpOnly: true, sameSite: "Lax" })
  expect(seen?.value).toMatch(/^[\w-]{22}$/)

  await page.getByRole("link", { name: "Write a letter: about 2 minutes" }).click()
  // Given once is enough.
  await expect(page.locator("#letter-name")).toHaveValue("Eva")
  await expect(page.locator("#letter-email")).toHaveValue(email)
  await page.fill("#letter-own", "I have waited for this for years.")
  await page.check("#letter-consent")
  await page.locator("#letter-form .button-primary").click()
  const count = lettersTo().length
  await page.getByRole("button", { name: "Send my letter" }).click()
  await expect(page.locator("h1")).toHaveText("Your letter is on its way")
  await expect.poll(() => lettersTo().length).toBe(count + 1)

  // The receipt of the signature shows the letter, too.
  await page.goto(pathIn((await mailTo(smtp, email)).text, "r"))
  await expect(page.locator(".letter-status")).toContainText("I have waited for this for years.")
  await context.close()
})
