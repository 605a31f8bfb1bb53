import type { Cell } from "#tests/integration/admin/cell"
import { addTag } from "#lib/domain/sharing/tags"
import { db } from "#lib/platform/db"

let made = 0
const code = () => `partner${(made += 1)}`

export const insightsCells: Record<string, Cell> = {
  "insights.add-tag": async ({ campaign }) => ({
    params: { id: campaign.id },
    body: { code: code(), label: "A partner" },
  }),
  "insights.remove-tag": async ({ campaign, owner }) => {
    const added = await addTag(owner, campaign.id, { code: code(), label: "A partner" })
    if (!added.ok) throw new Error(added.code)
    const { id } = await db().tag.findFirstOrThrow({ where: { campaignId: campaign.id } })
    return { params: { id: campaign.id }, body: { tag: id } }
  },
  "insights.table": async ({ campaign }) => ({ params: { id: campaign.id, table: "country" } }),
}
