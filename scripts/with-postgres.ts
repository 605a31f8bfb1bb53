import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { startPostgres, stopLeftOver } from "#lib/platform/embedded-postgres"
import { isAlive } from "#lib/platform/postgres-files"

const PREFIX = "two-minutes-temporary-"

/** Starts an empty PostgreSQL in a folder of its own, which is gone after `stop`. */
export async function startTemporaryPostgres(): Promise<{ url: string; stop: () => Promise<void> }> {
  await removeAbandoned()
  const folder = mkdtempSync(join(tmpdir(), PREFIX))
  // PostgreSQL may run as another user, who has to pass through.
  chmodSync(folder, 0o755)
  writeFileSync(join(folder, "owner"), String(process.pid))
  const postgres = await startPostgres(folder)
  return {
    url: postgres.url,
    stop: async () => {
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Ends and removes what earlier runs, which were killed, left behind. */
async function removeAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name)
    try {
      if (isAlive(Number(readFileSync(join(folder, "owner"), "utf8")))) continue
      await stopLeftOver(join(folder, "postgres"))
      rmSync(folder, { recursive: true, force: true })
    } catch {
      // Another run is just making or removing it, or it belongs to another user.
    }
  }
}
