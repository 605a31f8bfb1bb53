import { closeHotPool } from "#lib/platform/sql"
import { runOnDatabase } from "#scripts/surroundings"

const HELP = `Usage: npm run db:seed

Puts the default campaign in five languages into a database that has none yet. "npm start" does the same. Safe to run twice.
`

await runOnDatabase(HELP, async () => {
  const { seed } = await import("../prisma/seed.ts")
  await seed()
  await closeHotPool()
  console.log("The default campaign is in the database.")
})
