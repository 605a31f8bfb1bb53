import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { describe, expect, it } from "vitest"
import * as fc from "fast-check"
import { importWxr, type WxrImportOptions } from "#lib/domain/comments/wxr/import"
import { cdata, type ExportedComment, writeWxr } from "#lib/domain/comments/wxr/write"
import { HOSTILE_VALUES } from "#tests/support/hostile-corpus"
import { inPieces, memorySink, wxrComment, wxrFile, wxrItem } from "#tests/support/wxr"

const NOW = new Date("2026-11-24T12:00:00Z")

async function run(
  file: string,
  options: Partial<WxrImportOptions> = {},
  sink: ReturnType<typeof memorySink> = memorySink(),
) {
  const report = await importWxr(() => inPieces(file, 5_000), sink, { now: NOW, ...options })
  return { report, sink, comments: sink.puts }
}

const oneItem = (...comments: string[]) => wxrFile(wxrItem(comments.join("")))

describe("importWxr", () => {
  it("keeps name, address, website, text and date; drops network address and meta data", async () => {
    const { comments, report } = await run(
      oneItem(
        wxrComment(1, {
          comment_author: cdata("Ana &amp; Tom"),
          comment_author_url: "http://ana.example/blog",
          comment_content: cdata('<p>One</p><p>See <a href="https://a.example/x">this</a></p>'),
          comment_user_id: 3,
        }),
      ),
      { staffUserIds: new Set([3]) },
    )
    expect(comments).toEqual([
      {
        key: "old.example#1",
        id: 1,
        parentId: null,
        item: expect.objectContaining({ slug: "safe" }),
        status: "approved",
        name: "Ana & Tom",
        email: "w1@example.org",
        website: "http://ana.example/blog",
        text: "One\n\nSee this (https://a.example/x)",
        postedAt: new Date("2015-07-20T10:00:00Z"),
        isStaff: true,
      },
    ])
    expect(JSON.stringify(comments)).not.toMatch(/192\.0\.2|akismet|secret/)
    expect(report).toMatchObject({ items: 1, comments: 1, put: { created: 1 }, guessedDates: 0, shortened: 0 })
  })

  it("leaves out pings, other types, trash, spam, the empty and the nameless numbers, and counts each", async () => {
    const { comments, report } = await run(
      oneItem(
        wxrComment(1, { comment_type: "pingback" }),
        wxrComment(2, { comment_type: "trackback" }),
        wxrComment(3, { comment_type: "review" }),
        wxrComment(4, { comment_approved: "trash" }),
        wxrComment(5, { comment_approved: "post-trashed" }),
        wxrComment(6, { comment_approved: "spam" }),
        wxrComment(7, { comment_content: cdata("<script>x</script> <br>\u200B") }),
        wxrComment("x"),
        wxrComment(0),
        wxrComment(8, { comment_approved: 0, comment_type: "comment" }),
        wxrComment(8),
      ),
    )
    expect(comments.map(({ id, status }) => [id, status])).toEqual([[8, "pending"]])
    expect(report.skipped).toEqual({
      ping: 2,
      other_type: 1,
      status: 3,
      empty: 1,
      no_number: 2,
      twice: 1,
      other_page: 0,
    })
    const all = await run(
      oneItem(wxrComment(4, { comment_approved: "trash" }), wxrComment(6, { comment_approved: "spam" })),
      {
        include: ["approved", "pending", "trash", "spam"],
      },
    )
    expect(all.comments.map(({ status }) => status)).toEqual(["trash", "spam"])
  })

  it("refuses addresses that are none, and cuts only what could not be kept", async () => {
    const { comments, report } = await run(
      oneItem(
        wxrComment(1, {
          comment_author_email: "none",
          comment_author_url: "javascript:alert(1)",
          comment_author: cdata("\u{1F9E1}".repeat(100)),
        }),
        wxrComment(2, { comment_author_url: "http://", comment_content: cdata("long ".repeat(2_000)) }),
      ),
    )
    expect(comments[0]).toMatchObject({ email: null, website: null })
    expect([...comments[0]!.name]).toHaveLength(80)
    expect(comments[1]!.text).toHaveLength("long ".repeat(2_000).trim().length)
    expect(report.shortened).toBe(1)
  })

  it("takes dates in UTC, and guesses where there are none", async () => {
    const zero = "0000-00-00 00:00:00"
    const { comments, report } = await run(
      oneItem(
        wxrComment(1),
        wxrComment(2, { comment_date: "2015-08-01 12:00:00", comment_date_gmt: zero }),
        wxrComment(3, { comment_date: zero, comment_date_gmt: zero }),
        wxrComment(4, { comment_date: "2015-02-31 12:00:00", comment_date_gmt: "soon" }),
        wxrComment(5, { comment_date_gmt: "2099-01-01 00:00:00" }),
      ),
    )
    expect(comments.map(({ postedAt }) => postedAt.toISOString())).toEqual([
      "2015-07-20T10:00:00.000Z",
      "2015-08-01T10:00:00.000Z",
      "2015-07-14T08:00:00.000Z",
      "2015-07-14T08:00:00.000Z",
      NOW.toISOString(),
    ])
    expect(report.guessedDates).toBe(4)
    const given = await run(oneItem(wxrComment(2, { comment_date: "2015-08-01 12:00:00", comment_date_gmt: zero })), {
      siteOffsetMinutes: -300,
    })
    expect(given.comments[0]!.postedAt.toISOString()).toBe("2015-08-01T17:00:00.000Z")
  })

  it("hands each comment over after the one it answers, also when the file has it the other way round", async () => {
    const { comments, report } = await run(
      oneItem(
        wxrComment(3, { comment_parent: 2 }),
        wxrComment(2, { comment_parent: 1 }),
        wxrComment(5, { comment_parent: 4 }),
        wxrComment(1),
        wxrComment(4, { comment_type: "pingback", comment_parent: 1 }),
        wxrComment(6, { comment_parent: 99 }),
        wxrComment(7, { comment_parent: 8 }),
        wxrComment(8, { comment_parent: 7 }),
      ),
    )
    const parents = Object.fromEntries(comments.map(({ id, parentId }) => [id, parentId]))
    expect(parents).toEqual({ 1: null, 2: 1, 3: 2, 5: 1, 6: null, 7: null, 8: 7 })
    expect(report.uprooted).toEqual({ missing_parent: 1, other_page: 0, cycle: 1, disordered: 0 })
    expect(report.put.created).toBe(7)
  })

  it("imports 2,000 nested comments twice with the same result", async () => {
    const file = oneItem(
      ...Array.from({ length: 2_000 }, (_, index) =>
        wxrComment(index + 1, {
          comment_parent: index % 10 === 0 ? 0 : index % 3 === 0 ? index - (index % 10) + 1 : index,
        }),
      ),
    )
    const sink = memorySink()
    const first = await run(file, {}, sink)
    const before = JSON.stringify([...sink.kept])
    const second = await run(file, {}, sink)
    expect(first.report.put).toEqual({ created: 2_000, updated: 0, unchanged: 0 })
    expect(second.report.put).toEqual({ created: 0, updated: 0, unchanged: 2_000 })
    expect(JSON.stringify([...sink.kept])).toBe(before)
    expect([...sink.kept.values()].map(({ id }) => id)).toEqual(Array.from({ length: 2_000 }, (_, index) => index + 1))
  })

  it("loses nothing and duplicates nothing, whatever the order and the parents are", async () => {
    const entry = fc.record({
      id: fc.integer({ min: 1, max: 25 }),
      parent: fc.integer({ min: 0, max: 27 }),
      type: fc.constantFrom("", "pingback"),
    })
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(entry, { selector: ({ id }) => id }), async (entries) => {
        const file = oneItem(
          ...entries.map(({ id, parent, type }) => wxrComment(id, { comment_parent: parent, comment_type: type })),
        )
        const { comments, report } = await run(file)
        const kept = entries.filter(({ type }) => type === "").map(({ id }) => id)
        expect(comments.map(({ id }) => id).sort()).toEqual(kept.sort())
        expect(report.uprooted.disordered).toBe(0)
      }),
      { numRuns: 60 },
    )
  })

  it("asks about each page, and leaves out the ones not wanted", async () => {
    const file = wxrFile(
      wxrItem(wxrComment(1)) + wxrItem(wxrComment(2) + wxrComment(3, { comment_parent: 1 }), { slug: "other" }),
    )
    const sink = { ...memorySink(), item: async ({ slug }: { slug: string }) => slug === "other" }
    const report = await importWxr(() => inPieces(file), sink, { now: NOW })
    expect(report).toMatchObject({
      items: 2,
      put: { created: 2 },
      skipped: { other_page: 1 },
      uprooted: { other_page: 1 },
    })
  })

  it("says what would happen without doing it", async () => {
    const report = await importWxr(
      () => inPieces(oneItem(wxrComment(1), wxrComment(2, { comment_type: "pingback" }))),
      null,
      { now: NOW },
    )
    expect(report).toMatchObject({
      comments: 2,
      put: { created: 1 },
      skipped: { ping: 1 },
      site: { title: "Old blog" },
    })
  })

  it("hands nothing over of a file that is broken at its end", async () => {
    const sink = memorySink()
    const broken = oneItem(wxrComment(1)).slice(0, -30)
    await expect(importWxr(() => inPieces(broken), sink, { now: NOW })).rejects.toMatchObject({ fault: "not_xml" })
    expect(sink.puts).toEqual([])
    await expect(
      importWxr(() => inPieces(oneItem(wxrComment(1), wxrComment(2))), sink, { now: NOW, maxComments: 1 }),
    ).rejects.toMatchObject({
      fault: "too_many_comments",
    })
  })

  it("imports a 100 MB file in bounded memory", { timeout: 180_000 }, async () => {
    const args = ["--import", "./scripts/register.mjs", "tests/support/wxr-large.ts", "--mib"]
    const measure = async (mib: number) => {
      const { stdout } = await promisify(execFile)(process.execPath, [...args, String(mib)], { timeout: 170_000 })
      return JSON.parse(stdout) as { comments: number; created: number; peakRssMiB: number; seconds: number }
    }
    const [small, large] = [await measure(1), await measure(100)]
    expect(large.comments).toBeGreaterThan(50_000)
    expect(large.created).toBe(large.comments)
    expect(large.peakRssMiB).toBeLessThan(320)
    expect(large.peakRssMiB - small.peakRssMiB).toBeLessThan(200)
  })
})

describe("writeWxr", () => {
  const site = { title: "Site & more", link: "https://new.example", language: "en", now: NOW }
  const comment = (id: string, change: Partial<ExportedComment> = {}): ExportedComment => ({
    ...{ id, parentId: null, name: `Writer ${id}`, email: null, website: null, text: `Text of ${id}` },
    ...{ postedAt: new Date("2026-01-02T03:04:05Z"), status: "approved" },
    ...change,
  })

  async function written(comments: ExportedComment[]): Promise<string> {
    const item = { title: "T", link: "https://new.example/c/x", slug: "x", publishedAt: NOW, isOpen: true, comments }
    let text = ""
    for await (const piece of writeWxr(site, [item])) text += piece
    return text
  }

  it("writes what our reader reads back, text for text", async () => {
    const comments = [
      comment("a", {
        email: "a@example.org",
        website: "https://a.example/",
        text: "One\n\nTwo <b>not bold</b> & more ]]> end",
        status: "pending",
      }),
      comment("b", { parentId: "a" }),
      comment("c", { parentId: "d" }),
      comment("d"),
    ]
    const { comments: read, report } = await run(await written(comments))
    expect(report.site).toMatchObject({ title: "Site & more", version: "1.2" })
    expect(
      read.map(({ name, text, email, website, status, postedAt }) => ({
        name,
        text,
        email,
        website,
        status,
        postedAt,
      })),
    ).toEqual(
      [comments[0]!, comments[1]!, comments[3]!, comments[2]!].map(
        ({ name, text, email, website, status, postedAt }) => ({
          ...{ name, text, email, website, status, postedAt },
        }),
      ),
    )
    expect(read.find(({ name }) => name === "Writer c")?.parentId).toBe(
      read.find(({ name }) => name === "Writer d")?.id,
    )
  })

  it.each(HOSTILE_VALUES)("cannot be broken out of: $name", async ({ text }) => {
    const file = await written([
      comment("first", { name: text, website: text, email: text, text: `x${text}` }),
      comment("last"),
    ])
    expect(file).not.toMatch(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u)
    const { comments, report } = await run(file)
    expect(report.comments).toBe(2)
    expect(comments.at(-1)).toMatchObject({ name: "Writer last", text: "Text of last" })
  })

  it("never ends a section early", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("]", "]]", ">", "]]>", "a", "<![CDATA[", "&")), (pieces) => {
        const section = cdata(pieces.join(""))
        const sections = section.split(/(?<=\]\]>)(?=<!\[CDATA\[)/)
        const inner = sections.map((one) => one.slice("<![CDATA[".length, -"]]>".length))
        for (const text of inner) expect(text).not.toContain("]]>")
        expect(inner.join("")).toBe(pieces.join(""))
      }),
    )
  })
})
