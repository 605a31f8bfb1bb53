import type { Cell } from "#tests/integration/admin/cell"
import { addBlockRule } from "#lib/domain/moderation/block-commands"
import { db } from "#lib/platform/db"
import { createComment, decide, screeningOf } from "#tests/factories/comment"

export const moderationCells: Record<string, Cell> = {
  "moderation.decide": async ({ campaign }) => {
    const { commentId } = await createComment(campaign)
    const { round } = await screeningOf(commentId)
    return { params: { kind: "comment", subject: commentId }, body: { action: "approve", round: String(round) } }
  },
  "moderation.undo": async ({ campaign, organiserId }) => {
    const { commentId } = await createComment(campaign)
    const id = await decide(commentId, "approve")
    // Only who decided takes back; the right must still be there.
    await db().decision.update({ where: { id }, data: { organiserId } })
    return { body: { decision: id } }
  },
  "moderation.add-rule": async ({ campaign }) => ({ body: { rule: "some words", what: "hold", scope: campaign.id } }),
  "moderation.remove-rule": async ({ campaign, owner }) => {
    await addBlockRule(owner, { scope: campaign.id, typed: "other words", action: "hold" })
    const { id } = await db().blockRule.findFirstOrThrow({ where: { scope: campaign.id } })
    return { body: { id } }
  },
  "moderation.comment-choices": async ({ campaign }) => ({ body: { campaign: campaign.id, mode: "OPEN" } }),
}
