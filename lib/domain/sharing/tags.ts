import "server-only"
import { z } from "zod"
import { type Actor, isAtLeast } from "#lib/domain/identity/policy"
import { db } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { TAG_MAX_CHARS, TAG_PATTERN } from "#lib/shared/tag-code"
import { fail, ok, type Result } from "#lib/shared/result"

/** A partner's code and the partner's name as organisers wrote it. */
export type TagView = { id: string; code: string; label: string }

const TAGS_MAX = 50

/** What an organiser types for a new partner code. */
export const tagFields = z.object({
  code: z.string().trim().toLowerCase().regex(TAG_PATTERN, "tag_code"),
  label: z.string().trim().min(1, "tag_label").max(TAG_MAX_CHARS, "tag_label"),
})

/** The partner codes of a campaign, in the order of their names. The caller has asked who may see them. */
export async function listTags(campaignId: string): Promise<TagView[]> {
  return db().tag.findMany({
    where: { campaignId },
    select: { id: true, code: true, label: true },
    orderBy: [{ label: "asc" }, { code: "asc" }],
    take: TAGS_MAX,
  })
}

/** Adds a partner code. Owners only. @returns `tag_known` when the code is there, `tag_many` when the list is full. */
export async function addTag(
  actor: Actor,
  campaignId: string,
  tag: z.infer<typeof tagFields>,
): Promise<Result<null, "forbidden" | "tag_known" | "tag_many">> {
  if (!isAtLeast(actor, campaignId, "OWNER")) return fail("forbidden")
  if ((await db().tag.count({ where: { campaignId } })) >= TAGS_MAX) return fail("tag_many")
  const { count } = await db().tag.createMany({ data: [{ id: newId(), campaignId, ...tag }], skipDuplicates: true })
  return count > 0 ? ok(null) : fail("tag_known")
}

/** Takes a partner code off the list; what was counted under it stays. Owners only. */
export async function removeTag(actor: Actor, campaignId: string, id: string): Promise<Result<null, "forbidden">> {
  if (!isAtLeast(actor, campaignId, "OWNER")) return fail("forbidden")
  await db().tag.deleteMany({ where: { id, campaignId } })
  return ok(null)
}
