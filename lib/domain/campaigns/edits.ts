import "server-only"
import { type AuditAction, recordAudit } from "#lib/domain/identity/audit"
import { type Actor, canEditCampaign } from "#lib/domain/identity/policy"
import type { Campaign, CampaignEdit } from "#lib/generated/prisma/client"
import { db, transaction, type Transaction } from "#lib/platform/db"
import { notify } from "#lib/platform/notify"
import type { Locale } from "#lib/shared/locales"
import { fail, type Result } from "#lib/shared/result"

/** A part of a campaign that is edited by itself. Two organisers who edit different parts are not in each other's way. */
export type Part =
  `text:${Locale}` | `appeal:${Locale}` | "form" | "target" | "look" | "safety" | "outcome" | "dates" | "slug"

/** Why a change is refused: no right, no such campaign or part, or somebody saved the part meanwhile. */
export type EditRefusal = "forbidden" | "unknown" | "overlap"

/** Who changes which part, and the revision that their form was made from; 0 where it was never changed. */
export type EditOf = { actor: Actor; campaignId: string; part: Part; revision: number }

/**
 * The campaign, locked until the transaction ends.
 *
 * The lock is the one that a foreign key waits for: a signature that is being counted at this moment (its row of `CountDelta` refers to
 * the campaign) is committed before the lock is given, or waits until this transaction is over. So what is found under the lock stays true.
 */
export async function lockCampaign(tx: Transaction, id: string): Promise<Campaign | null> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return null
  await tx.$queryRaw`select id from "Campaign" where id = ${id}::uuid for update`
  return tx.campaign.findUnique({ where: { id } })
}

async function revisionIn(tx: Transaction, campaignId: string, part: Part): Promise<number> {
  const last = await tx.campaignEdit.aggregate({ where: { campaignId, part }, _max: { revision: true } })
  return last._max.revision ?? 0
}

/** What an editing command did: the fields that changed, and what the log calls it. None changed: nothing is recorded. */
export type Edited = { fields: readonly string[]; action?: AuditAction; parts?: readonly Part[] }

/**
 * Runs a change of one part of a campaign under the campaign's lock, records it, and drops the pages that show it.
 *
 * @param work Makes the change; what it returns other than `ok` leaves nothing behind.
 * @returns `overlap` when the part was saved since the form was made, and nothing happened.
 */
export async function editPart<Code extends string>(
  { actor, campaignId, part, revision }: EditOf,
  work: (tx: Transaction, campaign: Campaign) => Promise<Result<Edited, Code>>,
): Promise<Result<null, Code | EditRefusal>> {
  if (!canEditCampaign(actor, campaignId)) return fail("forbidden")
  return transaction(async (tx) => {
    const campaign = await lockCampaign(tx, campaignId)
    if (!campaign) return fail("unknown")
    if ((await revisionIn(tx, campaignId, part)) !== revision) return fail("overlap")
    const result = await work(tx, campaign)
    if (!result.ok) return result
    const { fields, action = "campaign_changed", parts = [part] } = result.value
    if (fields.length > 0) {
      for (const changed of parts) {
        const next = (await revisionIn(tx, campaignId, changed)) + 1
        await tx.campaignEdit.create({
          data: { campaignId, part: changed, revision: next, organiserId: actor.organiserId, fields: [...fields] },
        })
      }
      await recordAudit(tx, actor.organiserId, action, { campaignId, subjectId: part })
      await announceCampaign(tx, campaign.slug)
    }
    await tx.editDraft.deleteMany({ where: { organiserId: actor.organiserId, campaignId, part } })
    return { ok: true, value: null }
  })
}

/** Drops the pages of a campaign on every node when the transaction commits. */
export async function announceCampaign(tx: Transaction, slug: string): Promise<void> {
  await notify(tx, "page_changed", JSON.stringify({ slug, drop: true }))
}

/** Names of the fields that differ from what is stored. */
export function changedFields<Fields extends object>(fields: Fields, stored: Partial<Record<keyof Fields, unknown>>) {
  return (Object.keys(fields) as (keyof Fields & string)[]).filter((name) => fields[name] !== stored[name])
}

/** One saved change, as organisers see it. */
export type EditView = { part: string; revision: number; organiserId: string | null; fields: string[]; at: Date }

function toEditView({ createdAt, part, revision, organiserId, fields }: CampaignEdit): EditView {
  return { part, revision, organiserId, fields, at: createdAt }
}

/** The revision that a form of a part is made from. */
export async function findRevision(campaignId: string, part: Part): Promise<number> {
  const last = await db().campaignEdit.aggregate({ where: { campaignId, part }, _max: { revision: true } })
  return last._max.revision ?? 0
}

/** What was saved of a campaign, the newest first. */
export async function listEdits(campaignId: string): Promise<EditView[]> {
  const found = await db().campaignEdit.findMany({ where: { campaignId }, orderBy: { createdAt: "desc" }, take: 200 })
  return found.map(toEditView)
}

/** What was saved of a part since a revision, the newest first. */
export async function listEditsSince(campaignId: string, part: Part, revision: number): Promise<EditView[]> {
  const found = await db().campaignEdit.findMany({
    where: { campaignId, part, revision: { gt: revision } },
    orderBy: { revision: "desc" },
    take: 20,
  })
  return found.map(toEditView)
}
