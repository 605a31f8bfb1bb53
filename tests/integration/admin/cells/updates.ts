import type { Cell, Ground } from "#tests/integration/admin/cell"
import { saveUpdateText } from "#lib/domain/campaigns/updates"
import { steerMailing } from "#lib/domain/mailings/control"
import { saveExposedText } from "#lib/domain/mailings/exposed"
import { publishUpdate } from "#lib/domain/mailings/publish"
import { db } from "#lib/platform/db"
import { createSupporters } from "#tests/factories/mailing"

let made = 0

const text = () => ({ language: "en" as const, title: `News ${(made += 1)}`, body: "It goes on.", revision: 0 })
const answers = {
  language: "en" as const,
  what: "Addresses were seen.",
  when: "On Monday.",
  did: "We closed it.",
  can: "Be careful.",
}
const pace = { pace: "60" }
const later = { when: "later", day: "2099-12-31", time: "09:30", zone: "Europe/Madrid" }

/** News that nobody has seen yet. */
async function written({ campaign, owner }: Ground) {
  const saved = await saveUpdateText(owner, campaign.id, null, text(), new Date())
  if (!saved.ok) throw new Error(saved.code)
  return { id: campaign.id, update: saved.value.id }
}

async function supported(ground: Ground) {
  made += 1
  await createSupporters(ground.campaign, 1, () => `supporter-${made}@example.org`)
  await db().mailing.deleteMany({ where: { campaignId: ground.campaign.id } })
}

async function published(ground: Ground) {
  const params = await written(ground)
  await publishUpdate(ground.owner, params.id, params.update, { at: null, perMinute: null }, new Date())
  return params
}

async function mailed(ground: Ground) {
  await supported(ground)
  const { id, update } = await written(ground)
  const started = await publishUpdate(ground.owner, id, update, { at: null, perMinute: 60 }, new Date())
  if (!started.ok) throw new Error(started.code)
  return { id, mailing: started.value.mailingId! }
}

async function decided(ground: Ground) {
  await supported(ground)
  const { id } = ground.campaign
  await db().campaign.update({ where: { id }, data: { status: "DECIDED", outcome: "WON" } })
  await db().campaignText.updateMany({ where: { campaignId: id }, data: { outcomeNote: "The council agreed." } })
  return { id }
}

async function exposed(ground: Ground) {
  await supported(ground)
  const { id } = ground.campaign
  const saved = await saveExposedText(ground.owner, id, { ...answers, revision: 0 }, new Date())
  if (!saved.ok) throw new Error(saved.code)
  const { shortTitle } = await db().campaignText.findFirstOrThrow({ where: { campaignId: id } })
  return { params: { id }, shortTitle }
}

const asForm = (fields: Record<string, string | number>) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]))

export const updatesCells: Record<string, Cell> = {
  "updates.create": async ({ campaign }) => ({ params: { id: campaign.id }, body: asForm(text()) }),
  "updates.change": async (ground) => ({ params: await written(ground), body: asForm({ ...text(), revision: 1 }) }),
  "updates.test": async (ground) => ({ params: await written(ground), body: { language: "en", variant: "discreet" } }),
  "updates.publish": async (ground) => ({ params: await written(ground), body: later }),
  "updates.mail": async (ground) => {
    await supported(ground)
    return { params: await written(ground), body: { when: "now", ...pace } }
  },
  "updates.unschedule": async (ground) => {
    const params = await written(ground)
    const at = { moment: new Date("2099-01-01T00:00:00Z"), timeZone: "UTC" }
    await publishUpdate(ground.owner, params.id, params.update, { at, perMinute: null }, new Date())
    return { params }
  },
  "updates.withdraw": async (ground) => ({ params: await published(ground) }),
  "updates.remove": async (ground) => ({ params: await written(ground) }),
  "updates.test-outcome": async (ground) => ({ params: await decided(ground), body: { language: "en" } }),
  "updates.mail-outcome": async (ground) => ({ params: await decided(ground), body: pace }),
  "updates.write-exposed": async (ground) => {
    await supported(ground)
    return { params: { id: ground.campaign.id }, body: asForm({ ...answers, revision: 0 }) }
  },
  "updates.test-exposed": async (ground) => ({ ...(await exposed(ground)), body: { language: "en" } }),
  "updates.mail-exposed": async (ground) => {
    const { params, shortTitle } = await exposed(ground)
    return { params, body: { confirm: shortTitle, ...pace } }
  },
  "mailings.pause": async (ground) => ({ params: await mailed(ground) }),
  "mailings.resume": async (ground) => {
    const params = await mailed(ground)
    await steerMailing(ground.owner, params.id, params.mailing, "pause", new Date())
    return { params }
  },
  "account.digest": async () => ({ body: { digest: "yes" } }),
  "mailings.stop": async (ground) => ({ params: await mailed(ground) }),
}
