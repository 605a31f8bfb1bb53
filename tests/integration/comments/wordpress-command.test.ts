import { execFile } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { db } from "#lib/platform/db"
import { createCampaign } from "#tests/factories/campaign"
import { wxrComment, wxrFile, wxrItem } from "#tests/support/wxr"
import { nestedComments, parentOf } from "#tests/support/wxr-nested"

const COUNT = 2_000
const folder = mkdtempSync(join(tmpdir(), "two-minutes-wxr-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Ran = { code: number; out: string; errors: string }

/** Runs a command as an operator types it. */
function npm(command: string, ...typed: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { env: { ...process.env, DATA_DIR: folder }, timeout: 120_000 }
    execFile("npm", ["run", "--silent", command, "--", ...typed], options, (error, out, errors) => {
      resolve({ code: error ? Number(error.code) : 0, out, errors })
    })
  })
}

function write(name: string, xml: string): string {
  const path = join(folder, name)
  writeFileSync(path, xml)
  return path
}

/** Everything that an import must leave as it was. */
async function stateOf(campaignId: string): Promise<string> {
  const rows = await db().comment.findMany({
    where: { campaignId },
    orderBy: { oldestPlace: "asc" },
    omit: { sealed: true, sealedEmail: true },
  })
  return JSON.stringify(rows)
}

describe("npm run import:wordpress", () => {
  it("says first what it would do, does it, and the second time changes nothing", async () => {
    const campaign = await createCampaign()
    const file = write("nested.xml", wxrFile(wxrItem(nestedComments(COUNT))))
    const dry = await npm("import:wordpress", file, "--campaign", campaign.slug, "--dry-run")
    expect(dry).toMatchObject({ code: 0, errors: "" })
    expect(dry.out).toContain("Nothing was written. An import would do this:")
    expect(dry.out).toContain(`${COUNT} comments in the file\n  ${COUNT} new, 0 changed, 0 as they were`)
    expect(await db().comment.count({ where: { campaignId: campaign.id } })).toBe(0)

    const first = await npm("import:wordpress", file, "--campaign", campaign.slug)
    expect(first).toMatchObject({ code: 0, errors: "" })
    expect(first.out).toContain(`Done.\n  into campaign ${campaign.slug}, as en`)
    expect(first.out).toContain(`${COUNT} new, 0 changed, 0 as they were`)
    const before = await stateOf(campaign.id)
    const second = await npm("import:wordpress", file, "--campaign", campaign.slug)
    expect(second.out).toContain(`0 new, 0 changed, ${COUNT} as they were`)
    expect(await stateOf(campaign.id)).toBe(before)

    const rows = await db().comment.findMany({ where: { campaignId: campaign.id, state: "VISIBLE" } })
    const numbers = new Map(rows.map(({ id, body }) => [id, Number(/\d+/.exec(body!)![0])]))
    for (const { id, parentId } of rows) {
      // Those that wait are sealed, so their numbers are not among these.
      if (parentId !== null && numbers.has(parentId)) expect(numbers.get(parentId)).toBe(parentOf(numbers.get(id)!))
    }
    const [{ dump } = { dump: "" }] = await db().$queryRaw<{ dump: string }[]>`
      select string_agg(c::text, ' ') as dump from "Comment" c where c."campaignId" = ${campaign.id}::uuid`
    expect(dump).not.toMatch(/192\.0\.2\.77|secret-meta|@example\.org/)
    expect(dump).not.toContain(Buffer.from("192.0.2.77").toString("hex"))
  }, 240_000)

  it("refuses what is no export, what is cut off and what it does not know, with a plain word and without effect", async () => {
    const campaign = await createCampaign()
    const whole = wxrFile(wxrItem(wxrComment(1)))
    const to = ["--campaign", campaign.slug]
    const refused: [string, string[], number][] = [
      ["It is cut off.", [write("cut.xml", whole.slice(0, -40)), ...to], 1],
      ["It declares entities.", [write("dtd.xml", `<!DOCTYPE a [<!ENTITY b "c">]>${whole}`), ...to], 1],
      ["It is not there.", [join(folder, "nothing.xml"), ...to], 1],
      ["There is no such campaign.", [write("whole.xml", whole), "--campaign", "nowhere"], 2],
    ]
    for (const [what, typed, code] of refused) {
      const ran = await npm("import:wordpress", ...typed)
      expect(ran.code, `${what} ${ran.errors}`).toBe(code)
      expect(ran.errors.trim(), what).not.toBe("")
      expect(ran.errors, what).not.toMatch(/^\s+at /m)
    }
    expect(await db().comment.count({ where: { campaignId: campaign.id } })).toBe(0)
  }, 240_000)
})

describe("npm run export:wordpress", () => {
  it("writes a file that imports into another campaign as it was", async () => {
    const [from, to] = [await createCampaign(), await createCampaign()]
    const file = write("small.xml", wxrFile(wxrItem(nestedComments(60))))
    await npm("import:wordpress", file, "--campaign", from.slug)
    const out = join(folder, "out.xml")
    expect(await npm("export:wordpress", out, "--campaign", from.slug)).toMatchObject({ code: 0, errors: "" })
    expect(readFileSync(out, "utf8")).not.toContain("@example.org")
    const again = await npm("import:wordpress", out, "--campaign", to.slug)
    expect(again.out).toContain("60 comments in the file")
    const shape = async (campaignId: string) => {
      const rows = await db().comment.findMany({ where: { campaignId }, orderBy: { oldestPlace: "asc" } })
      return rows.map(({ level, name, body, postedAt, state }) => [level, name, body, postedAt.toISOString(), state])
    }
    expect(await shape(to.id)).toEqual(await shape(from.id))
  }, 240_000)
})
