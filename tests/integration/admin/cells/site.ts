import type { Cell, Ground } from "#tests/integration/admin/cell"
import { closeDemo, openDemo } from "#lib/domain/admin/demo"
import type { SettingsPart } from "#lib/domain/admin/schema"
import { readSettings } from "#lib/domain/admin/settings"
import { db } from "#lib/platform/db"

let made = 0
const name = () => `Group ${(made += 1)}`

/** Other languages than the last time. */
const another = (): Record<string, string> => ({ [(made += 1) % 2 ? "es" : "fr"]: "yes" })

async function part({ owner }: Ground, which: SettingsPart, body: Record<string, string>) {
  const read = await readSettings(owner)
  if (!read.ok) throw new Error(read.code)
  return { body: { revision: read.value.revisions[which], ...body } }
}

/** The last test message was long ago. */
const letPause = () => db().message.deleteMany({ where: { template: "organiser.test" } })

/** No demonstration is open. */
async function noDemo({ owner }: Ground) {
  await closeDemo(owner)
  return {}
}

export const siteCells: Record<string, Cell> = {
  "demo.open": noDemo,
  "demo.close": async ({ owner }) => {
    await openDemo(owner, new Date())
    return {}
  },
  "set-up.demo": noDemo,
  "settings.names": (ground) => part(ground, "names", { siteName: name(), orgName: "A group" }),
  "settings.safety": (ground) => part(ground, "safety", { retentionDays: String(10 + ((made += 1) % 100)) }),
  "settings.languages": (ground) => part(ground, "languages", another()),
  "settings.mail-test": async () => {
    await letPause()
    return {}
  },
  // Nobody outside is asked: nothing is configured here, and that is said to whoever may ask.
  "settings.check-sender": async () => ({ expects: 422 }),
  "settings.check-key": async () => ({ expects: 422 }),
  "set-up.names": async () => ({ body: { siteName: name(), orgName: "A group" } }),
  "set-up.languages": async () => ({ body: another() }),
  "set-up.mail-test": async () => {
    await letPause()
    return {}
  },
  "set-up.done": async () => ({ body: { step: "mail" } }),
  "set-up.skip": async () => ({ body: { step: "mail" } }),
}
