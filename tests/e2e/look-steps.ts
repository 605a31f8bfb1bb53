import { expect, type Page } from "@playwright/test"

export const SLUG = "amnesty-2015"

/** Every kind of public page that opens without having done something before. */
export const PUBLIC_PATHS = [
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

let made = 0

/** An address that no other test uses. */
function newAddress(): string {
  made += 1
  return `look-${process.pid}-${Date.now()}-${made}@example.org`
}

/** Fills in the sign form and sends it; ends on the check page. @returns the address. */
export async function signAs(page: Page, { showName = false } = {}): Promise<string> {
  const email = newAddress()
  await page.goto(`/c/${SLUG}/sign`)
  await page.fill("#sign-name", "Ana")
  await page.fill("#sign-email", email)
  await page.check("#sign-consent")
  const more = page.locator("#sign details")
  if (!(await more.evaluate((element: HTMLDetailsElement) => element.open))) await more.locator("summary").click()
  await page.fill("#sign-reason", "")
  await page.setChecked("#sign-showName", showName)
  await page.locator("#sign-form .button-primary").click()
  await page.waitForURL(/\/check$/)
  return email
}

/** The link of the confirmation message, as soon as the message is in the mailbox of the demonstration. */
export async function confirmLink(page: Page, email: string): Promise<string> {
  let link = ""
  await expect
    .poll(async () => {
      const answer = await page.request.get(`/demo/outbox.json?limit=5&to=${encodeURIComponent(email)}`)
      const mail = (await answer.json()) as { text: string }[]
      link = /\/confirm\/[\w-]+/.exec(mail[0]?.text ?? "")?.[0] ?? ""
      return link
    })
    .not.toBe("")
  return link
}
