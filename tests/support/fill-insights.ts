import { loadKeyring } from "#lib/platform/keyring"
import { closeHotPool } from "#lib/platform/sql"
import { createLetterCampaign } from "#tests/factories/letter"
import { createOrganiser, createSession } from "#tests/factories/organiser"
import { fillInsights } from "#tests/support/insights-sample"
import { cookieOf } from "#tests/support/signed-in"

/**
 * Puts sample data for the charts into a running site's database, for a draft of its own that no visitor sees, or the campaign that is
 * named: slug, signatures, letters, comments, days. Prints the campaign's id and the Cookie headers of an owner and of a viewer.
 */
await loadKeyring()
const [slug, ...sizes] = process.argv.slice(2)
const [signatures = 800, letters = 160, comments = 120, days = 60] = sizes.map(Number)
const wanted = slug || (await createLetterCampaign({ campaign: { status: "DRAFT" } })).slug
const id = await fillInsights(wanted, { signatures, letters, comments, days })
const signIn = async (role: "OWNER" | "VIEWER") => {
  const { organiserId } = await createOrganiser({
    role,
    scope: id,
    email: `${role}-${Date.now()}@example.org`.toLowerCase(),
  })
  return cookieOf(await createSession(organiserId))
}
console.log(JSON.stringify({ id, owner: await signIn("OWNER"), viewer: await signIn("VIEWER") }))
await closeHotPool()
