import { readFileSync } from "node:fs"
import { extractText, getDocumentProxy } from "unpdf"
import { expect, test } from "#tests/support/browser"
import { fillWriter, keptMailTo, newAddress, pathIn, previewButton, SLUG } from "./letter-steps.ts"

const LETTER = `/c/${SLUG}/letter`

test(
  "a letter is written and confirmed without an address of the office: it is collected",
  { tag: "@noscript" },
  async ({ page }) => {
    await page.goto(`${LETTER}?sample=personal`)
    await expect(page.getByText("We collect letters and hand them over together.").first()).toBeVisible()
    await expect(page.getByText("You can send this under any name.")).toBeVisible()
    await page.fill("#letter-own", "I was told to be quiet. I am not.")
    const email = await fillWriter(page)
    await page.locator(previewButton).click()
    await page.getByRole("button", { name: "Send my letter" }).click()
    await expect(page.locator("h1")).toHaveText("Confirm your e-mail to send your letter")
    await expect(page.getByText(email)).toBeVisible()
    const mail = await keptMailTo(page, email)
    expect(mail.subject).toBe("Please confirm your message")
    await page.goto(pathIn(mail.text, "confirm"))
    await page.getByRole("button", { name: "Send my letter" }).click()
    await expect(page.locator("h1")).toHaveText("Your letter is on its way")
    await page.getByRole("link", { name: "See how your letter is doing" }).click()
    await expect(page.locator(".notice-head").last()).toHaveText(
      "Confirmed. We collect letters and hand them over together.",
    )

    // Taken back as easily as it was given.
    await page.locator("summary", { hasText: "Withdraw the letter" }).click()
    await page.getByRole("button", { name: "Withdraw the letter" }).click()
    await expect(page.locator("h1")).toHaveText("Your letter is withdrawn")
  },
)

test("every fault is named, and nothing that was typed is lost", { tag: "@noscript" }, async ({ page }) => {
  await page.goto(`${LETTER}?sample=organisation`)
  await page.fill("#letter-body", "")
  await page.fill("#letter-subject", "")
  await page.fill("#letter-own", "Ours, and only ours.")
  await page.locator(previewButton).click()
  for (const fault of [
    "Enter a subject.",
    "Write your letter before you preview it.",
    "Enter a name. It can be any name you use.",
    "Enter an e-mail address, so that you can confirm your letter.",
    "Tick the box to agree, or we may not use your details.",
  ])
    await expect(page.locator(".summary")).toContainText(fault)
  await expect(page.locator("#letter-own")).toHaveValue("Ours, and only ours.")

  await page.fill("#letter-subject", "{{organisation}} writes")
  await page.fill("#letter-body", `Dear {{nobody}},\n${"word ".repeat(1_003)}`)
  await fillWriter(page)
  await page.locator(previewButton).click()
  await expect(page.locator(".summary")).toContainText("Enter your organisation.")
  await expect(page.locator(".summary")).toContainText("A gap is not filled in: nobody.")
  await page.fill("#letter-body", `Dear you, ${"word ".repeat(1_003)}`)
  await page.fill("#letter-organisation", "The Group")
  await page.fill("#letter-role", "chair")
  await page.locator(previewButton).click()
  await expect(page.locator(".summary")).toContainText("Your letter is too long: 9 words over 1,000.")
})

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false })

  test("another sample keeps what was changed in a box of its own", async ({ page }) => {
    await page.goto(`${LETTER}?sample=health`)
    await page.fill("#letter-body", "My own beginning.")
    await page.getByLabel("Human rights").check()
    await page.getByRole("button", { name: "Show this sample" }).click()
    await expect(page.locator("#letter-body")).toHaveValue(/Rights that end at a person's job/)
    await expect(page.locator("#letter-earlier")).toHaveValue("My own beginning.")
    await page.getByLabel("Blank page").check()
    await page.getByRole("button", { name: "Show this sample" }).click()
    await expect(page.locator("#letter-body")).toHaveValue("")
    await expect(page.locator("#letter-earlier")).toHaveValue("My own beginning.")
  })
})

test("with the script a sample is shown at once, and asks before it replaces words of one's own", async ({ page }) => {
  await page.goto(`${LETTER}?sample=health`)
  await expect(page.getByRole("button", { name: "Show this sample" })).toBeHidden()
  await page.getByLabel("On behalf of an organisation").check()
  await expect(page.locator("#letter-body")).toHaveValue(/asks Amnesty International's International Council/)
  await expect(page.locator("#letter-organisation")).toBeVisible()
  await expect(page.locator(".letter-said")).toHaveText("Sample: On behalf of an organisation")
  await page.locator("#letter-body").press("End")
  await page.locator("#letter-body").pressSequentially(" And this is mine.")
  await page.getByLabel("Harm reduction").check()
  await page.getByRole("button", { name: "Keep mine" }).click()
  await expect(page.locator("#letter-body")).toHaveValue(/And this is mine\./)
  await page.getByLabel("Human rights").check()
  await page.getByRole("button", { name: "Replace", exact: true }).click()
  await expect(page.locator("#letter-body")).toHaveValue(/Rights that end at a person's job/)
  await expect(page.locator(".word-count")).toHaveText(/^1\d\d words$/)
  await page.fill("#letter-body", "one two three")
  await expect(page.locator(".word-count")).toHaveText("3 words")
})

test(
  "words survive a change of language, and an untouched sample changes with it",
  { tag: "@noscript" },
  async ({ page }) => {
    await page.goto(`${LETTER}?sample=health`)
    await page.fill("#letter-own", "Mine.")
    await page.locator(".footer").getByRole("button", { name: "Русский" }).click()
    await expect(page.locator("html")).toHaveAttribute("lang", "ru")
    await expect(page.locator("#letter-own")).toHaveValue("Mine.")
    await expect(page.locator("#letter-body")).toHaveValue(/Здоровье|здоров/)
    await page.fill("#letter-body", "Своё письмо.")
    await page.locator(".footer").getByRole("button", { name: "中文" }).click()
    await expect(page.locator("html")).toHaveAttribute("lang", "zh")
    await expect(page.locator("#letter-body")).toHaveValue("Своё письмо.")
  },
)

test("a letter is saved, opened by its link, and deleted", { tag: "@noscript" }, async ({ page }) => {
  await page.goto(`${LETTER}?sample=health`)
  const email = newAddress()
  await page.fill("#letter-own", "Half a thought")
  await page.getByRole("button", { name: "Save and send me a link" }).click()
  await expect(page.locator(".summary")).toContainText("Enter an e-mail address")
  await page.fill("#letter-email", email)
  await page.getByRole("button", { name: "Save and send me a link" }).click()
  await expect(page.locator(".notice-head").first()).toHaveText(/If that address can have a message today/)
  await expect(page.locator("#letter-own")).toHaveValue("Half a thought")

  const link = pathIn((await keptMailTo(page, email)).text, "d")
  await page.context().clearCookies()
  await page.goto(link)
  await expect(page.locator("#letter-own")).toHaveValue("Half a thought")
  await expect(page.locator("#letter-body")).toHaveValue(/Health is my reason/)
  await page.getByRole("button", { name: "Delete what I saved" }).click()
  await expect(page.locator("h1")).toHaveText("What you saved is deleted")
  await page.goto(link)
  await expect(page.locator("h1")).toHaveText("There is nothing behind this link")
})

test("a draft stays on the device only with consent, and leaves with the person", async ({ page }) => {
  await page.route("**/exit", (route) => route.fulfill({ contentType: "text/html", body: "<title>Away</title>" }))
  const stored = () => page.evaluate(() => sessionStorage.length + localStorage.length)
  await page.goto(LETTER)
  await page.fill("#letter-own", "Only on this page")
  expect(await stored()).toBe(0)
  await page.getByLabel("Keep a draft on this device").check()
  await page.fill("#letter-own", "Kept on this device")
  await page.goto(`/c/${SLUG}`)
  await page.goto(LETTER)
  await expect(page.locator("#letter-own")).toHaveValue("Kept on this device")
  await page.getByLabel("Keep a draft on this device").uncheck()
  expect(await stored()).toBe(0)
  await page.getByLabel("Keep a draft on this device").check()
  expect(await stored()).toBe(1)
  await page.locator(".leave").click()
  await expect(page).toHaveTitle("Away")
  await page.goto(LETTER)
  expect(await stored()).toBe(0)
  await expect(page.locator("#letter-own")).toHaveValue("")
})

test(
  "a letter of one's own is copied, printed or saved as PDF, and counts without being kept",
  { tag: "@noscript" },
  async ({ page }) => {
    await page.goto(`${LETTER}?sample=health`)
    await page.fill("#letter-own", "I saw it myself.")
    await page.fill("#letter-name", "Ana")
    await page.getByLabel("I send it from my own e-mail or print it.").check()
    await page.locator(previewButton).click()
    await expect(page.getByText("Your e-mail app keeps a copy in Sent.")).toBeVisible()
    await expect(page.getByRole("button", { name: "Send my letter" })).toHaveCount(0)
    await expect(page.locator("#letter-copy")).toHaveValue(/I saw it myself\./)
    for (const name of ["PDF for post (A4)", "PDF for post (US Letter)"]) {
      const waiting = page.waitForEvent("download")
      await page.getByRole("button", { name }).click()
      const download = await waiting
      expect(download.suggestedFilename()).toBe("letter.pdf")
      const pdf = await getDocumentProxy(new Uint8Array(readFileSync(await download.path())))
      expect(pdf.numPages).toBe(1)
      const { text } = await extractText(pdf, { mergePages: true })
      expect(text).toContain("I saw it myself.")
      expect(text).not.toMatch(/https?:|127\.0\.0\.1/)
    }
    await page.getByRole("button", { name: "I sent it" }).click()
    await expect(page.locator("h1")).toHaveText("Thank you. Your letter counts.")
  },
)

test("a preview says how much is the writer's own, and asks for a sentence", { tag: "@noscript" }, async ({ page }) => {
  await page.goto(`${LETTER}?sample=health`)
  await fillWriter(page)
  await page.locator(previewButton).click()
  await expect(page.getByText("These are the words of the sample.")).toBeVisible()
  await expect(page.getByText("One sentence of your own makes a big difference.")).toBeVisible()
  await expect(page.getByRole("button", { name: "Send without a personal paragraph" })).toBeVisible()
  await page.getByRole("button", { name: "Add a sentence of my own" }).click()
  await page.fill(
    "#letter-own",
    "Last winter a friend of mine was turned away at the clinic. Call me: +44 20 7946 0958.",
  )
  await page.locator(previewButton).click()
  await expect(page.getByText(/^1\d % of this letter is in your own words\.$/)).toBeVisible()
  await expect(page.getByText("looks like a phone number")).toBeVisible()
  await expect(page.getByRole("button", { name: "Send my letter" })).toBeVisible()
})

test("words of a letter are kept when the site is busy, also long ones in Cyrillic", async ({ page, request }) => {
  const body = "Уважаемый директор! ".repeat(300)
  const answer = await request.post(`/c/${SLUG}/letters`, {
    multipart: {
      step: "preview",
      subject: "Тема",
      body,
      own: body.slice(0, 4_000),
      name: "Анна",
      route: "self",
      locale: "ru",
    },
    maxRedirects: 0,
  })
  expect(answer.status()).toBe(303)
  expect(answer.headers().location).toBe(`/ru/c/${SLUG}/letter/preview`)
  await page.goto(LETTER)
})
