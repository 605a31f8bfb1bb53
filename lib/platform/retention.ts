import { hotPool } from "#lib/platform/sql"

/** Deletes drafts, rate buckets, form keys, daily salts and the files of tasks whose time is over. Safe to run twice. */
export async function deleteExpired(now: Date): Promise<void> {
  for (const table of ["FormDraft", "RateBucket", "IdempotencyKey", "SecretKey", "Task"]) {
    await hotPool().query(`delete from "${table}" where "expiresAt" <= $1`, [now])
  }
}
