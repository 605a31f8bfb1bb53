import { describe, expect, it } from "vitest"
import { readWxr } from "#lib/domain/comments/wxr/read"
import { type WxrEvent, WxrError } from "#lib/domain/comments/wxr/types"
import { inPieces, wxrComment, wxrFile, wxrItem } from "#tests/support/wxr"

async function read(source: AsyncIterable<Uint8Array>, options: { maxBytes?: number } = {}): Promise<WxrEvent[]> {
  const events: WxrEvent[] = []
  for await (const event of readWxr(source, options)) events.push(event)
  return events
}

async function faultOf(text: string | Uint8Array, options: { maxBytes?: number } = {}): Promise<string> {
  try {
    await read(inPieces(text), options)
    return "none"
  } catch (error) {
    if (error instanceof WxrError) return error.fault
    throw error
  }
}

const comments = (events: WxrEvent[]) => events.flatMap((event) => (event.kind === "comment" ? [event.comment] : []))

describe("readWxr", () => {
  it("tells the site, then each page followed by its comments", async () => {
    const file = wxrFile(wxrItem(wxrComment(1) + wxrComment(2, { comment_parent: 1 })) + wxrItem("", { slug: "empty" }))
    const events = await read(inPieces(file))
    expect(events.map(({ kind }) => kind)).toEqual(["site", "item", "comment", "comment", "item"])
    expect(events[0]).toEqual({
      kind: "site",
      site: {
        title: "Old blog",
        link: "https://old.example/",
        baseUrl: "https://old.example",
        language: "en",
        version: "1.2",
      },
    })
    expect(events[1]).toMatchObject({
      item: {
        number: 1,
        title: "An appeal",
        slug: "safe",
        postId: "7",
        commentStatus: "open",
        type: "post",
        status: "publish",
      },
    })
    expect(comments(events)[1]).toEqual({
      ...{ id: "2", author: "Writer 2", email: "w2@example.org", url: "", html: "Text of 2", approved: "1", type: "" },
      ...{ parent: "1", userId: "0", date: "2015-07-20 12:00:00", dateGmt: "2015-07-20 10:00:00", isCut: false },
    })
    expect(JSON.stringify(events)).not.toMatch(/192\.0\.2|akismet|secret-meta|A long text/)
  })

  it.each(["1.0", "1.1", "1.2"])("reads version %s, whatever the prefix is called", async (version) => {
    const file = wxrFile(wxrItem(wxrComment(1)), { version })
    expect(comments(await read(inPieces(file)))).toHaveLength(1)
    const renamed = file.replaceAll("wp:", "w-p:").replace("xmlns:wp=", "xmlns:w-p=")
    expect(comments(await read(inPieces(renamed)))).toHaveLength(1)
  })

  it("gives the same however the bytes are cut", async () => {
    const file = wxrFile(
      wxrItem(wxrComment(1, { comment_content: "<![CDATA[中文 \u{1F9E1} <b>x</b> ]]]]><![CDATA[> &amp;]]>" })),
    )
    const whole = await read(inPieces(file, 1_000_000))
    expect(comments(whole)[0]!.html).toBe("中文 \u{1F9E1} <b>x</b> ]]> &amp;")
    for (const size of [1, 2, 3, 7, 64]) expect(await read(inPieces(file, size))).toEqual(whole)
  })

  it("reads other encodings and byte order marks", async () => {
    const text = wxrFile(wxrItem(wxrComment(1, { comment_author: "Ёж" })), { before: "" })
    const cyrillic = Buffer.from(
      [...`<?xml version="1.0" encoding="windows-1251"?>${text}`].map((one) =>
        one === "Ё" ? 0xa8 : one === "ж" ? 0xe6 : one.charCodeAt(0),
      ),
    )
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")])
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)])
    for (const bytes of [cyrillic, utf16, marked]) {
      expect(comments(await read(inPieces(bytes)))[0]!.author).toBe("Ёж")
    }
    expect(await faultOf(`<?xml version="1.0" encoding="klingon"?>${text}`)).toBe("unknown_encoding")
  })

  it("tells the page before its comments even when a comment comes first in it", async () => {
    const file = wxrFile(`<item>${wxrComment(1)}<title>Late</title></item>`)
    const events = await read(inPieces(file))
    expect(events.map(({ kind }) => kind)).toEqual(["site", "item", "comment"])
  })

  it("cuts what is longer than WordPress can keep, and says so", async () => {
    const file = wxrFile(wxrItem(wxrComment(1, { comment_content: `<![CDATA[${"a".repeat(200_000)}]]>` })))
    const [comment] = comments(await read(inPieces(file, 100_000)))
    expect(comment!.html).toHaveLength(65_535)
    expect(comment!.isCut).toBe(true)
  })

  it("keeps characters that XML forbids but WordPress writes, and mends broken ones", async () => {
    const file = wxrFile(wxrItem(wxrComment(1, { comment_content: "<![CDATA[a\u0008b]]>" })))
    expect(comments(await read(inPieces(file)))[0]!.html).toBe("a\u0008b")
    const bytes = Buffer.from(file.replace("\u0008", "\u00FF"), "latin1")
    expect(comments(await read(inPieces(bytes)))[0]!.html.isWellFormed()).toBe(true)
  })
})

describe("files that are not sound exports", () => {
  const laughs = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
  const outside = '<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/x.dtd">'
  const secret = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>'

  it.each<[string, string, string]>([
    ["an empty file", "", "not_wxr"],
    ["text", "hello", "not_xml"],
    ["a page", "<!DOCTYPE html><html></html>", "doctype"],
    ["another XML", '<?xml version="1.0"?><feed><entry/></feed>', "not_wxr"],
    ["a plain RSS feed", "<rss><channel><title>x</title><item><title>y</title></item></channel></rss>", "not_wxr"],
    ["another version", wxrFile(wxrItem(""), { version: "2.0" }), "unknown_version"],
    ["entities that grow", laughs + wxrFile(wxrItem(""), { before: "" }), "doctype"],
    ["a document type from outside", outside + wxrFile(wxrItem(""), { before: "" }), "doctype"],
    ["a file as an entity", secret + wxrFile(wxrItem(""), { before: "" }), "doctype"],
    ["an unknown entity", wxrFile(wxrItem("<x>&secret;</x>")), "not_xml"],
    ["a cut file", wxrFile(wxrItem(wxrComment(1))).slice(0, -40), "not_xml"],
    ["crossed elements", wxrFile(wxrItem("<a><b></a></b>")), "not_xml"],
    ["depth", wxrFile(wxrItem("<a>".repeat(200) + "</a>".repeat(200))), "too_deep"],
    ["endless depth", wxrFile("<a>".repeat(100_000)), "too_deep"],
    [
      "many attributes",
      wxrFile(wxrItem(`<a ${Array.from({ length: 100 }, (_, index) => `x${index}=""`).join(" ")}/>`)),
      "too_many_attributes",
    ],
    ["a long attribute", wxrFile(wxrItem(`<a x="${"y".repeat(300_000)}"/>`)), "not_xml"],
    ["a long name", wxrFile(wxrItem(`<${"y".repeat(300_000)}/>`)), "not_xml"],
  ])("are refused: %s", async (_, text, fault) => {
    expect(await faultOf(text)).toBe(fault)
  })

  it("are refused when they are too large", async () => {
    expect(await faultOf(wxrFile(wxrItem("x".repeat(10_000))), { maxBytes: 5_000 })).toBe("too_large")
  })

  it("cannot reach the objects of the reader", async () => {
    const file = wxrFile(
      wxrItem(
        wxrComment(1, { __proto__x: "x" }) + "<__proto__ __proto__='1'>x</__proto__><constructor>x</constructor>",
      ),
    )
    expect(await faultOf(file.replaceAll("__proto__x", "__proto__"))).toBe("none")
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })
})
