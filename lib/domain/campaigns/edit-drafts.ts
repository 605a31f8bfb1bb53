import "server-only"
import type { Part } from "#lib/domain/campaigns/edits"
import { type Actor, canEditCampaign } from "#lib/domain/identity/policy"
import { db } from "#lib/platform/db"
import { seal, unseal } from "#lib/platform/seal"
import { fail, ok, type Result } from "#lib/shared/result"

/** What somebody typed and did not save stays this long. */
export const EDIT_DRAFT_DAYS = 30

type DraftOf = { campaignId: string; part: Part }

const sealContext = (organiserId: string, { campaignId, part }: DraftOf) => {
  return { table: "EditDraft", column: "sealed", row: `${organiserId} ${campaignId} ${part}` }
}

/** What an organiser typed, and the revision it was typed into. */
export type EditDraftView = { values: Record<string, string>; revision: number; savedAt: Date }

/** Keeps what an organiser types, encrypted, for them alone. It changes nothing that anybody else sees. */
export async function keepEditDraft(
  actor: Actor,
  draft: DraftOf,
  { values, revision }: { values: Record<string, string>; revision: number },
  now: Date,
): Promise<Result<null, "forbidden">> {
  const { organiserId } = actor
  if (!canEditCampaign(actor, draft.campaignId)) return fail("forbidden")
  const sealed = new Uint8Array(seal(sealContext(organiserId, draft), values))
  const where = { organiserId_campaignId_part: { organiserId, ...draft } }
  const data = { sealed, revision, savedAt: now }
  await db().editDraft.upsert({ where, create: { organiserId, ...draft, ...data }, update: data })
  return ok(null)
}

/** What an organiser typed into a part and did not save; `null` when there is nothing. */
export async function findEditDraft(actor: Actor, draft: DraftOf): Promise<EditDraftView | null> {
  const { organiserId } = actor
  const found = await db().editDraft.findUnique({ where: { organiserId_campaignId_part: { organiserId, ...draft } } })
  if (!found) return null
  const { sealed, revision, savedAt } = found
  return { values: unseal<Record<string, string>>(sealContext(organiserId, draft), sealed), revision, savedAt }
}

/** Forgets what an organiser typed. */
export async function dropEditDraft(actor: Actor, draft: DraftOf): Promise<void> {
  await db().editDraft.deleteMany({ where: { organiserId: actor.organiserId, ...draft } })
}

/** Deletes what nobody came back to. Safe to run twice. */
export async function deleteOldEditDrafts(now: Date): Promise<void> {
  const before = new Date(now.getTime() - EDIT_DRAFT_DAYS * 86_400_000)
  await db().editDraft.deleteMany({ where: { savedAt: { lt: before } } })
}
