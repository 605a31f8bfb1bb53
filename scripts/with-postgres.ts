import { chmodSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { startPostgres } from "#lib/platform/embedded-postgres"

/** Starts an empty PostgreSQL in a folder of its own, which is gone after `stop`. */
export async function startTemporaryPostgres(): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "two-minutes-"))
  chmodSync(folder, 0o755)
  const postgres = await startPostgres(folder)
  return {
    url: postgres.url,
    stop: async () => {
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
