import { createHash } from "node:crypto"
import { fingerprint } from "#lib/platform/fingerprints"
import { seal, unseal } from "#lib/platform/seal"
import { hotPool } from "#lib/platform/sql"

/** An answer as it is kept: enough to give it again. */
export type KeptAnswer = { status: number; headers: [string, string][]; body: string }

export type KeyVerdict =
  | { state: "first"; keep: (answer: KeptAnswer) => Promise<void>; release: () => Promise<void> }
  | { state: "repeat"; answer: KeptAnswer }
  | { state: "busy" }
  | { state: "other-request" }

const KEY_MAX_CHARS = 200

/**
 * Claims a form or API key for one request (contract.md: honoured for 24 hours).
 *
 * @param scope Campaign and kind of content: the same key elsewhere is another key.
 * @param body Everything that was sent; the same key with something else is `other-request`.
 */
export async function claimKey(scope: string, key: string, body: string): Promise<KeyVerdict> {
  const hash = createHash("sha256")
    .update(`${scope}\u0000${key.slice(0, KEY_MAX_CHARS)}`)
    .digest()
  const bodyHash = fingerprint("idempotency", scope, body)
  const context = { table: "IdempotencyKey", column: "sealed", row: hash }
  const claimed = await hotPool().query(
    `insert into "IdempotencyKey" (hash, "bodyHash", "expiresAt") values ($1, $2, now() + interval '24 hours')
     on conflict (hash) do update set "bodyHash" = excluded."bodyHash", sealed = null, "expiresAt" = excluded."expiresAt"
     where "IdempotencyKey"."expiresAt" <= now()`,
    [hash, bodyHash],
  )
  if (claimed.rowCount) {
    return {
      state: "first",
      keep: async (answer) => {
        await hotPool().query('update "IdempotencyKey" set sealed = $2 where hash = $1', [hash, seal(context, answer)])
      },
      release: async () => {
        await hotPool().query('delete from "IdempotencyKey" where hash = $1', [hash])
      },
    }
  }
  const { rows } = await hotPool().query<{ bodyHash: Buffer; sealed: Buffer | null }>(
    'select "bodyHash", sealed from "IdempotencyKey" where hash = $1',
    [hash],
  )
  const found = rows[0]
  if (!found?.sealed) return found && !found.bodyHash.equals(bodyHash) ? { state: "other-request" } : { state: "busy" }
  if (!found.bodyHash.equals(bodyHash)) return { state: "other-request" }
  return { state: "repeat", answer: unseal<KeptAnswer>(context, found.sealed) }
}
