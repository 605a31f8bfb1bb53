import { expect, test } from "@playwright/test"
import { SLUG } from "./look-steps.ts"

test("the error summary takes the focus, its links lead to the fields, and errors leave once they are right", async ({
  page,
}) => {
  await page.goto(`/c/${SLUG}`)
  await page.getByRole("button", { name: "Sign", exact: true }).click()
  await expect(page).toHaveTitle(/^Error: Sign – /)
  await expect(page.locator(".summary")).toBeFocused()
  await page.getByRole("link", { name: "Enter a name. It can be any name you use." }).click()
  const name = page.locator("#sign-name")
  await expect(name).toBeFocused()
  await expect(name).toHaveAttribute("aria-invalid", "true")
  await name.fill("Ana")
  await expect(page.locator("#sign-name-error")).toHaveCount(0)
  await expect(name).not.toHaveAttribute("aria-invalid")
})

test("a slip in an address is questioned on leaving the field, and never blocks", async ({ page }) => {
  await page.goto(`/c/${SLUG}`)
  const email = page.locator("#sign-email")
  await email.fill("ana@gmial.com")
  await email.blur()
  await page.getByRole("button", { name: "Use it" }).click()
  await expect(email).toHaveValue("ana@gmail.com")
  await email.fill("ana@mailbox.org")
  await email.blur()
  await expect(page.locator(".typo")).toBeEmpty()
})

test("words survive a change of language from the header and the footer", async ({ page }) => {
  await page.goto(`/c/${SLUG}`)
  await page.fill("#sign-name", "Ana")
  await page.locator(".languages summary").click()
  await page.locator(".languages").getByRole("link", { name: "Español" }).click()
  await expect(page.locator("html")).toHaveAttribute("lang", "es")
  await expect(page.locator("#sign-name")).toHaveValue("Ana")
  await page.locator(".footer").getByRole("button", { name: "Русский" }).click()
  await expect(page.locator("html")).toHaveAttribute("lang", "ru")
  await expect(page.locator("#sign-name")).toHaveValue("Ana")
})

test("pressing twice sends once, and brings a key of its own", async ({ page }) => {
  await page.goto(`/c/${SLUG}`)
  const posts: string[] = []
  await page.route("**/signatures", async (route) => {
    posts.push(route.request().postData() ?? "")
    await new Promise((resolve) => setTimeout(resolve, 600))
    await route.fulfill({ status: 204 })
  })
  const button = page.locator("#sign-form .button-primary")
  await button.click({ noWaitAfter: true })
  await page.keyboard.press("Enter")
  await expect(button).toHaveText("Sign…")
  await expect.poll(() => posts.length).toBe(1)
  expect(posts[0]).toMatch(/key=[0-9a-f-]{36}/)
})

test("Shift, pressed three times, leaves; capital letters do not", async ({ page }) => {
  await page.route("**/exit", (route) => route.fulfill({ contentType: "text/html", body: "<title>Away</title>" }))
  await page.goto(`/c/${SLUG}`)
  await page.goto("/safety")
  await page.keyboard.type("ABC")
  await expect(page.locator(".leave-dots")).toBeHidden()
  await page.keyboard.press("Shift")
  await expect(page.locator("quick-exit [role=status]")).toHaveText("Leaving soon: press Shift 2 more times")
  await page.keyboard.press("Shift")
  await page.keyboard.press("Shift")
  await expect(page).toHaveTitle("Away")
  await page.goBack()
  await expect(page).toHaveURL(new RegExp(`/c/${SLUG}$`))
})

test("the way out is a plain link without scripts", { tag: "@noscript" }, async ({ page }) => {
  await page.goto("/safety")
  await expect(page.locator(".header .leave")).toHaveAttribute("href", "/exit")
  await expect(page.locator(".leave-dots")).toBeHidden()
})

test("copying says so", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"])
  await page.goto(`/c/${SLUG}/share`)
  await page.getByRole("button", { name: "Copy", exact: true }).click()
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(`/c/${SLUG}`)
})
