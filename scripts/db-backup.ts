import { runOnDatabase } from "#scripts/surroundings"

const HELP = `Usage: npm run db:backup -- FILE

Writes all data of the site into one compressed file, as of one moment, while the site runs. FILE must not exist yet; only you can
read it. What is encrypted in the database is encrypted in it: to read it takes the secret of the site (APP_SECRET, or DATA_DIR/secret),
which is not in it. Keep the two apart, and keep both. Sign-ins, drafts and counters of tries are left out.
`

await runOnDatabase(
  HELP,
  async ({ file }) => {
    const { writeBackup } = await import("#lib/platform/backup/write")
    const { tables, bytes } = await writeBackup(process.env.DIRECT_DATABASE_URL!, file, new Date())
    console.log(`${file}: ${tables} tables, ${Math.ceil(bytes / 1024)} kB.`)
  },
  { allowPositionals: true } as const,
  ["one file"],
  { joinsRunning: true },
)
