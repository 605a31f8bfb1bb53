import type { Cell, Ground } from "#tests/integration/admin/cell"
import { keepEditDraft } from "#lib/domain/campaigns/edit-drafts"
import { findRevision, type Part } from "#lib/domain/campaigns/edits"
import type { CampaignStatus } from "#lib/generated/prisma/enums"
import { db } from "#lib/platform/db"
import { createConfirmed } from "#tests/factories/signature"

let made = 0
const another = () => `${(made += 1)}`

const at = ({ campaign }: Ground) => ({ id: campaign.id })

/** The form of a part, made from how the part stands now. */
async function edit({ campaign }: Ground, part: Part, body: Record<string, string>) {
  const revision = String(await findRevision(campaign.id, part))
  return { params: { id: campaign.id }, body: { revision, ...body } }
}

const text = () => ({
  ...{ lang: "en", shortTitle: `Spring ${another()}`, title: "Please act", ask: "We ask you to act." },
  ...{ addressedTo: "The council", startedBy: "A group", decisionNote: "", body: `We ask you, number ${made}.` },
})

const appeal = () => ({ lang: "en", title: `Two minutes ${another()}`, author: "A group", body: "Please help." })

const setStatus = ({ campaign }: Ground, status: CampaignStatus) =>
  db().campaign.update({ where: { id: campaign.id }, data: { status } })

/** A box the other way round than it is. */
async function turned(
  { campaign }: Ground,
  box: "asksTown" | "showsLogo" | "isAtRisk",
): Promise<Record<string, string>> {
  const found = await db().campaign.findUniqueOrThrow({ where: { id: campaign.id } })
  return found[box] ? {} : { [box]: "yes" }
}

/** A second language, so that one can be taken away. */
async function addSpanish({ campaign }: Ground) {
  const text = await db().campaignText.findFirstOrThrow({ where: { campaignId: campaign.id, locale: "en" } })
  const key = { campaignId: campaign.id, locale: "es", version: text.version }
  await db().campaignText.upsert({
    where: { campaignId_locale_version: key },
    create: { ...text, locale: "es" },
    update: {},
  })
}

export const campaignsCells: Record<string, Cell> = {
  "campaigns.create": async () => ({
    body: { slug: `spring-${another()}`, lang: "en", shortTitle: "Spring", title: "Please act", ask: "We ask." },
  }),
  "campaigns.set-main": async ({ campaign }) => ({ body: { campaign: campaign.id } }),
  "campaigns.copy": async (ground) => ({ params: at(ground) }),
  "campaigns.move": async (ground) => {
    await setStatus(ground, "OPEN")
    return { params: at(ground), body: { from: "OPEN", to: "PAUSED" } }
  },
  "campaigns.slug": async (ground) => {
    await setStatus(ground, "DRAFT")
    return edit(ground, "slug", { slug: `spring-${another()}` })
  },
  "campaigns.dates": (ground) =>
    edit(ground, "dates", { openedOn: "2026-01-05", decisionOn: `20${30 + (Number(another()) % 60)}-01-31` }),
  "campaigns.save-text": (ground) => edit(ground, "text:en", text()),
  "campaigns.correct-text": async (ground) => {
    await createConfirmed(ground.campaign)
    return edit(ground, "text:en", text())
  },
  "campaigns.publish-version": async (ground) => {
    await createConfirmed(ground.campaign)
    return edit(ground, "text:en", text())
  },
  "campaigns.remove-language": async (ground) => {
    await addSpanish(ground)
    return edit(ground, "text:es", { lang: "es" })
  },
  "campaigns.save-appeal": (ground) => edit(ground, "appeal:en", appeal()),
  "campaigns.remove-appeal": async (ground) => {
    const { lang: locale, ...words } = appeal()
    const key = { campaignId: ground.campaign.id, locale }
    await db().appealText.upsert({
      where: { campaignId_locale: key },
      create: { ...key, ...words, readingMinutes: 1 },
      update: {},
    })
    return edit(ground, "appeal:en", { lang: "en" })
  },
  "campaigns.keep-draft": (ground) => edit(ground, "text:en", { ...text(), part: "text:en" }),
  "campaigns.discard-draft": async (ground) => {
    const actor = { organiserId: ground.organiserId, roles: { "": "OWNER" } } as const
    const which = { campaignId: ground.campaign.id, part: "text:en" } as const
    await keepEditDraft(actor, which, { values: text(), revision: 0 }, new Date())
    return { params: at(ground), body: { part: "text:en" } }
  },
  "campaigns.form": async (ground) => edit(ground, "form", await turned(ground, "asksTown")),
  "campaigns.save-target": (ground) => edit(ground, "target", { name: `Robin ${another()}` }),
  "campaigns.remove-target": async (ground) => {
    const { id: campaignId } = ground.campaign
    const target = { name: "Robin", title: "", organisation: "" }
    if ((await db().target.count({ where: { campaignId } })) === 0) {
      await db().target.create({ data: { id: crypto.randomUUID(), campaignId, ...target } })
    }
    return edit(ground, "target", {})
  },
  "campaigns.look": async (ground) => edit(ground, "look", await turned(ground, "showsLogo")),
  "campaigns.safety": async (ground) => edit(ground, "safety", await turned(ground, "isAtRisk")),
  "campaigns.outcome": (ground) => edit(ground, "outcome", { note_en: `The council said ${another()}.` }),
  "campaigns.try-preview": async (ground) => ({ params: at(ground) }),
}
