import "server-only"
import { z } from "zod"
import { recordAudit } from "#lib/domain/identity/audit"
import { type Actor, isAtLeast } from "#lib/domain/identity/policy"
import { db, transaction } from "#lib/platform/db"
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
  return transaction(async (tx) => {
    if ((await tx.tag.count({ where: { campaignId } })) >= TAGS_MAX) return fail("tag_many")
    const id = newId()
    const { count } = await tx.tag.createMany({ data: [{ id, campaignId, ...tag }], skipDuplicates: true })
    if (count === 0) return fail("tag_known")
    await recordAudit(tx, actor.organiserId, "tag_added", { campaignId, subjectId: id })
    return ok(null)
  })
}

/** Takes a partner code off the list; what was counted under it stays. Owners only. */
export async function removeTag(actor: Actor, campaignId: string, id: string): Promise<Result<null, "forbidden">> {
  if (!isAtLeast(actor, campaignId, "OWNER")) return fail("forbidden")
  return transaction(async (tx) => {
    const { count } = await tx.tag.deleteMany({ where: { id, campaignId } })
    if (count > 0) await recordAudit(tx, actor.organiserId, "tag_removed", { campaignId, subjectId: id })
    return ok(null)
  })
}
