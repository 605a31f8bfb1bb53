import { migrate } from "#lib/platform/migrate"
import { runOnDatabase } from "#scripts/surroundings"

const HELP = `Usage: npm run db:migrate

Brings the database up to this version: DATABASE_URL (DIRECT_DATABASE_URL where there is a pooler), or the embedded PostgreSQL
of DATA_DIR. "npm start" does the same. Safe to run twice and on several nodes at once; nothing is ever half done.
`

await runOnDatabase(HELP, async () => {
  const applied = await migrate(process.env.DIRECT_DATABASE_URL!)
  console.log(applied.length > 0 ? `Applied: ${applied.join(", ")}` : "Nothing to do.")
})
