import { isBlank, readWebsite } from "#lib/domain/comments/text"
import { offsetCounter, parseWxrDate } from "#lib/domain/comments/wxr/dates"
import { htmlToLine, htmlToText } from "#lib/domain/comments/wxr/html-text"
import { placeComments, type UprootReason, type WxrNode } from "#lib/domain/comments/wxr/place"
import { readWxr } from "#lib/domain/comments/wxr/read"
import {
  type ImportedComment,
  WxrError,
  type WxrItem,
  type WxrRawComment,
  type WxrSite,
  type WxrStatus,
} from "#lib/domain/comments/wxr/types"
import { parseEmailAddress } from "#lib/shared/email-address"

export type PutOutcome = "created" | "updated" | "unchanged"

/** Where imported comments go. */
export type WxrSink = {
  /** Asked once for each page; `false` leaves its comments out. */
  item?: (item: WxrItem) => Promise<boolean>
  /** Keeps a comment under its `key`: twice is like once. What it answers has been kept before. */
  put: (comment: ImportedComment) => Promise<PutOutcome>
}

export type WxrImportOptions = {
  now: Date
  /** Default: approved and pending. */
  include?: readonly WxrStatus[]
  /** Accounts of the other site that are the organisers' own. */
  staffUserIds?: ReadonlySet<number>
  /** How far the other site's clock was ahead of UTC; found out from the file when left out. */
  siteOffsetMinutes?: number
  /** Stands for the other site in the keys; default is its address. */
  siteKey?: string
  /** Default 500,000. */
  maxComments?: number
}

export type SkipReason = "ping" | "other_type" | "status" | "empty" | "no_number" | "twice" | "other_page"

export type WxrReport = {
  site: WxrSite | null
  items: number
  comments: number
  /** With a sink: what became of them. Without: how many would go in, under `created`. */
  put: Record<PutOutcome, number>
  skipped: Record<SkipReason, number>
  /** Replies that became comments of their own; `disordered` when too many stand before what they answer. */
  uprooted: Record<UprootReason | "disordered", number>
  /** Texts or names that were longer than the limit. */
  shortened: number
  /** Comments without a usable date in UTC. */
  guessedDates: number
}

const NAME_MAX_CHARS = 80
const MAX_COMMENTS = 500_000
/** Replies that stand before what they answer wait in memory up to so many characters. */
const WAITING_MAX_CHARS = 32 * 1024 * 1024

const STATUSES: Record<string, WxrStatus> = {
  "1": "approved",
  approved: "approved",
  "0": "pending",
  hold: "pending",
  trash: "trash",
  "post-trashed": "trash",
  spam: "spam",
}

function whole(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : 0
}

/** The other site in keys: host and path, so that it stays the same when the site moves to https. */
function keyOfSite({ baseUrl, link }: WxrSite): string {
  const url = URL.parse(link || baseUrl)
  return url ? `${url.host}${url.pathname}`.replace(/\/+$/, "") : (link || baseUrl).toLowerCase()
}

function whyLeftOut(comment: WxrRawComment, include: readonly WxrStatus[]): SkipReason | null {
  if (whole(comment.id) === 0) return "no_number"
  if (["pingback", "trackback"].includes(comment.type)) return "ping"
  if (!["", "comment"].includes(comment.type)) return "other_type"
  return include.includes(STATUSES[comment.approved] ?? "pending") ? null : "status"
}

function emptyReport(): WxrReport {
  return {
    site: null,
    items: 0,
    comments: 0,
    put: { created: 0, updated: 0, unchanged: 0 },
    skipped: { ping: 0, other_type: 0, status: 0, empty: 0, no_number: 0, twice: 0, other_page: 0 },
    uprooted: { missing_parent: 0, other_page: 0, cycle: 0, disordered: 0 },
    shortened: 0,
    guessedDates: 0,
  }
}

/** Tells whether any words are left without markup. Most comments show that by their first letter. */
function saysSomething(html: string): boolean {
  return /^[^<&]{0,200}[\p{L}\p{N}]/u.test(html.slice(0, 200)) || !isBlank(htmlToText(html))
}

/** First pass: who answers whom, which are kept, and how the site's clock ran. About 100 bytes a comment are kept. */
async function survey(source: AsyncIterable<Uint8Array>, include: readonly WxrStatus[], maxComments: number) {
  const nodes = new Map<number, WxrNode>()
  const offset = offsetCounter()
  let comments = 0
  for await (const event of readWxr(source)) {
    if (event.kind !== "comment") continue
    comments += 1
    if (comments > maxComments) throw new WxrError("too_many_comments", 0)
    const { comment, item } = event
    offset.note(comment.date, comment.dateGmt)
    const id = whole(comment.id)
    const isKept = whyLeftOut(comment, include) === null && saysSomething(comment.html)
    if (id > 0 && !nodes.has(id)) nodes.set(id, { parent: whole(comment.parent), item: item.number, isKept })
  }
  return { nodes, offsetMinutes: offset.minutes() }
}

type Cooking = {
  siteKey: string
  offsetMinutes: number
  now: Date
  staffUserIds: ReadonlySet<number>
  report: WxrReport
}

function dateOf(comment: WxrRawComment, item: WxrItem, { offsetMinutes, now, report }: Cooking): Date {
  const gmt = parseWxrDate(comment.dateGmt)
  if (gmt !== null && gmt <= now.getTime()) return new Date(gmt)
  report.guessedDates += 1
  const local = parseWxrDate(comment.date)
  const guess = gmt ?? (local === null ? parseWxrDate(item.dateGmt) : local - offsetMinutes * 60_000)
  return new Date(Math.min(guess ?? now.getTime(), now.getTime()))
}

function cook(comment: WxrRawComment, item: WxrItem, text: string, cooking: Cooking): ImportedComment {
  const name = [...htmlToLine(comment.author)]
  if (comment.isCut || name.length > NAME_MAX_CHARS) cooking.report.shortened += 1
  return {
    key: `${cooking.siteKey}#${whole(comment.id)}`,
    id: whole(comment.id),
    parentId: null,
    item,
    status: STATUSES[comment.approved] ?? "pending",
    name: name.slice(0, NAME_MAX_CHARS).join("").trim(),
    email: parseEmailAddress(comment.email),
    website: readWebsite(comment.url) || null,
    text,
    postedAt: dateOf(comment, item, cooking),
    isStaff: cooking.staffUserIds.has(whole(comment.userId)) && whole(comment.userId) > 0,
  }
}

/** Hands comments over so that each comes after the one it answers. */
function orderedPut(put: (comment: ImportedComment) => Promise<void>, report: WxrReport) {
  const done = new Set<number>()
  const waiting = new Map<number, ImportedComment[]>()
  let waitingChars = 0

  async function hand(first: ImportedComment): Promise<void> {
    const ready = [first]
    for (let comment = ready.pop(); comment; comment = ready.pop()) {
      await put(comment)
      done.add(comment.id)
      const replies = waiting.get(comment.id) ?? []
      waiting.delete(comment.id)
      waitingChars -= replies.reduce((sum, { text }) => sum + text.length, 0)
      ready.push(...replies.reverse())
    }
  }

  return {
    async take(comment: ImportedComment): Promise<void> {
      if (comment.parentId === null || done.has(comment.parentId)) return hand(comment)
      if (waitingChars > WAITING_MAX_CHARS) {
        report.uprooted.disordered += 1
        return hand({ ...comment, parentId: null })
      }
      waitingChars += comment.text.length
      const others = waiting.get(comment.parentId)
      if (others) others.push(comment)
      else waiting.set(comment.parentId, [comment])
    },
    /** Nobody should wait any more; whoever does is not lost for that. */
    async end(): Promise<void> {
      for (const comment of [...waiting.values()].flat()) {
        report.uprooted.disordered += 1
        await put({ ...comment, parentId: null })
      }
    },
  }
}

/**
 * Imports the comments of a WordPress export in two passes: the first learns who answers whom, the second hands the comments over in
 * the order of the file, parents first. Memory grows with the number of comments (about 100 bytes each), not with their texts.
 *
 * Left out: pings, other types, network addresses, meta data, comments without words or number, and those whose status is not wanted.
 *
 * @param open Opens the file anew; called twice.
 * @param sink `null` for a dry run: the report says what would happen.
 * @throws WxrError when the file is not a sound export. Nothing has been handed over when the first pass fails.
 */
export async function importWxr(
  open: () => AsyncIterable<Uint8Array>,
  sink: WxrSink | null,
  options: WxrImportOptions,
): Promise<WxrReport> {
  const { now, include = ["approved", "pending"], staffUserIds = new Set(), maxComments = MAX_COMMENTS } = options
  const report = emptyReport()
  const { nodes, offsetMinutes } = await survey(open(), include, maxComments)
  const { parents, uprooted } = placeComments(nodes)
  Object.assign(report.uprooted, uprooted)

  const cooking = { siteKey: "", offsetMinutes: options.siteOffsetMinutes ?? offsetMinutes, now, staffUserIds, report }
  const seen = new Set<number>()
  let isItemTaken = true
  const ordered = orderedPut(async (comment) => {
    const outcome = sink ? await sink.put(comment) : "created"
    report.put[outcome] += 1
  }, report)

  for await (const event of readWxr(open())) {
    if (event.kind === "site") {
      report.site = event.site
      cooking.siteKey = options.siteKey ?? keyOfSite(event.site)
    } else if (event.kind === "item") {
      report.items += 1
      isItemTaken = (await sink?.item?.(event.item)) ?? true
    } else {
      const { comment, item } = event
      report.comments += 1
      const id = whole(comment.id)
      const why = whyLeftOut(comment, include) ?? (isItemTaken ? null : "other_page") ?? (seen.has(id) ? "twice" : null)
      if (id > 0) seen.add(id)
      const text = why ? "" : htmlToText(comment.html)
      const reason = why ?? (isBlank(text) ? "empty" : null)
      if (reason) report.skipped[reason] += 1
      else await ordered.take({ ...cook(comment, item, text, cooking), parentId: parents.get(id) ?? null })
    }
  }
  await ordered.end()
  return report
}
