import { readFile } from "node:fs/promises"
import { runOnDatabase } from "#scripts/surroundings"

const HELP = `Usage: npm run campaign:import -- FILE [options]

Adds a campaign from a file of campaign:export, as a draft: only organisers can see it until they open it. Nothing is added when anything in
the file is wrong; what is wrong is listed with its place.

  --slug SLUG   another address than the file's
  --dry-run     only says what would happen

A site with an embedded PostgreSQL must be stopped meanwhile.
`

await runOnDatabase(
  HELP,
  async ({ values, file }) => {
    const { closeHotPool } = await import("#lib/platform/sql")
    const { addCampaign } = await import("#scripts/campaign-file")
    try {
      const text = await readFile(file, "utf8")
      console.log(await addCampaign(text, { slug: values.slug, isDry: values["dry-run"] ?? false }))
    } finally {
      await closeHotPool()
    }
  },
  { options: { slug: { type: "string" }, "dry-run": { type: "boolean" } }, allowPositionals: true } as const,
)
