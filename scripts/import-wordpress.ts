import { createReadStream } from "node:fs"
import { access } from "node:fs/promises"
import { runOnDatabase } from "#scripts/surroundings"

const HELP = `Usage: npm run import:wordpress -- FILE [options]

Takes the comments of a WordPress export (WXR 1.0 to 1.2) into a campaign: dates and names as they were, replies where they belong,
approved ones visible, others before the moderators. Network addresses, what Akismet noted, pings, spam and deleted comments stay out.
E-mail addresses are kept encrypted, and for 30 days only. Safe to run twice: what is there already is not added again.

  --campaign SLUG   where they go; default: the main campaign
  --page SLUG       only comments on this post or page of the export; may be given several times
  --all-pages       comments on every page of the export
  --language CODE   language of the comments; default: that of the export
  --dry-run         only says what would happen

The file is read three times, so it must be a file and not a pipe. A site with an embedded PostgreSQL must be stopped meanwhile.
`

const options = {
  campaign: { type: "string" },
  page: { type: "string", multiple: true },
  "all-pages": { type: "boolean" },
  language: { type: "string" },
  "dry-run": { type: "boolean" },
} as const

await runOnDatabase(
  HELP,
  async ({ values, file }) => {
    await access(file)
    const { loadKeyring } = await import("#lib/platform/keyring")
    const { closeHotPool } = await import("#lib/platform/sql")
    const { describeImport, importFrom } = await import("#scripts/wordpress")
    try {
      await loadKeyring()
      const isDry = values["dry-run"] ?? false
      const outcome = await importFrom(
        () => createReadStream(file),
        {
          ...{ campaign: values.campaign, pages: values.page, isAllPages: values["all-pages"] },
          ...{ language: values.language, isDry },
          onProgress: (comments) => console.log(`  ${comments} …`),
        },
        new Date(),
      )
      process.stdout.write(describeImport(outcome, isDry))
    } finally {
      await closeHotPool()
    }
  },
  { options, allowPositionals: true } as const,
)
