import type { Page } from "@playwright/test"
import pg from "pg"
import { type CommentSite, expect, letUndoTimePass, test } from "#tests/support/comment-site"
import { databaseUrlOf } from "#tests/support/site-database"

const THREAD = "/c/amnesty-2015/comments"
const ITEMS = 20
const nameOf = (number: number) => `Writer ${String(number).padStart(2, "0")}`

async function ask<Row extends pg.QueryResultRow>({ site }: CommentSite, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databaseUrlOf(site) })
  await client.connect()
  const { rows } = await client.query<Row>(text)
  await client.end()
  return rows
}

/** Empties the queue and fills it with comments of as many people. @returns their public ids. */
async function fill(comments: CommentSite): Promise<string[]> {
  await ask(comments, 'update "Screening" set "waitingSince" = null')
  const ids: string[] = []
  for (let number = 1; number <= ITEMS; number++) {
    const email = `keys-${process.pid}-${Date.now()}-${number}@example.org`
    const body = `What person number ${number} of ${Date.now()} thinks about the law, said in a sentence of its own.`
    const answer = await fetch(comments.site.url + THREAD, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: nameOf(number), email, body }),
    })
    expect(answer.status).toBe(202)
    ids.push(((await answer.json()) as { id: string }).id)
  }
  return ids
}

/** A moderator who has a keyboard and nothing else. */
class Typist {
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }

  /** The next text is there, it has the focus, and its keys work. */
  async reads(number: number): Promise<void> {
    await expect(this.page.locator("article.item .item-name")).toHaveText(nameOf(number))
    await expect(this.page.locator("#queue-keys")).toBeVisible()
    await this.hasFocusOn("article.item")
  }

  async hasFocusOn(selector: string): Promise<void> {
    await expect(this.page.locator(`${selector}:focus`)).toHaveCount(1)
  }

  /** What a screen reader says by itself, without leaving what it reads. */
  async hears(words: string): Promise<void> {
    await expect(this.page.locator(".queue-keys [role=status]")).toHaveText(words)
  }

  async types(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key)
  }
}

test.describe.configure({ timeout: 90_000 })

test("twenty texts are decided with the keyboard alone, and the focus is never lost", async ({
  moderator,
  comments,
}) => {
  const ids = await fill(comments)
  const typist = new Typist(moderator)
  await moderator.goto(`${comments.site.url}/admin/moderation`)
  await expect(moderator.locator("#queue-keys")).toBeVisible()
  const begin = Date.now()

  for (let number = 1; number <= 6; number++) {
    await typist.types("a")
    await typist.reads(number + 1)
    await typist.hears(`Published. ${ITEMS - number} items wait`)
  }
  for (let number = 7; number <= 9; number++) {
    await typist.types("S")
    await typist.reads(number + 1)
    await typist.hears(`Moved to spam. ${ITEMS - number} items wait`)
  }

  // A reason is chosen in its list, where letters choose and decide nothing.
  await typist.types("Tab", "Tab", "Tab", "Tab", "Tab")
  await typist.hasFocusOn("select#refusal")
  await typist.types("a", "s", "r", "j", "z", "Home")
  const first = await moderator.locator("#refusal option").first().getAttribute("value")
  await expect(moderator.locator("#refusal")).toHaveValue(first!)
  await typist.types("Shift+Tab", "r")
  await typist.reads(11)
  await typist.hears("Not published, or taken off. 10 items wait")
  await typist.types("r")
  await typist.reads(12)

  // One is passed over; what follows goes on behind it.
  await typist.types("j")
  await typist.reads(13)
  await typist.types("a")
  await typist.reads(14)
  await typist.types("a")
  await typist.reads(15)

  // One is taken back within the half minute, and decided otherwise.
  await typist.types("z")
  await typist.reads(14)
  await typist.hears("Taken back. It waits again. 8 items wait")
  await typist.types("s")
  await typist.reads(12)
  for (let number = 12; number <= 20; number++) {
    if (number === 13 || number === 14) continue
    await typist.types("a")
    if (number < 20) await typist.reads(number === 12 ? 15 : number + 1)
  }
  await typist.hasFocusOn("main p")
  await expect(moderator.getByText("Nothing waits for a decision. Well done.")).toBeVisible()
  await typist.hears("Published. Nothing waits")

  // The last one can be taken back from the empty page, too; and a half minute later no longer.
  await typist.types("z")
  await typist.reads(20)
  await typist.types("a")
  await expect(moderator.getByText("Nothing waits for a decision. Well done.")).toBeVisible()
  await expect(moderator.locator("#queue-keys")).toBeVisible()
  expect(Date.now() - begin).toBeLessThan(120_000)
  await letUndoTimePass(comments)
  await ask(comments, "select pg_notify('moderation_due', '')")
  await expect
    .poll(() => ask(comments, 'select from "Decision" where "settleAt" is not null').then((rows) => rows.length))
    .toBe(0)
  await typist.types("z")
  await typist.hears("Too late to undo. You can decide again. Nothing waits")

  const states = await ask<{ id: string; state: string; refusal: string | null }>(
    comments,
    `select "publicId" as id, state::text, refusal from "Comment" where "publicId" in ('${ids.join("','")}')`,
  )
  const stateOf = (number: number) => states.find(({ id }) => id === ids[number - 1])
  const inState = (state: string) => states.filter((one) => one.state === state).length
  expect([inState("VISIBLE"), inState("SPAM"), inState("REJECTED")]).toEqual([14, 4, 2])
  expect(stateOf(10)?.refusal).toBe(first)
  expect(stateOf(11)?.refusal).toBe("other")
  expect(stateOf(14)?.state).toBe("SPAM")
})

test("the keys can be switched off, and stay off", async ({ moderator, comments }) => {
  await fill(comments)
  const typist = new Typist(moderator)
  await moderator.goto(`${comments.site.url}/admin/moderation`)
  await moderator.locator("#queue-keys").focus()
  await typist.types("Space", "a", "j")
  await moderator.reload()
  await expect(moderator.locator("#queue-keys")).not.toBeChecked()
  await typist.types("a", "s", "r", "j")
  await moderator.locator("#queue-keys").focus()
  // With a modifier a key means the browser, and a key that is held down means itself once.
  await typist.types("Space", "Control+a")
  await expect(moderator.locator("article.item .item-name")).toHaveText(nameOf(1))
  await moderator.keyboard.down("a")
  await moderator.keyboard.down("a")
  await moderator.keyboard.up("a")
  await typist.reads(2)
})
