import type { Page } from "@playwright/test"
import { expect, test } from "#tests/support/admin-site"
import { mailTo, tokenIn } from "#tests/support/visitor"

test.describe.configure({ timeout: 90_000 })

const LOCKED =
  "People have signed this text. Fix a typing error (shown in the history) or publish a new version (old signatures keep the old text)."

async function save(page: Page, button = "Save"): Promise<void> {
  await page.getByRole("button", { name: button, exact: true }).click()
  await expect(page.getByRole("status").getByText("Saved.")).toBeVisible()
}

test(
  "a campaign in two languages: start, write, preview, open, sign, correct",
  { tag: "@noscript" },
  async ({ organiser, page, admin, javaScriptEnabled }) => {
    const { url } = admin.site
    const slug = `story-${Date.now()}`

    await organiser.goto(`${url}/admin/campaigns`)
    await organiser.getByRole("link", { name: "Start a campaign" }).click()
    await organiser.getByLabel("Short title").fill("Spring")
    await organiser.getByLabel("Address").fill("worker-rights")
    await organiser.getByLabel("What you ask, in one sentence").fill("We ask the council to vote yes.")
    await organiser.getByRole("button", { name: "Start" }).click()
    // The title is missing: everything else is still there, and the address is warned about.
    await expect(organiser.locator(".summary")).toContainText("Enter a title.")
    await expect(organiser.getByText("Words that tell what this is about: worker and rights.")).toBeVisible()
    await expect(organiser.getByLabel("Short title")).toHaveValue("Spring")
    await organiser.getByLabel("Address").fill(slug)
    await organiser.getByLabel("Title", { exact: true }).fill("Vote yes in spring")
    await organiser.getByRole("button", { name: "Start" }).click()

    await expect(organiser.getByRole("heading", { level: 1 })).toHaveText("Petition")
    await organiser.getByLabel("Addressed to").fill("The council")
    await organiser.getByLabel("Started by").fill("A sample group")
    const body = organiser.getByLabel("Petition text")
    await body.fill("Dear council,\n\nplease vote **yess**.")
    const beside = organiser.locator(".markdown-preview strong")
    if (javaScriptEnabled) {
      await expect(beside).toHaveText("yess")
      await expect(organiser.getByText("Kept as a draft for you.")).toBeVisible()
    } else {
      await organiser.getByRole("button", { name: "Preview", exact: true }).click()
      await expect(beside).toHaveText("yess")
    }
    await save(organiser)

    await organiser.getByRole("link", { name: "Add Español" }).click()
    await organiser.getByLabel("Short title").fill("Primavera")
    await organiser.getByLabel("Title", { exact: true }).fill("Voten sí en primavera")
    await organiser.getByLabel("What you ask, in one sentence").fill("Pedimos al consejo que vote sí.")
    await organiser.getByLabel("Addressed to").fill("El consejo")
    await organiser.getByLabel("Started by").fill("Un grupo")
    await organiser.getByLabel("Petition text").fill("Por favor, voten **sí**.")
    await organiser.getByLabel("A native speaker has read this text").check()
    await save(organiser)

    await organiser.getByRole("link", { name: "Overview" }).click()
    const overview = organiser.url()
    await organiser.getByRole("link", { name: "See the draft as visitors will" }).click()
    await expect(organiser.getByText("Preview. Only organisers can see this.")).toBeVisible()
    await expect(organiser.getByRole("heading", { level: 1 })).toHaveText("Vote yes in spring")
    await organiser.locator("#sign-name").fill("Nobody")
    await organiser.getByRole("button", { name: "Sign", exact: true }).click()
    await expect(organiser.getByText("This is a preview. Nothing was saved.")).toBeVisible()
    expect((await page.goto(`${url}/c/${slug}`))?.status()).toBe(404)

    await organiser.goto(overview)
    await organiser.getByRole("button", { name: "Open the campaign" }).click()
    await expect(organiser.getByText(/^Open · opened on/)).toBeVisible()
    await expect(async () => {
      expect((await page.goto(`${url}/es/c/${slug}`))?.status()).toBe(200)
    }).toPass({ timeout: 10_000 })
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Voten sí en primavera")

    await page.goto(`${url}/c/${slug}`)
    await page.locator("#sign-name").fill("Ana")
    await page.locator("#sign-email").fill(`${slug}@example.org`)
    await page.locator("#sign-consent").check()
    await page.getByRole("button", { name: "Sign", exact: true }).click()
    await page.waitForURL(/\/check$/)
    await expect.poll(async () => (await mailTo(url, `${slug}@example.org`)).length).toBeGreaterThan(0)
    const [mail] = await mailTo(url, `${slug}@example.org`)
    await page.goto(`${url}/confirm/${tokenIn(mail!, "confirm")}`)
    await page.getByRole("button", { name: "Confirm my signature" }).click()
    await page.waitForURL(/\/signed$/)

    await organiser.getByRole("link", { name: "Petition", exact: true }).click()
    await expect(organiser.getByText(LOCKED)).toBeVisible()
    await body.fill("Dear council,\n\nplease vote **yes**.")
    await organiser.getByRole("button", { name: "Save what is not locked" }).click()
    await expect(organiser.locator(".summary")).toContainText("People have signed this text.")
    await save(organiser, "Fix a typing error")
    await expect(async () => {
      await page.goto(`${url}/c/${slug}`)
      await expect(page.getByText("Changes of this text")).toBeVisible({ timeout: 500 })
    }).toPass({ timeout: 10_000 })
    await page.getByText("Changes of this text").click()
    await expect(page.locator("del")).toContainText("yess")
    await expect(page.locator("ins")).toContainText("yes")
  },
)
