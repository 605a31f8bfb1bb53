import { migrate } from "#lib/platform/migrate"
import { runOnDatabase } from "#scripts/surroundings"

const HELP = `Usage: npm run db:restore -- FILE [--replace]

Puts a backup of "npm run db:backup" in the place of what is in the database: all of it, or nothing when anything goes wrong. It takes
the same version of the program and the same secret as the site that it was made of. Stop the site first.

Messages that were waiting when the backup was made are given up, since they may have been sent meanwhile; letters stand still until
an organiser starts their line again. Nobody is signed in afterwards.

  --replace   also where the site has data of people already; it is gone then
`

await runOnDatabase(
  HELP,
  async ({ values, file }) => {
    const { restoreBackup } = await import("#lib/platform/backup/restore")
    await migrate(process.env.DIRECT_DATABASE_URL!)
    const { madeAt, tables, givenUp } = await restoreBackup(process.env.DIRECT_DATABASE_URL!, file, {
      replaces: values.replace ?? false,
    })
    console.log(`Restored ${tables} tables as of ${madeAt}. Messages given up: ${givenUp}. Start the site again.`)
  },
  { options: { replace: { type: "boolean" } }, allowPositionals: true } as const,
)
