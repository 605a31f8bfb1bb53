import { hotPool } from "#lib/platform/sql"

/** Deletes drafts, rate buckets, form keys and daily salts whose time is over. Safe to run twice. */
export async function deleteExpired(now: Date): Promise<void> {
  for (const table of ["FormDraft", "RateBucket", "IdempotencyKey", "SecretKey"]) {
    await hotPool().query(`delete from "${table}" where "expiresAt" <= $1`, [now])
  }
}
