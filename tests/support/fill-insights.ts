import { closeHotPool } from "#lib/platform/sql"
import { fillInsights } from "#tests/support/insights-sample"

/** Puts sample data for the charts into a running site's database: campaign, signatures, letters, comments, days. Prints the campaign's id. */
const [slug = "", ...sizes] = process.argv.slice(2)
const [signatures = 800, letters = 160, comments = 120, days = 60] = sizes.map(Number)
console.log(await fillInsights(slug, { signatures, letters, comments, days }))
await closeHotPool()
