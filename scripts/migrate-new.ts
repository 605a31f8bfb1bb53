import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { readMigrations } from "#lib/platform/migrate"
import { missingSql } from "#scripts/schema-engine"
import { startTemporaryPostgres } from "#scripts/with-postgres"

const HELP = `Usage: npm run db:migrate:new -- NAME [--replace]

Writes prisma/migrations/NNNN_NAME from the difference between the migrations and the schema files.
Read the SQL before you commit it: it must be safe while the version before still runs.

  --replace   writes the last migration anew instead of adding one; only before anybody has taken it
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { help: { type: "boolean" }, replace: { type: "boolean" } },
})
const [name, ...rest] = positionals

if (values.help) process.stdout.write(HELP)
else if (!name || rest.length > 0 || !/^[a-z0-9_]+$/.test(name)) {
  process.stderr.write(HELP)
  process.exitCode = 2
} else await write(name)

async function write(name: string): Promise<void> {
  const folder = "prisma/migrations"
  const last = readMigrations().at(-1)
  if (values.replace && last) rmSync(join(folder, last.name), { recursive: true })
  const postgres = await startTemporaryPostgres()
  try {
    const sql = await missingSql(postgres.url)
    if (!sql) return console.log("The migrations already say what the schema says.")
    const path = join(folder, `${String(readMigrations().length + 1).padStart(4, "0")}_${name}`)
    mkdirSync(path, { recursive: true })
    writeFileSync(join(path, "migration.sql"), sql)
    console.log(`Wrote ${path}/migration.sql`)
  } finally {
    await postgres.stop()
  }
}
