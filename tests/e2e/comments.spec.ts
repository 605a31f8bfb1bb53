import type { Page } from "@playwright/test"
import { type CommentSite, expect, letUndoTimePass, test } from "#tests/support/comment-site"
import { mailTo } from "#tests/support/visitor"
import { FAKE_PROVIDERS, type FakeProvider } from "#tests/support/fake-oauth-people"

const THREAD = "/c/amnesty-2015/comments"
const NAMES: Record<FakeProvider, string> = {
  google: "Google",
  twitter: "Twitter (X)",
  facebook: "Facebook",
  wordpress: "WordPress.com",
}

let made = 0
const words = (what: string) => `A ${what} of story ${process.pid}-${Date.now()}-${++made}, in words of its own.`
const newAddress = () => `comment-${process.pid}-${Date.now()}-${++made}@example.org`

const held = "Thank you. Your comment will appear after we have read it, usually within a day."
const body = (page: Page) => page.getByLabel("Comment", { exact: true })

async function post(page: Page, text: string, email = newAddress(), name = "Ana"): Promise<string> {
  await body(page).fill(text)
  await page.getByLabel("Name", { exact: true }).fill(name)
  await page.getByLabel("E-mail", { exact: true }).fill(email)
  await page.getByRole("button", { name: "Post comment" }).click()
  await expect(page).toHaveURL(/#comment-[a-z0-9]{12}$/)
  return new URL(page.url()).hash.slice("#comment-".length)
}

/** Opens the text in the queue and presses a button. */
async function decide(moderator: Page, { site }: CommentSite, id: string, button: RegExp): Promise<void> {
  await moderator.goto(`${site.url}/admin/moderation?comment=${id}`)
  await moderator.getByRole("button", { name: button }).click()
  await expect(moderator.getByRole("status").first()).toBeVisible()
}

test.describe.configure({ timeout: 60_000 })

test(
  "a guest's comment is held, read, visible, changed, read again and deleted",
  { tag: "@noscript" },
  async ({ page, another, moderator, comments }) => {
    const { url } = comments.site
    const text = words("first comment")
    await page.goto(`${url}/`)
    const id = await post(page, text)
    await expect(page.getByText(held)).toBeVisible()

    const reader = (await another()).page
    await reader.goto(url + THREAD)
    await expect(reader.getByText(text)).toHaveCount(0)

    await moderator.goto(`${url}/admin/moderation?comment=${id}`)
    await expect(moderator.getByText("first comment of this writer")).toBeVisible()
    await moderator.getByRole("button", { name: /^Approve/ }).click()
    await expect(moderator.getByText("Published.")).toBeVisible()
    await expect(async () => {
      await reader.goto(`${url}${THREAD}?at=${id}`)
      await expect(reader.getByText(text)).toBeVisible({ timeout: 500 })
    }).toPass({ timeout: 10_000 })

    await page.goto(`${url}${THREAD}?at=${id}`)
    await expect(page.getByText("Your comment is posted. You can change it for 10 minutes.")).toBeVisible()
    await page.locator(`#comment-${id}`).getByRole("link", { name: "Change" }).click()
    const better = words("better text")
    await body(page).fill(better)
    await page.getByRole("button", { name: "Save" }).click()
    await expect(page.getByText(held)).toBeVisible()
    await decide(moderator, comments, id, /^Approve/)
    await expect(async () => {
      await reader.goto(`${url}${THREAD}?at=${id}`)
      await expect(reader.getByText(better)).toBeVisible({ timeout: 500 })
    }).toPass({ timeout: 10_000 })

    await page.goto(`${url}${THREAD}/${id}`)
    await page.getByRole("button", { name: "Delete my comment" }).click()
    await expect(page.getByText("Your comment is deleted.")).toBeVisible()
    await reader.goto(`${url}${THREAD}?at=${id}`)
    await expect(reader.getByText(better)).toHaveCount(0)
  },
)

test(
  "a known guest appears at once after confirming the address, and hears of replies until one press stops them",
  { tag: "@noscript" },
  async ({ page, another, moderator, comments }) => {
    const { url } = comments.site
    const email = newAddress()
    await page.goto(url + THREAD)
    await page.getByLabel("E-mail me when someone replies").check()
    const id = await post(page, words("comment that asks"), email)
    await decide(moderator, comments, id, /^Approve/)
    // Mail leaves when the decision can no longer be undone.
    await letUndoTimePass(comments)
    await expect.poll(async () => (await mailTo(url, email)).length, { timeout: 50_000 }).toBe(1)
    const [told] = await mailTo(url, email)
    expect(told!.subject).toBe("Your comment")
    await page.goto(/http\S+\/confirm\/\S+/.exec(told!.text)![0])
    await page.getByRole("button", { name: "Confirm my address" }).click()
    await expect(page.getByText("Thank you. Your address is confirmed.")).toBeVisible()

    await page.goto(url + THREAD)
    const second = words("second comment")
    await body(page).fill(second)
    await page.getByRole("button", { name: "Post comment" }).click()
    await expect(page.getByText("Your comment is posted. You can change it for 10 minutes.")).toBeVisible()

    const other = (await another()).page
    await other.goto(`${url}${THREAD}?reply=${id}#comment-form`)
    await expect(other.getByText("Replying to Ana")).toBeVisible()
    const reply = await post(other, words("reply"), newAddress(), "Sam")
    await decide(moderator, comments, reply, /^Approve/)
    await letUndoTimePass(comments)
    await expect.poll(async () => (await mailTo(url, email)).length, { timeout: 50_000 }).toBe(2)
    const [replied] = await mailTo(url, email)
    expect(replied!.subject).toBe("Someone replied")
    expect(replied!.text).toContain(`${url}${THREAD}?at=${reply}#comment-${reply}`)
    await other.goto(/http\S+\/unsubscribe\/\S+/.exec(replied!.text)![0])
    await other.getByRole("button", { name: "Stop these messages" }).click()
    await expect(other.getByRole("heading", { level: 1 })).toHaveText("Done")
  },
)

test(
  "errors come back with every word, in the language of the page",
  { tag: "@noscript" },
  async ({ page, comments }) => {
    const { url } = comments.site
    await page.goto(`${url}/es${THREAD}`)
    await page.getByLabel("Comentario", { exact: true }).fill("x".repeat(3_010))
    await page.getByLabel("Sitio web (opcional)").fill("javascript:alert(1)")
    await page.getByRole("button", { name: "Publicar comentario" }).click()
    await expect(page).toHaveTitle(/^Error/)
    const summary = page.locator(".summary")
    await expect(summary).toContainText("Tu comentario tiene 10 caracteres de más")
    await expect(summary).toContainText("https://example.org")
    await expect(page.getByLabel("Comentario", { exact: true })).toHaveValue("x".repeat(3_010))
    await expect(page.getByLabel("Sitio web (opcional)")).toHaveValue("javascript:alert(1)")
    await page.getByRole("button", { name: "Français" }).click()
    await expect(page).toHaveURL(/\/fr\/c\//)
    await expect(page.getByLabel("Commentaire", { exact: true })).toHaveValue("x".repeat(3_010))
  },
)

for (const provider of FAKE_PROVIDERS) {
  const name = NAMES[provider]
  const other: FakeProvider = provider === "wordpress" ? "google" : "wordpress"

  test(
    `${name}: write, log in, come back with the words, post, change to another company, log out`,
    { tag: "@noscript" },
    async ({ page, comments }) => {
      const { url } = comments.site
      comments.oauth.reset()
      const text = words(`comment by ${name}`)
      await page.goto(url + THREAD)
      await body(page).fill(text)
      await page.getByRole("button", { name, exact: true }).click()
      // The page "Connecting to …" leads on by itself.
      await page.getByRole("button", { name: "Allow" }).click()

      await expect(body(page)).toHaveValue(text)
      await expect(page).toHaveURL(/#comment-form$/)
      const line = page.getByText(`You are commenting using your ${name} account as Robin Example.`)
      await expect(line).toBeVisible()
      await expect(page.getByLabel("E-mail", { exact: true })).toHaveCount(0)
      await page.getByRole("button", { name: "Post comment" }).click()
      await expect(page.getByText(held)).toBeVisible()

      const more = words("text that is kept")
      await body(page).fill(more)
      await page.getByRole("button", { name: "Change", exact: true }).click()
      await expect(body(page)).toHaveValue(more)
      await expect(page.getByLabel("E-mail", { exact: true })).toBeVisible()
      await page.getByRole("button", { name: NAMES[other], exact: true }).click()
      await page.getByRole("button", { name: "Allow" }).click()
      await expect(page.getByText(`You are commenting using your ${NAMES[other]} account`)).toBeVisible()
      await expect(body(page)).toHaveValue(more)

      await page.getByRole("button", { name: "Log out" }).click()
      await expect(page.getByLabel("E-mail", { exact: true })).toBeVisible()
      await expect(body(page)).toHaveValue(more)
      expect((await page.context().cookies(url)).map(({ name }) => name)).toEqual(["form"])
      expect(comments.oauth.refused).toEqual([])
      expect(comments.oauth.pictureRequests()).toBe(0)
    },
  )

  test(
    `${name}: after Cancel the words are still there and a guest can post`,
    { tag: "@noscript" },
    async ({ page, comments }) => {
      const { url } = comments.site
      comments.oauth.reset()
      const text = words("comment that survives")
      await page.goto(url + THREAD)
      await body(page).fill(text)
      await page.getByRole("button", { name, exact: true }).click()
      await page.getByRole("button", { name: "Cancel" }).click()
      await expect(
        page.getByText(`${name} did not let us log you in. Comment as a guest or try again. Your text is still here.`),
      ).toBeVisible()
      await expect(body(page)).toHaveValue(text)
      await post(page, text)
      await expect(page.getByText(held)).toBeVisible()
    },
  )
}

test("another name can be shown than the account's, and a company's fault leaves a usable form", async ({
  page,
  comments,
  moderator,
}) => {
  const { url } = comments.site
  const { oauth } = comments
  oauth.reset()
  oauth.set("google", { token: 500 })
  await page.goto(url + THREAD)
  await body(page).fill(words("first try"))
  await page.getByRole("button", { name: "Google", exact: true }).click()
  await page.getByRole("button", { name: "Allow" }).click()
  await expect(page.getByText("Google did not let us log you in.")).toBeVisible()

  oauth.reset()
  await page.getByRole("button", { name: "Google", exact: true }).click()
  await page.getByRole("button", { name: "Allow" }).click()
  const text = words("comment under another name")
  await body(page).fill(text)
  await page.getByLabel("another name").check()
  await page.getByLabel("Name to show").fill("Night Owl")
  await page.getByRole("button", { name: "Post comment" }).click()
  const id = new URL(page.url()).hash.slice("#comment-".length)
  await moderator.goto(`${url}/admin/moderation?comment=${id}`)
  await expect(moderator.getByText("Night Owl").first()).toBeVisible()
  expect(await moderator.content()).not.toContain("Robin")
})
