/** Why a file cannot be read as a WordPress export. */
export type WxrFault =
  | "not_xml"
  | "not_wxr"
  | "unknown_version"
  | "doctype"
  | "too_deep"
  | "too_large"
  | "too_many_attributes"
  | "too_many_comments"
  | "unknown_encoding"

/** A file that cannot be imported; `line` is where reading stopped. */
export class WxrError extends Error {
  readonly fault: WxrFault
  readonly line: number
  constructor(fault: WxrFault, line: number) {
    super(`The export cannot be read: ${fault} (line ${line})`)
    this.name = "WxrError"
    this.fault = fault
    this.line = line
  }
}

/** The site an export comes from. */
export type WxrSite = { title: string; link: string; baseUrl: string; language: string; version: string }

/** A post or page of the export, without its text. `number` counts the items of the file from 1. */
export type WxrItem = {
  number: number
  title: string
  link: string
  postId: string
  slug: string
  dateGmt: string
  /** `open` or `closed`: whether it takes comments. */
  commentStatus: string
  status: string
  type: string
}

/** A comment as the file has it: text of its elements, nothing decoded beyond XML. The network address and meta data are never read. */
export type WxrRawComment = {
  id: string
  author: string
  email: string
  url: string
  date: string
  dateGmt: string
  html: string
  approved: string
  type: string
  parent: string
  userId: string
  /** An element was longer than its limit and is cut. */
  isCut: boolean
}

export type WxrEvent =
  | { kind: "site"; site: WxrSite }
  | { kind: "item"; item: WxrItem }
  | { kind: "comment"; item: WxrItem; comment: WxrRawComment }

/** What became of a comment on the other site. */
export type WxrStatus = "approved" | "pending" | "trash" | "spam"

/** A comment ready to be kept here. */
export type ImportedComment = {
  /** The same for the same comment in every export of the site, e.g. `example.org/blog#17`. */
  key: string
  /** Number on the other site. */
  id: number
  /** Number of the comment it answers, which was handed over before; `null` at the top level. */
  parentId: number | null
  item: WxrItem
  status: WxrStatus
  /** One line, 80 characters at most; may be empty. */
  name: string
  email: string | null
  website: string | null
  /** Plain text with paragraphs; targets of links stand in brackets. Not limited to 3,000 characters. */
  text: string
  postedAt: Date
  /** Its writer's account there was named as one of the organisers' by whoever imports. */
  isStaff: boolean
}
