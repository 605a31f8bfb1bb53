import { expect, type Page } from "@playwright/test"

/** Goes through the first run by the printed link, in English: skips what can be skipped, and ends on the first page of the area. */
export async function setUpSite(
  page: Page,
  link: string,
  { name = "Olga", email = "owner@example.org" } = {},
): Promise<void> {
  await page.goto(link)
  await page.getByRole("button", { name: "Skip this step" }).click()
  await page.getByLabel("Your name").fill(name)
  await page.getByLabel("E-mail").fill(email)
  await page.getByRole("button", { name: "Become the owner" }).click()
  for (const step of ["Mail", "Languages"]) {
    await expect(page.getByRole("heading", { level: 1 })).toContainText(step)
    await page.getByRole("button", { name: "Skip this step" }).click()
  }
  await page.getByRole("button", { name: "Start for real" }).click()
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Today")
}
