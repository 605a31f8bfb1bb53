import { createWriteStream } from "node:fs"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { runOnDatabase } from "#scripts/surroundings"

const HELP = `Usage: npm run export:wordpress -- FILE [options]

Writes the visible comments of a campaign as a WordPress export (WXR 1.2). FILE must not exist yet; only you can read it.

  --campaign SLUG    whose comments; default: the main campaign
  --with-pending     also comments that nobody has decided about yet
  --with-addresses   also e-mail addresses, as far as they are still kept
`

const options = {
  campaign: { type: "string" },
  "with-pending": { type: "boolean" },
  "with-addresses": { type: "boolean" },
} as const

await runOnDatabase(
  HELP,
  async ({ values, file }) => {
    const { loadKeyring } = await import("#lib/platform/keyring")
    const { closeHotPool } = await import("#lib/platform/sql")
    const { exportFrom } = await import("#scripts/wordpress")
    try {
      await loadKeyring()
      const choices = {
        withPending: values["with-pending"] ?? false,
        withAddresses: values["with-addresses"] ?? false,
      }
      const pieces = Readable.from(exportFrom(values.campaign, choices, new Date()))
      await pipeline(pieces, createWriteStream(file, { flags: "wx", mode: 0o600 }))
      console.log(`Wrote ${file}`)
    } finally {
      await closeHotPool()
    }
  },
  { options, allowPositionals: true } as const,
)
