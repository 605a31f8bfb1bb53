import sax from "sax"
import { type WxrEvent, type WxrItem, type WxrRawComment, type WxrSite, WxrError } from "#lib/domain/comments/wxr/types"

const DEPTH_MAX = 64
const ATTRIBUTES_MAX = 64
const SLICE_BYTES = 64 * 1024
const BYTES_MAX = 4 * 1024 ** 3

/** Characters kept of an element. WordPress itself keeps 65,535 bytes of a comment. */
const TEXT_MAX = 65_535
const LINE_MAX = 2_000

const SITE_FIELDS: Record<string, keyof WxrSite> = {
  title: "title",
  link: "link",
  language: "language",
  "wp:wxr_version": "version",
  "wp:base_site_url": "baseUrl",
}
const ITEM_FIELDS: Record<string, Exclude<keyof WxrItem, "number">> = {
  title: "title",
  link: "link",
  "wp:post_id": "postId",
  "wp:post_name": "slug",
  "wp:post_date_gmt": "dateGmt",
  "wp:comment_status": "commentStatus",
  "wp:status": "status",
  "wp:post_type": "type",
}
// Left out on purpose: comment_author_IP and commentmeta, where Akismet's plugin keeps personal data.
const COMMENT_FIELDS: Record<string, Exclude<keyof WxrRawComment, "isCut">> = {
  comment_id: "id",
  comment_author: "author",
  comment_author_email: "email",
  comment_author_url: "url",
  comment_date: "date",
  comment_date_gmt: "dateGmt",
  comment_content: "html",
  comment_approved: "approved",
  comment_type: "type",
  comment_parent: "parent",
  comment_user_id: "userId",
}

const emptySite = (): WxrSite => ({ title: "", link: "", baseUrl: "", language: "", version: "" })
const emptyItem = (number: number): WxrItem => ({
  ...{ number, title: "", link: "", postId: "", slug: "", dateGmt: "", commentStatus: "", status: "", type: "" },
})
const emptyComment = (): WxrRawComment => ({
  ...{ id: "", author: "", email: "", url: "", date: "", dateGmt: "", html: "", approved: "", type: "" },
  ...{ parent: "", userId: "", isCut: false },
})

/** The encoding a file says it has: byte order mark, else XML declaration, else UTF-8. */
function decoderFor(start: Uint8Array): TextDecoder {
  const declared = /^\s*<\?xml[^>]{0,200}?encoding=["']([\w.:-]{1,40})["']/.exec(
    Buffer.from(start.subarray(0, 300)).toString("latin1"),
  )
  const marked =
    start[0] === 0xfe && start[1] === 0xff ? "utf-16be" : start[0] === 0xff && start[1] === 0xfe ? "utf-16le" : null
  try {
    return new TextDecoder(marked ?? declared?.[1] ?? "utf-8")
  } catch {
    throw new WxrError("unknown_encoding", 1)
  }
}

async function* slices(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    for (let at = 0; at < chunk.length; at += SLICE_BYTES) yield chunk.subarray(at, at + SLICE_BYTES)
  }
}

/** Collects events while sax walks through the file. The prefix `wp:` is taken for any prefix, since the namespace holds the version. */
class Walker {
  readonly events: WxrEvent[] = []
  fault: WxrError | null = null
  private readonly parser = sax.parser(true, { position: true })
  private readonly path: string[] = []
  private site = emptySite()
  private isSiteTold = false
  private item: WxrItem | null = null
  private isItemTold = false
  private items = 0
  private comment: WxrRawComment | null = null
  private attributes = 0
  private collect: { add: (text: string) => void; end: () => void } | null = null

  constructor() {
    const { parser } = this
    parser.onerror = () => this.stop("not_xml")
    parser.ondoctype = () => this.stop("doctype") // No entity can be declared without one.
    parser.onopentagstart = () => (this.attributes = 0)
    parser.onattribute = () => {
      this.attributes += 1
      if (this.attributes > ATTRIBUTES_MAX) this.stop("too_many_attributes")
    }
    parser.onopentag = ({ name }) => this.open(name)
    parser.onclosetag = () => this.close()
    parser.ontext = (text) => this.collect?.add(text)
    parser.oncdata = (text) => this.collect?.add(text)
  }

  write(text: string): void {
    this.parser.write(text)
    if (this.fault) throw this.fault
  }

  end(): void {
    this.parser.close()
    if (this.fault) throw this.fault
    if (!this.isSiteTold) throw new WxrError("not_wxr", this.parser.line + 1)
  }

  private stop(fault: WxrError["fault"]): void {
    this.fault ??= new WxrError(fault, this.parser.line + 1)
    this.parser.error = null as unknown as Error // The first fault counts; what sax says afterwards does not.
  }

  private open(name: string): void {
    if (this.fault) return
    const depth = this.path.push(name)
    if (depth > DEPTH_MAX) return this.stop("too_deep")
    if (depth === 1 && name !== "rss") return this.stop("not_wxr")
    if (this.path[1] !== "channel") return
    const local = name.slice(name.indexOf(":") + 1)
    const wordpress = name === local ? name : `wp:${local}`
    if (depth === 3 && name === "item") {
      this.tellSite()
      this.item = emptyItem((this.items += 1))
      this.isItemTold = false
    } else if (depth === 3 && !this.isSiteTold) this.gather(this.site, SITE_FIELDS[wordpress], LINE_MAX)
    else if (depth === 4 && this.item && local === "comment" && name !== local) this.comment = emptyComment()
    else if (depth === 4 && this.item) this.gather(this.item, ITEM_FIELDS[wordpress], LINE_MAX)
    else if (depth === 5 && this.comment && this.path[3]?.endsWith(":comment")) {
      const field = COMMENT_FIELDS[local]
      this.gather(this.comment, field, field === "html" ? TEXT_MAX : LINE_MAX)
    }
  }

  /** Takes the text of the element that was just opened into a field. The first that is not empty counts. */
  private gather<Holder extends object>(holder: Holder, field: keyof Holder | undefined, maxChars: number): void {
    if (field === undefined || holder[field] !== ("" as Holder[keyof Holder])) return
    let kept = ""
    this.collect = {
      add: (text) => {
        if (kept.length + text.length > maxChars && "isCut" in holder) holder.isCut = true
        kept += text.slice(0, maxChars - kept.length)
      },
      end: () => Object.assign(holder, { [field]: kept.toWellFormed().trim() }),
    }
  }

  private close(): void {
    if (this.fault) return
    this.collect?.end()
    this.collect = null
    const depth = this.path.length
    const name = this.path.pop() ?? ""
    if (depth === 4 && this.comment && name.endsWith(":comment")) {
      this.tellItem()
      this.events.push({ kind: "comment", item: this.item!, comment: this.comment })
      this.comment = null
    } else if (depth === 3 && name === "item") {
      this.tellItem()
      this.item = null
    } else if (depth === 2 && name === "channel") this.tellSite()
  }

  private tellSite(): void {
    if (this.isSiteTold) return
    const { version } = this.site
    if (version === "") return this.stop("not_wxr")
    if (!/^1\.\d{1,2}$/.test(version)) return this.stop("unknown_version")
    this.isSiteTold = true
    this.events.push({ kind: "site", site: this.site })
  }

  private tellItem(): void {
    if (this.isItemTold || !this.item) return
    this.isItemTold = true
    this.events.push({ kind: "item", item: this.item })
  }
}

/**
 * Reads a WordPress export (WXR 1.x) piece by piece: first its site, then each item followed by its comments, in the order of the file.
 *
 * Memory does not grow with the file. Document types and with them all entities of their own are refused; depth, attributes and
 * lengths are limited. Posts' texts, network addresses and meta data are passed over.
 *
 * @param maxBytes Default 4 GiB.
 * @throws WxrError when it is not such a file, is broken, or meets a limit. Events before that have been given.
 */
export async function* readWxr(
  source: AsyncIterable<Uint8Array>,
  { maxBytes = BYTES_MAX } = {},
): AsyncGenerator<WxrEvent> {
  const walker = new Walker()
  let decoder: TextDecoder | undefined
  let bytes = 0
  for await (const slice of slices(source)) {
    bytes += slice.length
    if (bytes > maxBytes) throw new WxrError("too_large", 1)
    decoder ??= decoderFor(slice)
    walker.write(decoder.decode(slice, { stream: true }))
    yield* walker.events.splice(0)
  }
  walker.write(decoder?.decode() ?? "")
  walker.end()
  yield* walker.events.splice(0)
}
