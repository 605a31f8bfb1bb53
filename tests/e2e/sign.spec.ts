import { expect, test } from "@playwright/test"
import { codeIn, mailTo, tokenIn, Visitor } from "#tests/support/visitor"

const CAMPAIGN = "/c/amnesty-2015"

let made = 0
const newAddress = () => `story-${process.pid}-${Date.now()}-${++made}@example.org`

async function mailFor(base: string, address: string, count = 1) {
  await expect.poll(async () => (await mailTo(base, address)).length).toBeGreaterThanOrEqual(count)
  return (await mailTo(base, address))[0]!
}

/** Four more people sign and confirm, so that numbers may be shown. */
async function fourMoreSign(base: string): Promise<void> {
  for (let count = 0; count < 4; count++) {
    const [visitor, email] = [new Visitor(base), newAddress()]
    await visitor.post(`${CAMPAIGN}/signatures`, { name: "Sample", email, consent: "yes" })
    await visitor.post(`/confirm/${tokenIn(await mailFor(base, email), "confirm")}`, { action: "confirm" })
  }
}

test(
  "reads, signs in Russian, confirms by the button, sees the receipt and withdraws",
  { tag: "@noscript" },
  async ({ page, baseURL }) => {
    const email = newAddress()
    await fourMoreSign(baseURL!)

    await page.goto("/ru")
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(/Найдётся ли у вас 2 минуты/)
    await page.getByRole("main").getByRole("link", { name: "Подписать петицию", exact: true }).last().click()
    await page.getByLabel("Ваше имя", { exact: true }).fill("Анна")
    await page.getByLabel("Электронная почта", { exact: true }).fill(email)
    await page.locator("input[name=consent]").check()
    await page.getByRole("button", { name: "Подписать", exact: true }).click()

    await expect(page).toHaveURL(/\/ru\/c\/amnesty-2015\/check$/)
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Проверьте почту")
    await expect(page.getByText(email)).toBeVisible()

    // The mailbox of the demonstration, as a person would look there.
    const mail = await mailFor(baseURL!, email)
    await page.goto("/demo/outbox")
    await page
      .getByRole("link", { name: `/ru/confirm/${tokenIn(mail, "confirm")}` })
      .first()
      .click()
    await expect(page.getByText("Анна")).toBeVisible()
    await page.getByRole("button", { name: "Подтвердить подпись" }).click()

    await expect(page).toHaveURL(/\/ru\/c\/amnesty-2015\/signed$/)
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Спасибо. Вы подписали.")
    await expect(page.getByRole("main")).toContainText(/[A-HJ-KM-NP-Z2-9]{4}-[A-HJ-KM-NP-Z2-9]{4}-[A-HJ-KM-NP-Z2-9]{4}/)
    const number = /Номер вашей подписи: (\d+)/.exec(await page.getByRole("main").innerText())?.[1]
    expect(Number(number)).toBeGreaterThanOrEqual(5)

    // The receipt of the message, and the way out.
    const receipt = await mailFor(baseURL!, email, 2)
    await page.goto(`/ru/r/${tokenIn(receipt, "r")}`)
    await expect(page.getByRole("main")).toContainText("Анна")
    await page.locator("summary", { hasText: "Отозвать" }).click()
    await page.getByRole("button", { name: "Отозвать", exact: true }).click()
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Подпись отозвана")
    await page.goto(`/ru/r/${tokenIn(receipt, "r")}`)
    await expect(page.getByRole("main")).not.toContainText("Анна")
  },
)

test(
  "confirms by the code on the page that asked, and not without its cookie",
  { tag: "@phone" },
  async ({ page, baseURL }) => {
    const email = newAddress()
    await page.goto(CAMPAIGN)
    await page.getByLabel("Your name", { exact: true }).fill("Ana")
    await page.getByLabel("E-mail", { exact: true }).fill(email)
    await page.locator("input[name=consent]").check()
    await page.getByRole("button", { name: "Sign", exact: true }).click()
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Check your e-mail")

    const code = codeIn(await mailFor(baseURL!, email))
    await new Visitor(baseURL!).post(`${CAMPAIGN}/code`, { code })
    await page.locator("input[name=code]").fill(code === "000000" ? "000001" : "000000")
    await page.getByRole("button", { name: "Confirm", exact: true }).click()
    await expect(page.getByRole("main")).toContainText("That code is not right. Look for the newest message.")
    await page.locator("input[name=code]").fill(code)
    await page.getByRole("button", { name: "Confirm", exact: true }).click()
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Thank you. You have signed.")

    // The code is shown again after a reload, but only here.
    const receiptCode = /[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(await page.getByRole("main").innerText())?.[0]
    expect(receiptCode).toBeTruthy()
    await page.reload()
    await expect(page.getByRole("main")).toContainText(receiptCode!)
    expect(await new Visitor(baseURL!).read(`${CAMPAIGN}/signed`)).not.toContain(receiptCode!)

    await page.goto("/r")
    await page.locator("input[name=code]").fill(receiptCode!.toLowerCase().replaceAll("-", " "))
    await page.getByRole("button", { name: "Open", exact: true }).click()
    await expect(page.getByRole("main")).toContainText("Ana")
  },
)

test("keeps every word through an error and a change of language", { tag: "@noscript" }, async ({ page }) => {
  await page.goto(`${CAMPAIGN}/sign`)
  await page.getByLabel("Your name", { exact: true }).fill("Ana O’Neill")
  await page.getByLabel("E-mail", { exact: true }).fill("ana(at)example.org")
  await page.getByRole("button", { name: "Sign", exact: true }).click()
  await expect(page).toHaveTitle(/^Error: /)
  await expect(page.getByRole("link", { name: "Enter an e-mail address in the form name@example.org." })).toBeVisible()
  await expect(page.getByRole("link", { name: "Tick the box to agree, or we may not use your details." })).toBeVisible()
  await expect(page.getByLabel("Your name", { exact: true })).toHaveValue("Ana O’Neill")

  await page.getByRole("contentinfo").getByRole("button", { name: "中文" }).click()
  await expect(page).toHaveURL(/\/zh\/c\/amnesty-2015\/sign/)
  await expect(page.locator("input[name=name]")).toHaveValue("Ana O’Neill")
  await expect(page.locator("input[name=email]")).toHaveValue("ana(at)example.org")
})

test(
  "sends again at most three times, with the same words for every address",
  { tag: "@noscript" },
  async ({ page, baseURL }) => {
    const email = newAddress()
    await page.goto(`${CAMPAIGN}/sign`)
    await page.getByLabel("Your name", { exact: true }).fill("Ana")
    await page.getByLabel("E-mail", { exact: true }).fill(email)
    await page.locator("input[name=consent]").check()
    await page.getByRole("button", { name: "Sign", exact: true }).click()
    await mailFor(baseURL!, email)
    for (let times = 0; times < 5; times++) {
      await page.getByRole("button", { name: "Send it again" }).click()
      await expect(page.getByRole("main")).toContainText("If that address needs a message, we have sent it again.")
    }
    expect((await mailTo(baseURL!, email)).length).toBeLessThanOrEqual(3)
  },
)
