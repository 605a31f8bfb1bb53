import { writeFile } from "node:fs/promises"
import { runOnDatabase } from "#scripts/surroundings"

const HELP = `Usage: npm run campaign:export -- SLUG FILE

Writes a campaign, in any state, as one JSON file: texts, appeal, who decides, sample letters, talking points, and what it asks and shows.
It holds no data of people: no signatures, letters or comments, no figures, no address of a mailbox. FILE must not exist yet.
A site with an embedded PostgreSQL must be stopped meanwhile.
`

await runOnDatabase(
  HELP,
  async ({ words: [slug = "", file = ""] }) => {
    const { closeHotPool } = await import("#lib/platform/sql")
    const { describeCampaign } = await import("#scripts/campaign-file")
    try {
      await writeFile(file, await describeCampaign(slug), { flag: "wx" })
      console.log(`Wrote ${file}`)
    } finally {
      await closeHotPool()
    }
  },
  { allowPositionals: true } as const,
  ["the campaign's address", "one file"],
)
