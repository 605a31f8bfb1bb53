import { execFile } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { promisify } from "node:util"
import type { Page } from "@playwright/test"
import { expect, test } from "#tests/support/comment-site"
import type { TestSite } from "#tests/support/site"
import { databaseUrlOf } from "#tests/support/site-database"

const SLUG = "amnesty-2015"
const THREAD = `/c/${SLUG}/comments`

/** Publishes hostile comments past the form's limits. @returns ids of further ones that wait for a moderator. */
async function fill(site: TestSite): Promise<string[]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "./scripts/register.mjs", "tests/support/fill-hostile.ts", SLUG],
    {
      env: {
        ...process.env,
        DATABASE_URL: databaseUrlOf(site),
        APP_SECRET: readFileSync(join(site.dataDir, "secret"), "utf8").trim(),
        LEDGER_SEED: readFileSync(join(site.dataDir, "ledger-seed"), "utf8").trim(),
        LOG_LEVEL: "silent",
      },
    },
  )
  return JSON.parse(stdout.trim().split("\n").at(-1)!) as string[]
}

/** The kinds of elements that texts of people are shown with, by their attributes' names: markup in a text would add to them. */
const kindsIn = (page: Page, where: string) =>
  page.evaluate((selector) => {
    const all = [...document.querySelectorAll(`${selector} *`)]
    return [...new Set(all.map((one) => [one.localName, ...one.getAttributeNames().sort()].join(" ")))]
  }, where)

/** How many elements there are that load, run or send something, and of handlers. */
const activeOn = (page: Page) =>
  page.evaluate(() => {
    const all = [...document.body.querySelectorAll("*")]
    const active =
      /^(iframe|object|embed|base|svg|math|template|video|audio|img|details|style|frame|applet|meta|title)$/
    const found = all.map(({ localName }) => localName).filter((name) => active.test(name))
    const handlers = all.flatMap((one) => one.getAttributeNames().filter((name) => name.startsWith("on")))
    return [...found, ...handlers].sort()
  })

/** What only a text could have brought: addresses that run or load something. */
const strangeAddresses = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("[href], [src], [action]")]
      .flatMap((one) => ["href", "src", "action"].map((name) => one.getAttribute(name) ?? ""))
      .filter((address) => address !== "" && !/^(https?:\/\/[^/]|\/(?!\/)|#|\?|mailto:)/.test(address)),
  )

const IN_COMMENTS = [
  ...["p class", "p dir", "br", "strong", "bdi", "span", "span class", "time datetime", "div class"],
  ...["a href", "a href rel", "a aria-label href rel"],
]
const BEFORE_MODERATOR = [...IN_COMMENTS, "mark"]

test.describe.configure({ timeout: 180_000 })

test("hostile text makes no element and runs nothing, in the thread and before the moderator", async ({
  page,
  moderator,
  comments: { site },
}) => {
  const faults: string[] = []
  for (const each of [page, moderator]) {
    each.on("dialog", (dialog) => {
      faults.push(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    each.on("pageerror", (error) => void faults.push(error.message))
    each.on("console", (message) => void (message.type() === "error" && faults.push(message.text())))
    each.on("response", (answer) => void (answer.status() >= 500 && faults.push(`${answer.status()} ${answer.url()}`)))
  }
  await page.goto(site.url + THREAD)
  const active = await activeOn(page)
  await moderator.goto(`${site.url}/admin/moderation`)
  const activeInQueue = await activeOn(moderator)
  const waiting = await fill(site)

  let shown = 0
  for (let next: string | null = `${site.url}${THREAD}`; next;) {
    await page.goto(next)
    shown += await page.locator("article").count()
    expect((await kindsIn(page, "article")).filter((kind) => !IN_COMMENTS.includes(kind))).toEqual([])
    expect(await strangeAddresses(page)).toEqual([])
    expect(await activeOn(page)).toEqual(active)
    const link = page.getByRole("link", { name: "Next comments" })
    next = (await link.count()) > 0 ? new URL((await link.getAttribute("href"))!, next).href : null
  }
  expect(shown).toBeGreaterThan(150)

  for (const id of waiting) {
    await moderator.goto(`${site.url}/admin/moderation?comment=${id}`)
    const kinds = await kindsIn(moderator, "article")
    expect(kinds).toContain("p dir")
    expect(kinds.filter((kind) => !BEFORE_MODERATOR.includes(kind))).toEqual([])
    expect(await strangeAddresses(moderator)).toEqual([])
    expect(await activeOn(moderator)).toEqual(activeInQueue)
  }
  expect(waiting.length).toBeGreaterThan(100)
  expect(faults).toEqual([])
})
