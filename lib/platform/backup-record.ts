import { hotPool } from "#lib/platform/sql"

const KEY = "lastBackup"

/** When the last backup of this site was made; `null` for never. */
export async function findLastBackup(): Promise<Date | null> {
  const { rows } = await hotPool().query<{ at: string }>(`select value ->> 'at' as at from "Setting" where key = $1`, [
    KEY,
  ])
  const at = Date.parse(rows[0]?.at ?? "")
  return Number.isNaN(at) ? null : new Date(at)
}
