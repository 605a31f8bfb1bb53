import { expect, test } from "#tests/support/browser"

test("opens the first page in the language of the address", { tag: "@everywhere" }, async ({ page, at, language }) => {
  const answer = await page.goto(at("/"))

  expect(answer?.status()).toBe(200)
  await expect(page.locator("html")).toHaveAttribute("lang", new RegExp(`^${language}`))
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible()
})
