import "server-only"
import { PAGE_SIZE } from "#lib/domain/comments/limits"
import { threadOf } from "#lib/domain/comments/places"
import type { CommentState, CommentWriter } from "#lib/generated/prisma/enums"
import { hotPool } from "#lib/platform/sql"

export type Order = "oldest" | "newest"

/** What a visitor may see of a comment: no address, no moment, no fingerprint. */
export type PublicComment = {
  id: string
  /** `visible`, or what stands in its place while replies hang on it. */
  mark: "visible" | "deleted" | "removed" | "held"
  level: number
  name: string
  website: string | null
  /** With which company's account it was written; `null` for guests. */
  provider: string | null
  /** Web addresses of guests, and of whoever wrote on another site, stay text. */
  hasLinks: boolean
  body: string
  /** The language of the form it was written in. */
  locale: string
  /** `YYYY-MM-DD`. */
  postedOn: string
  isEdited: boolean
  /** What it answers; its name is `null` when that is no longer there to be read. */
  parent: { id: string; name: string | null } | null
}

export type CommentPage = { comments: PublicComment[]; before: string | null; after: string | null }

type Row = {
  publicId: string
  state: CommentState
  level: number
  name: string | null
  website: string | null
  provider: string | null
  writer: CommentWriter
  body: string | null
  locale: string
  postedOn: string
  isEdited: boolean
  place: Uint8Array
  parentPublicId: string | null
  parentName: string | null
}

const FIELDS = `c."publicId", c.state, c.level, c.name, c.website, c.provider, c.writer, c.body, c.locale,
  to_char(c."postedAt" at time zone 'UTC', 'YYYY-MM-DD') as "postedOn", c."editedAt" is not null as "isEdited",
  p."publicId" as "parentPublicId", p.name as "parentName"`

const MARKS: Record<CommentState, PublicComment["mark"]> = {
  VISIBLE: "visible",
  DELETED: "deleted",
  HELD: "held",
  SPAM: "removed",
  REJECTED: "removed",
  REMOVED: "removed",
}

function toPublic(row: Row): PublicComment {
  const isVisible = row.state === "VISIBLE"
  return {
    id: row.publicId,
    mark: MARKS[row.state],
    level: row.level,
    name: (isVisible && row.name) || "",
    website: isVisible ? row.website : null,
    provider: isVisible ? row.provider : null,
    hasLinks: row.writer === "ACCOUNT",
    body: (isVisible && row.body) || "",
    locale: row.locale,
    postedOn: row.postedOn,
    isEdited: isVisible && row.isEdited,
    parent: row.parentPublicId ? { id: row.parentPublicId, name: row.parentName } : null,
  }
}

/** Names of the columns that hold the places. They are put into the statements below; nothing of a request is. */
const PLACE: Record<Order, "oldestPlace" | "newestPlace"> = { oldest: "oldestPlace", newest: "newestPlace" }

type Range = { comparison: ">" | ">=" | "<"; place: Uint8Array | null; limit: number }

/** Shown comments from a place on, forwards or backwards. The index has them in this order: the cost is that of the rows read. */
async function readRange(campaignId: string, order: Order, { comparison, place, limit }: Range): Promise<Row[]> {
  const column = PLACE[order]
  const isBackwards = comparison === "<"
  const bound = place ? `and c."${column}" ${comparison} $3` : ""
  const { rows } = await hotPool().query<Row>({
    name: `comments ${order} ${place ? comparison : "all"}`,
    text: `select ${FIELDS}, c."${column}" as place
      from (select * from "Comment" c where c."campaignId" = $1 and c."isShown" ${bound}
        order by c."${column}" ${isBackwards ? "desc" : "asc"} limit $2) c
      left join "Comment" p on p.id = c."parentId"
      order by c."${column}"`,
    values: [campaignId, limit, ...(place ? [place] : [])],
  })
  return rows
}

async function findPlace(campaignId: string, publicId: string, order: Order): Promise<Uint8Array | null> {
  const { rows } = await hotPool().query<{ place: Uint8Array }>({
    name: `comment-place ${order}`,
    text: `select "${PLACE[order]}" as place from "Comment" where "campaignId" = $1 and "publicId" = $2`,
    values: [campaignId, publicId],
  })
  return rows[0]?.place ?? null
}

async function hasEarlier(campaignId: string, order: Order, place: Uint8Array): Promise<boolean> {
  return (await readRange(campaignId, order, { comparison: "<", place, limit: 1 })).length > 0
}

/** One page out of the rows read: one row more than it has tells whether there is a next one. */
function toPage(rows: Row[], size: number, isFirst: boolean): CommentPage {
  const found = rows.slice(0, size)
  return {
    comments: found.map(toPublic),
    before: isFirst ? null : (found[0]?.publicId ?? null),
    after: rows.length > size ? (found.at(-1)?.publicId ?? null) : null,
  }
}

export type PageWish = { order: Order; after?: string | null; before?: string | null; at?: string | null }

/**
 * One page of a thread. Costs the same on every page and in every thread.
 *
 * @param wish `after` and `before`: id of the comment that ends or begins the page next to it; `at`: a comment that must be on the
 * page, which begins with its thread where that fits. Ids that are not known give the first page.
 * @param size Rows, 1 to 100.
 */
export async function listComments(campaignId: string, wish: PageWish, size = PAGE_SIZE): Promise<CommentPage> {
  const { order, after, before, at } = wish
  if (at) {
    const page = await pageAt(campaignId, order, at, size)
    if (page) return page
  }
  const wanted = after ?? before
  const place = wanted ? await findPlace(campaignId, wanted, order) : null
  if (place && before) {
    const rows = await readRange(campaignId, order, { comparison: "<", place, limit: size + 1 })
    const isFirst = rows.length <= size
    const found = isFirst ? rows : rows.slice(1)
    return {
      comments: found.map(toPublic),
      before: isFirst ? null : (found[0]?.publicId ?? null),
      after: found.at(-1)?.publicId ?? null,
    }
  }
  const rows = await readRange(campaignId, order, { comparison: ">", place, limit: size + 1 })
  return toPage(rows, size, place === null)
}

async function pageAt(campaignId: string, order: Order, publicId: string, size: number): Promise<CommentPage | null> {
  const place = await findPlace(campaignId, publicId, order)
  if (!place) return null
  for (const start of [threadOf(place), place]) {
    const rows = await readRange(campaignId, order, { comparison: ">=", place: start, limit: size + 1 })
    if (!rows.slice(0, size).some((row) => row.publicId === publicId)) continue
    return toPage(rows, size, !(await hasEarlier(campaignId, order, rows[0]!.place)))
  }
  return null
}

/** The newest visible comments, the oldest of them first. @param limit 1 to 100. */
export async function listLatest(campaignId: string, limit: number): Promise<PublicComment[]> {
  const { rows } = await hotPool().query<Row>({
    name: "comments-latest",
    text: `select ${FIELDS}, c."oldestPlace" as place
      from (select * from "Comment" where "campaignId" = $1 and state = 'VISIBLE' order by "postedAt" desc limit $2) c
      left join "Comment" p on p.id = c."parentId" order by c."postedAt"`,
    values: [campaignId, limit],
  })
  return rows.map(toPublic)
}

/** One comment as visitors see it; `null` when it has no place on the page. */
export async function findComment(campaignId: string, publicId: string): Promise<PublicComment | null> {
  const { rows } = await hotPool().query<Row>({
    name: "comment-one",
    text: `select ${FIELDS}, c."oldestPlace" as place from "Comment" c left join "Comment" p on p.id = c."parentId"
      where c."campaignId" = $1 and c."publicId" = $2 and c."isShown"`,
    values: [campaignId, publicId],
  })
  return rows[0] ? toPublic(rows[0]) : null
}

/** How many comments of a campaign are visible. */
export async function countComments(campaignId: string): Promise<number> {
  const { rows } = await hotPool().query<{ visible: number }>({
    name: "comments-count",
    text: 'select visible from "CommentTally" where "campaignId" = $1',
    values: [campaignId],
  })
  return rows[0]?.visible ?? 0
}

/** Where a comment stands: for addresses that do not name its campaign. */
export async function findCommentSlug(publicId: string): Promise<string | null> {
  const { rows } = await hotPool().query<{ slug: string }>({
    name: "comment-slug",
    text: `select c.slug from "Comment" m join "Campaign" c on c.id = m."campaignId"
      where m."publicId" = $1 and m."isShown" and c.status <> 'DRAFT'`,
    values: [publicId],
  })
  return rows[0]?.slug ?? null
}

/** How many comments of each campaign can be read, by campaign id; where none are shown, the campaign is left out. */
export async function countReadable(campaignIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await hotPool().query<{ id: string; visible: number }>({
    name: "count-readable-comments",
    text: `select t."campaignId" as id, t.visible from "CommentTally" t
      left join "CommentSettings" s on s."campaignId" = t."campaignId"
      where t."campaignId" = any($1::uuid[]) and t.visible > 0 and s.mode is distinct from 'OFF'`,
    values: [[...campaignIds]],
  })
  return new Map(rows.map(({ id, visible }) => [id, visible]))
}
