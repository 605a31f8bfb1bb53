import { type AdminSite, expect, test } from "#tests/support/admin-site"
import { withClient } from "#tests/support/database"
import { databaseUrlOf } from "#tests/support/site-database"
import { mailTo, tokenIn } from "#tests/support/visitor"

const SLUG = "amnesty-2015"
const OFFICE = "office@target.example"

test.describe.configure({ timeout: 90_000 })

async function postJson(url: string, body: unknown): Promise<unknown> {
  const headers = { "content-type": "application/json" }
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) })
  expect(answer.ok, url).toBe(true)
  return answer.json()
}

/** A letter that its writer has written and confirmed, as programs do it. */
async function writeLetter({ site: { url } }: AdminSite): Promise<string> {
  const name = `Ana ${Date.now()}`
  const email = `writer-${process.pid}-${Date.now()}@example.org`
  const body = `Dear Director,\n\nplease keep to the draft, because people here have waited for it long enough.\n\nYours,\n${name}`
  await postJson(`${url}/c/${SLUG}/letters`, { subject: "The draft", body, name, email, consent: "yes" })
  await expect.poll(async () => (await mailTo(url, email)).length).toBeGreaterThan(0)
  const [mail] = await mailTo(url, email)
  expect(await postJson(`${url}/confirm/${tokenIn(mail!, "confirm")}`, { action: "confirm" })).toMatchObject({
    status: "held",
  })
  return name
}

/** The main campaign's letters. */
async function lettersOf(admin: AdminSite): Promise<string> {
  const rows = await withClient(databaseUrlOf(admin.site), async (client) =>
    client.query<{ id: string }>('select id from "Campaign" where "isMain"'),
  )
  return `${admin.site.url}/admin/campaigns/${rows.rows[0]!.id}/letters`
}

test("a line is set, a held letter is released by keyboard, and it arrives", async ({ organiser, admin }) => {
  await organiser.goto(await lettersOf(admin))
  await organiser.getByText("Address, caps and hours").click()
  await organiser.getByLabel("E-mail address of the office").fill(OFFICE)
  await organiser.getByLabel("Letters in an hour, at most").fill("many")
  await organiser.getByLabel("Only in the office's hours").uncheck()
  await organiser.getByRole("button", { name: "Save" }).first().click()
  await expect(organiser.locator(".summary")).toContainText("Enter a number from 1 to 100,000.")
  await expect(organiser.getByLabel("E-mail address of the office")).toHaveValue(OFFICE)
  await organiser.getByLabel("Letters in an hour, at most").fill("25")
  await organiser.getByRole("button", { name: "Save" }).first().click()
  await expect(organiser.getByRole("status").getByText("Saved.")).toBeVisible()
  await expect(organiser.getByText(`They go to ${OFFICE}.`)).toBeVisible()
  await expect(organiser.getByText("Tried: 0 in the last hour of 25")).toBeVisible()
  await organiser.getByLabel("Every letter").check()
  await organiser.getByRole("button", { name: "Save" }).last().click()
  await expect(organiser.getByRole("status").getByText("Saved.")).toBeVisible()

  const name = await writeLetter(admin)
  await organiser.reload()
  await organiser.getByRole("link", { name: "Read held letters" }).click()
  await expect(organiser.locator("article.item")).toContainText(name)
  await expect(organiser.locator("article.item")).toContainText("The draft")
  await expect(organiser.locator("#queue-keys")).toBeVisible()
  await organiser.keyboard.press("a")
  await expect(organiser.getByText("It goes into the line in half a minute.").first()).toBeVisible()
  expect(await mailTo(admin.site.url, OFFICE)).toEqual([])
  await withClient(databaseUrlOf(admin.site), (client) => client.query('update "LetterDelivery" set "dueAt" = now()'))
  await expect.poll(async () => (await mailTo(admin.site.url, OFFICE)).length, { timeout: 15_000 }).toBe(1)
  const [letter] = await mailTo(admin.site.url, OFFICE)
  expect(letter).toMatchObject({ to: OFFICE, subject: "The draft" })
  expect(letter!.text).toContain(name)

  await organiser.goto(`${await lettersOf(admin)}/list/sent`)
  await expect(organiser.getByRole("row", { name })).toContainText("taken by the mail server")
  await organiser.getByRole("row", { name }).getByRole("button", { name: "It was answered" }).click()
  await expect(organiser.getByRole("row", { name })).toContainText("answered")
})

test(
  "a sample is changed: a field that nobody can fill is refused by name, and versions stay",
  { tag: ["@phone", "@noscript"] },
  async ({ organiser, admin }) => {
    await organiser.goto(`${await lettersOf(admin)}/templates/health?lang=en`)
    const body = organiser.getByLabel("Letter", { exact: true })
    const before = await body.inputValue()
    await body.fill(`Dear {{recipient_name}},\n\n{{nobody}}\n\n{{reason}}\n\n{{name}}`)
    await organiser.getByRole("button", { name: "Save as a new version" }).click()
    await expect(organiser.locator(".summary")).toContainText("Line 3: there is no field “nobody”.")
    await expect(body).toHaveValue(/\{\{nobody\}\}/)
    await body.fill(
      `Dear {{recipient_name}},\n\n${"A long sentence about the matter. ".repeat(120)}\n\n{{reason}}\n\n{{name}}`,
    )
    await organiser.getByRole("button", { name: "Save as a new version" }).click()
    await expect(organiser.getByRole("status").getByText("Saved.")).toBeVisible()
    await expect(organiser.getByText("With an own paragraph this takes more than one page.")).toBeVisible()
    await expect(organiser.getByText("A native speaker should read this before you publish.")).toBeVisible()
    await organiser.getByRole("button", { name: "A native speaker has read it" }).click()
    await expect(organiser.getByText("A native speaker should read this before you publish.")).toHaveCount(0)
    await body.fill(before)
    await organiser.getByRole("button", { name: "Save as a new version" }).click()
    await expect(organiser.getByRole("heading", { name: "Versions" })).toBeVisible()
  },
)
