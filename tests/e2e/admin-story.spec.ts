import type { Page } from "@playwright/test"
import { expect, test } from "#tests/support/admin-site"
import { mailTo, tokenIn, Visitor } from "#tests/support/visitor"
import { readPdf } from "#tests/unit/letters/read-pdf"

// From the printed link (which the site's fixture follows) to the results that everybody can read.
test.describe.configure({ timeout: 150_000 })

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click()
const follow = (page: Page, name: string) => page.getByRole("link", { name, exact: true }).click()
const saved = (page: Page) => expect(page.getByRole("status").getByText("Saved.")).toBeVisible()

/** Starts a campaign in English and adds Spanish. Ends on the campaign's overview. @returns its address in the area. */
async function writeCampaign(organiser: Page, url: string, slug: string): Promise<string> {
  await organiser.goto(`${url}/admin/campaigns`)
  await follow(organiser, "Start a campaign")
  await organiser.getByLabel("Short title").fill("Autumn")
  await organiser.getByLabel("Address").fill(slug)
  await organiser.getByLabel("Title", { exact: true }).fill("Vote yes in autumn")
  await organiser.getByLabel("What you ask, in one sentence").fill("We ask the council to vote yes.")
  await press(organiser, "Start")
  await organiser.getByLabel("Addressed to").fill("The council")
  await organiser.getByLabel("Started by").fill("A sample group")
  await organiser.getByLabel("Petition text").fill("Dear council,\n\nplease vote **yes**.")
  await press(organiser, "Save")
  await saved(organiser)
  await follow(organiser, "Add Español")
  await organiser.getByLabel("Short title").fill("Otoño")
  await organiser.getByLabel("Title", { exact: true }).fill("Voten sí en otoño")
  await organiser.getByLabel("What you ask, in one sentence").fill("Pedimos al consejo que vote sí.")
  await organiser.getByLabel("Addressed to").fill("El consejo")
  await organiser.getByLabel("Started by").fill("Un grupo")
  await organiser.getByLabel("Petition text").fill("Por favor, voten **sí**.")
  await organiser.getByLabel("A native speaker has read this text").check()
  await press(organiser, "Save")
  await saved(organiser)
  await follow(organiser, "Overview")
  return organiser.url().replace(/\?.*$/, "")
}

/** Signs and confirms, as a browser without scripts does. */
async function sign(url: string, slug: string, name: string, more: Record<string, string>): Promise<void> {
  const visitor = new Visitor(url)
  const email = `${slug}-${name.toLowerCase()}@example.org`
  const posted = await visitor.post(`/c/${slug}/signatures`, { name, email, consent: "yes", locale: "en", ...more })
  expect(posted.headers.get("location")).toBe(`/c/${slug}/check`)
  await expect.poll(async () => (await mailTo(url, email)).length).toBeGreaterThan(0)
  const [mail] = await mailTo(url, email)
  const confirmed = await visitor.post(`/confirm/${tokenIn(mail!, "confirm")}`, { action: "confirm" })
  expect(confirmed.headers.get("location")).toBe(`/c/${slug}/signed`)
}

/** Waits until a page of the site shows something: pages are at most five seconds old. */
async function seen(page: Page, address: string, text: string | RegExp): Promise<void> {
  await expect(async () => {
    await page.goto(address)
    await expect(page.getByText(text).first()).toBeVisible({ timeout: 500 })
  }).toPass({ timeout: 15_000 })
}

async function download(page: Page, kind: "PDF" | "CSV"): Promise<Buffer> {
  const task = await page.getByRole("link", { name: `Download the ${kind}` }).getAttribute("href")
  const answer = await page.request.get(new URL(`${task}/file`, page.url()).href)
  expect(answer.status()).toBe(200)
  return answer.body()
}

test(
  "a campaign from its first word to its outcome",
  { tag: "@phone" },
  async ({ organiser, page, admin: { site } }, { project }) => {
    const { url } = site
    const slug = `autumn-${project.name}-${Date.now()}`
    const overview = await writeCampaign(organiser, url, slug)

    await press(organiser, "Open the campaign")
    await expect(organiser.getByText(/^Open · opened on/)).toBeVisible()
    await seen(page, `${url}/es/c/${slug}`, "Voten sí en otoño")

    // Six people sign; five show their names.
    const people = ["Ana", "Ben", "Cho", "Dia", "Eva"]
    for (const name of people) await sign(url, slug, name, { showName: "yes", country: "IE" })
    await sign(url, slug, "Hidden", {})
    await seen(page, `${url}/c/${slug}`, /6 people have signed/)

    // A comment waits, is read, and appears.
    await page.goto(`${url}/c/${slug}/comments`)
    const words = `The council listens to letters, and to us, said my neighbour in ${slug}.`
    await page.getByLabel("Comment", { exact: true }).fill(words)
    await page.getByLabel("Name", { exact: true }).fill("Ana")
    await page.getByLabel("E-mail", { exact: true }).fill(`${slug}-writer@example.org`)
    await press(page, "Post comment")
    const id = new URL(page.url()).hash.slice("#comment-".length)
    await organiser.goto(`${url}/admin/moderation?comment=${id}`)
    await organiser.getByRole("button", { name: /^Approve/ }).click()
    await expect(organiser.getByText("Published.")).toBeVisible()
    await seen(page, `${url}/c/${slug}/comments`, words)

    // News.
    await organiser.goto(overview)
    await follow(organiser, "Updates")
    await follow(organiser, "Write an update")
    await organiser.getByLabel("Title in English").fill("The council met")
    await organiser.getByLabel("Text in English").fill("It met on **Monday**.")
    await press(organiser, "Save")
    await saved(organiser)
    await follow(organiser, "Publish or send")
    await press(organiser, "Publish on the site only")
    await seen(page, `${url}/c/${slug}/updates`, "The council met")

    // Signing closes, and the names go to the council.
    await organiser.goto(overview)
    await press(organiser, "Close signing")
    await seen(page, `${url}/c/${slug}`, "Signing has closed")
    await organiser.goto(overview)
    await follow(organiser, "Delivery")
    await follow(organiser, "Build a hand-over")
    await press(organiser, "Show the preview")
    await organiser.getByLabel("What is it for?").fill("To hand over to the council")
    await press(organiser, "Build PDF and CSV")
    await expect(organiser.getByRole("heading", { name: "Record that it was handed over" })).toBeVisible({
      timeout: 60_000,
    })
    const csv = (await download(organiser, "CSV")).toString()
    const { text } = await readPdf(await download(organiser, "PDF"))
    for (const name of people) {
      expect(csv).toContain(name)
      expect(text).toContain(name)
    }
    expect(csv + text).not.toMatch(/Hidden|@example\.org/)
    await organiser.getByLabel("In person").check()
    await press(organiser, "Record the hand-over")
    await expect(organiser.getByText("The hand-over is recorded.")).toBeVisible()

    // What became of it.
    await organiser.goto(`${overview}/outcome`)
    await organiser.getByLabel("It succeeded", { exact: true }).check()
    await organiser.getByLabel("Day of the outcome").fill(new Date().toISOString().slice(0, 10))
    await organiser
      .getByLabel(/English/)
      .first()
      .fill("The council voted yes.")
    await organiser.getByLabel("Source", { exact: true }).fill("Minutes of the council")
    await organiser.getByLabel("These facts are checked").check()
    await press(organiser, "Save")
    await saved(organiser)
    await organiser.goto(overview)
    await press(organiser, "Publish the outcome")
    await seen(page, `${url}/c/${slug}`, "This campaign has ended, and it succeeded. The council voted yes.")

    await page.goto(`${url}/c/${slug}/results`)
    await expect(page.locator("main")).toContainText("6")
    await expect(page.locator(".cards")).toContainText("in person")
    await expect(page.locator(".cards")).toContainText("6 signatures, 5 of them with a name")
  },
)
