import { hash } from "node:crypto"
import { seal, unseal } from "#lib/platform/seal"
import { hotPool } from "#lib/platform/sql"

/** How long what was typed waits for its writer. */
export const DRAFT_TTL_MINUTES = 30

/** Which draft of a visitor: one for each kind of page and campaign. */
export type DraftKey = { kind: string; scope: string }

export type StoredDraft<Data> = { data: Data; refId: string | null; round: number | null; tries: number }

/** What is stored of the visitor's cookie. */
export function hashVisitor(visitorId: string): Buffer {
  return hash("sha256", `visitor\u0000${visitorId}`, "buffer")
}

/** Encrypts a draft for exactly this visitor, kind and scope. */
export function sealDraft(visitorHash: Buffer, { kind, scope }: DraftKey, data: unknown): Buffer {
  return seal({ table: "FormDraft", column: "sealed", row: `${visitorHash.toString("hex")} ${kind} ${scope}` }, data)
}

/** Keeps a draft, for 30 minutes unless told otherwise, in place of an earlier one of the same kind and scope. */
export async function saveDraft(
  visitorId: string,
  key: DraftKey,
  data: unknown,
  {
    refId = null,
    round = null,
    ttlMinutes = DRAFT_TTL_MINUTES,
  }: { refId?: string | null; round?: number | null; ttlMinutes?: number } = {},
): Promise<void> {
  const visitorHash = hashVisitor(visitorId)
  await hotPool().query({
    name: "save-draft",
    text: `insert into "FormDraft" ("visitorHash", kind, scope, sealed, "refId", round, "expiresAt")
      values ($1, $2, $3, $4, $5, $6, now() + make_interval(mins => $7))
      on conflict ("visitorHash", kind, scope) do update set sealed = excluded.sealed, "refId" = excluded."refId",
        round = excluded.round, tries = 0, "expiresAt" = excluded."expiresAt"`,
    values: [visitorHash, key.kind, key.scope, sealDraft(visitorHash, key, data), refId, round, ttlMinutes],
  })
}

/** Changes what is in a draft without touching what it refers to or how long it lives. */
export async function rewriteDraft(visitorId: string, key: DraftKey, data: unknown): Promise<void> {
  const visitorHash = hashVisitor(visitorId)
  await hotPool().query('update "FormDraft" set sealed = $4 where "visitorHash" = $1 and kind = $2 and scope = $3', [
    visitorHash,
    key.kind,
    key.scope,
    sealDraft(visitorHash, key, data),
  ])
}

/** The visitor's draft, or `null` when there is none or its 30 minutes are over. */
export async function loadDraft<Data>(visitorId: string, key: DraftKey): Promise<StoredDraft<Data> | null> {
  const visitorHash = hashVisitor(visitorId)
  const { rows } = await hotPool().query<{ sealed: Buffer; refId: string | null; round: number | null; tries: number }>(
    {
      name: "load-draft",
      text: `select sealed, "refId", round, tries from "FormDraft"
      where "visitorHash" = $1 and kind = $2 and scope = $3 and "expiresAt" > now()`,
      values: [visitorHash, key.kind, key.scope],
    },
  )
  const row = rows[0]
  if (!row) return null
  const context = {
    table: "FormDraft",
    column: "sealed",
    row: `${visitorHash.toString("hex")} ${key.kind} ${key.scope}`,
  }
  return { data: unseal<Data>(context, row.sealed), refId: row.refId, round: row.round, tries: row.tries }
}

/**
 * Counts one more try on a draft, so that guessing on a page ends.
 *
 * @returns The tries so far with this one, or `null` without a draft.
 */
export async function countTry(visitorId: string, { kind, scope }: DraftKey): Promise<number | null> {
  const { rows } = await hotPool().query<{ tries: number }>(
    `update "FormDraft" set tries = tries + 1
      where "visitorHash" = $1 and kind = $2 and scope = $3 and "expiresAt" > now() returning tries`,
    [hashVisitor(visitorId), kind, scope],
  )
  return rows[0]?.tries ?? null
}

/** Forgets one draft of a visitor. */
export async function dropDraft(visitorId: string, { kind, scope }: DraftKey): Promise<void> {
  await hotPool().query('delete from "FormDraft" where "visitorHash" = $1 and kind = $2 and scope = $3', [
    hashVisitor(visitorId),
    kind,
    scope,
  ])
}

/** Forgets everything a visitor left here. */
export async function dropDrafts(visitorId: string): Promise<void> {
  await hotPool().query('delete from "FormDraft" where "visitorHash" = $1', [hashVisitor(visitorId)])
}
