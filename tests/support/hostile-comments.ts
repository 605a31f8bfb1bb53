import { decideComment } from "#lib/domain/comments/decide"
import { postComment, type Writer } from "#lib/domain/comments/post"
import { guestFields } from "#lib/domain/comments/schema"
import type { SignableCampaign } from "#lib/domain/signatures/sign"
import { bodyOf, postingOf } from "#tests/factories/comment"
import { createOrganiser } from "#tests/factories/organiser"
import { HOSTILE_VALUES, type HostileValue } from "#tests/support/hostile-corpus"

export type HostileField = "body" | "name" | "website"

const FIELDS: HostileField[] = ["body", "name", "website"]

/** Every value in every field that people write for others. */
export const HOSTILE_PLACES: { field: HostileField; value: HostileValue }[] = FIELDS.flatMap((field) =>
  HOSTILE_VALUES.map((value) => ({ field, value })),
)

export type HostileComment = { commentId: string; publicId: string; email: string }

let made = 0

/** Posts a comment as the form does, with the value in one field. @returns `null` when the form refuses it. */
async function post(
  campaign: SignableCampaign,
  { field, value }: (typeof HOSTILE_PLACES)[number],
  parent: string | null,
): Promise<HostileComment | null> {
  made += 1
  const email = `hostile-${made}@example.org`
  const fields = { body: bodyOf(made), name: "Ana", website: "", email, notify: "yes", [field]: value.text }
  const read = guestFields.safeParse(fields)
  if (!read.success) return null
  const { name, website, notify, body } = read.data
  // Those who are logged in have links in their words.
  const writer: Writer =
    made % 2 === 0 && field !== "website"
      ? { kind: "account", name, provider: "google", subject: `hostile ${made}` }
      : { kind: "guest", name, email, website, notify, isProven: true }
  const posted = await postComment(postingOf(campaign, { writer, body, parent, typed: fields.body }), new Date())
  if (!posted.ok) throw new Error(`Not posted: ${posted.code}`)
  const { commentId, publicId } = posted.value
  return { commentId, publicId, email }
}

/**
 * Posts comments with hostile values and publishes them, or leaves them to the moderators.
 *
 * @param options `parents`: public ids of what they answer, in this order.
 */
export async function createHostile(
  campaign: SignableCampaign,
  places: typeof HOSTILE_PLACES,
  { isPublished = true, parents = [] as string[], now = new Date() } = {},
): Promise<HostileComment[]> {
  const { actor } = await createOrganiser({ email: `reader-${made}-${campaign.slug}@example.org` })
  const comments: HostileComment[] = []
  for (const place of places) {
    const one = await post(campaign, place, parents[comments.length] ?? null)
    if (!one) continue
    comments.push(one)
    if (!isPublished) continue
    const decision = { commentId: one.commentId, action: "approve", reason: null, round: 1 } as const
    const decided = await decideComment(actor, decision, now)
    if (!decided.ok) throw new Error(`Not decided: ${decided.code}`)
  }
  return comments
}
