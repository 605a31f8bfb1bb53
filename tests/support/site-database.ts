import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { TestSite } from "#tests/support/site"

/** Connection string of a running site's embedded database, as its owner. */
export function databaseUrlOf({ dataDir }: Pick<TestSite, "dataDir">): string {
  // Line 4 of the pid file is the port (PostgreSQL, miscadmin.h).
  const port = readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[3]
  const password = readFileSync(join(dataDir, "postgres-password"), "utf8").trim()
  return `postgresql://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/two_minutes`
}
