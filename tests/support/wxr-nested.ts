import { wxrComment } from "#tests/support/wxr"

/** Who answers whom: threads of one to many, some 40 deep, some replies in the file before what they answer. */
export function parentOf(id: number): number {
  if (id % 50 === 1) return 0
  if (id % 50 < 41) return id - 1
  return id - (id % 50) + 1 + (id % 7)
}

/** Many comments as an export has them: nested, every tenth out of its order, some not approved. */
export function nestedComments(count: number): string {
  const ids = Array.from({ length: count }, (_, index) => index + 1)
  // Every tenth changes places with its neighbour.
  for (let at = 10; at < ids.length; at += 10) [ids[at - 1], ids[at]] = [ids[at]!, ids[at - 1]!]
  return ids
    .map((id) => {
      const date = new Date(Date.UTC(2015, 6, 20, 10) + id * 61_000).toISOString().slice(0, 19).replace("T", " ")
      return wxrComment(id, {
        comment_parent: parentOf(id),
        comment_date: date,
        comment_date_gmt: date,
        comment_approved: id % 97 === 0 ? 0 : 1,
        comment_content: `<![CDATA[Words <b>number</b> ${id} &amp; more.]]>`,
      })
    })
    .join("")
}
