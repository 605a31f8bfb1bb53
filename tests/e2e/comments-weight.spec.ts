import pg from "pg"
import type { Page } from "@playwright/test"
import { addComments } from "#scripts/bench/many-comments"
import { sampleComments } from "#tests/support/comment-corpus/samples"
import { type CommentSite, expect, test } from "#tests/support/comment-site"
import { databaseUrlOf } from "#tests/support/site-database"

const SLUG = "many-voices"
const MANY = 5_000
/** product.md 1: a public page with everything, compressed. */
const PAGE_MAX_BYTES = 30_000
const PAGE_MAX_REQUESTS = 4

/** A second campaign with 5,000 comments in the words of made-up people, each page in the mix of five languages. */
async function fill({ site }: CommentSite): Promise<void> {
  const url = databaseUrlOf(site)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(
    `insert into "Campaign" select (jsonb_populate_record(null::"Campaign",
       to_jsonb(c) || jsonb_build_object('id', gen_random_uuid(), 'slug', $1::text, 'isMain', false))).*
     from "Campaign" c where c."isMain"`,
    [SLUG],
  )
  await client.query(
    `insert into "CampaignText" select (jsonb_populate_record(null::"CampaignText", to_jsonb(t) || jsonb_build_object('campaignId', n.id))).*
     from "CampaignText" t join "Campaign" c on c.id = t."campaignId" and c."isMain", "Campaign" n where n.slug = $1`,
    [SLUG],
  )
  await addComments(url, SLUG, MANY)
  const samples = sampleComments().filter(({ kind }) => kind === "ham")
  await client.query(
    `update "Comment" m set body = s.body, name = s.name from unnest($2::text[], $3::text[]) with ordinality s (body, name, n), "Campaign" c
     where c.slug = $1 and m."campaignId" = c.id and s.n = 1 + (extract(epoch from m."postedAt")::bigint / 60) % $4`,
    [SLUG, samples.map(({ text }) => text), samples.map(({ name }) => name), samples.length],
  )
  await client.end()
}

/** What the first visit to a page costs: bytes as they come over the wire, headers included, and requests. */
async function weigh(page: Page, address: string): Promise<{ bytes: number; requests: number; hosts: string[] }> {
  const session = await page.context().newCDPSession(page)
  await session.send("Network.enable")
  await session.send("Network.clearBrowserCache")
  let bytes = 0
  const hosts = new Set<string>()
  const seen = new Set<string>()
  session.on("Network.requestWillBeSent", ({ request }) => {
    // The logo is the icon as well, and is fetched once.
    seen.add(request.url)
    hosts.add(new URL(request.url).host)
  })
  session.on("Network.loadingFinished", ({ encodedDataLength }) => void (bytes += encodedDataLength))
  await page.goto(address, { waitUntil: "networkidle" })
  await session.detach()
  return { bytes, requests: seen.size, hosts: [...hosts] }
}

test.describe.configure({ timeout: 90_000 })

test("each page of a thread of 5,000 comments is within the page budget", async ({ page, comments }) => {
  const { url } = comments.site
  await fill(comments)
  const thread = `${url}/c/${SLUG}/comments`
  await page.goto(thread)
  await expect(page.locator("article.comment")).toHaveCount(20)
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Comments (5,000)")
  const ids = await page.locator("li[id^=comment-]").evaluateAll((all) => all.map(({ id }) => id.slice(8)))
  const middle = ids[11]!
  const addresses = [
    ...["", "/es", "/fr", "/ru", "/zh"].map((prefix) => `${url}${prefix}/c/${SLUG}/comments`),
    `${thread}?order=newest`,
    `${thread}?after=${ids.at(-1)}`,
    `${thread}?at=${middle}`,
    `${thread}?reply=${middle}`,
  ]
  for (const address of addresses) {
    const { bytes, requests, hosts } = await weigh(page, address)
    expect(bytes, address).toBeLessThanOrEqual(PAGE_MAX_BYTES)
    // It was not an empty page.
    expect(bytes, address).toBeGreaterThan(8_000)
    expect(requests, address).toBeLessThanOrEqual(PAGE_MAX_REQUESTS)
    expect(hosts, address).toEqual([new URL(url).host])
    test.info().annotations.push({ type: "weight", description: `${address.replace(url, "")} ${bytes} B` })
    console.log(address.replace(url, ""), bytes, requests)
  }
  // The way through: by links alone, to the last page from either end.
  await page.goto(`${thread}?order=newest`)
  await expect(page.locator("article.comment").first()).toBeVisible()
  await page.getByRole("link", { name: "Next comments" }).click()
  await expect(page.getByRole("link", { name: "Comments before" })).toBeVisible()
})
