import { chmodSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { startPostgres } from "#lib/platform/embedded-postgres"

/** Databases on one server, so that contestants share disk and settings. */
export async function withDatabases<Value>(work: (url: string) => Promise<Value>): Promise<Value> {
  const folder = mkdtempSync(join(tmpdir(), "two-minutes-bench-"))
  chmodSync(folder, 0o755)
  const postgres = await startPostgres(folder)
  try {
    return await work(postgres.url)
  } finally {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Messages are queued durably with what causes them; the worker that sends them is another program here, as on a larger site. */
export const VARIABLES = { WORKER: "off", APP_SECRET: "only-for-benchmarks-0123456789abcdefghij" }
