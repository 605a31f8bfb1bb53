import { execFile } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { promisify } from "node:util"
import type { TestSite } from "#tests/support/site"
import { databaseUrlOf } from "#tests/support/site-database"

/** Runs one of the fillers on a running site's database, with the site's keys. @returns what it printed last, read as JSON. */
export async function runOnSite<T>(site: Pick<TestSite, "dataDir">, script: string, ...args: string[]): Promise<T> {
  const secret = (name: string) => readFileSync(join(site.dataDir, name), "utf8").trim()
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "./scripts/register.mjs", script, ...args],
    {
      env: {
        ...process.env,
        DATABASE_URL: databaseUrlOf(site),
        APP_SECRET: secret("secret"),
        LEDGER_SEED: secret("ledger-seed"),
        LOG_LEVEL: "silent",
      },
    },
  )
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as T
}
