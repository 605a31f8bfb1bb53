import type { Cell, Ground } from "#tests/integration/admin/cell"
import { prepareHandOver } from "#lib/domain/letters/handover"
import { findLetterTarget } from "#lib/domain/letters/queries"
import type { LetterDeliveryState } from "#lib/generated/prisma/enums"
import { db } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { createLetter, createSample, TARGET_EMAIL } from "#tests/factories/letter"

/** Somebody to whom letters go, with a line that has room. */
async function targetOf({ campaign }: Ground) {
  const known = await findLetterTarget(campaign.id)
  if (known) return known
  const targetId = newId()
  const target = { name: "Robin Office", title: "Director", organisation: "The Council", postalAddress: null }
  await db().target.create({ data: { id: targetId, campaignId: campaign.id, ...target } })
  const roomy = { email: TARGET_EMAIL, keepsOfficeHours: false, perHour: 100_000, perDay: 100_000 }
  await db().targetLine.create({ data: { targetId, ...roomy } })
  return (await findLetterTarget(campaign.id))!
}

const line: Cell = async (ground) => ({ params: { id: ground.campaign.id, target: (await targetOf(ground)).id } })

const letter = async (ground: Ground) => createLetter({ ...ground.campaign, target: await targetOf(ground) })

/** A letter whose delivery stands somewhere. */
async function one(ground: Ground, state: LetterDeliveryState, attempts: number) {
  const { id } = await letter(ground)
  await db().letterDelivery.update({ where: { letterId: id }, data: { state, attempts } })
  if (state === "BOUNCED") await db().letter.update({ where: { id }, data: { state: "RETURNED" } })
  return { params: { id: ground.campaign.id, letter: id } }
}

async function handOver(ground: Ground) {
  await letter(ground)
  const prepared = await prepareHandOver(ground.owner, (await targetOf(ground)).id)
  if (!prepared.ok) throw new Error(prepared.code)
  return { id: ground.campaign.id, handover: prepared.value.handOverId }
}

async function template(ground: Ground, changes: object = {}) {
  const key = `health-${newId().slice(-6)}`
  await createSample(ground.campaign.id, { key, ...changes })
  return { id: ground.campaign.id, key }
}

const WORDS = {
  ...{ card: "Health", audience: "everyone", reasonPrompt: "Why?", subject: "Please act" },
  body: "Dear {{recipient_name}},\n\nPlease act.\n\nYours,\n{{name}}",
}

export const lettersCells: Record<string, Cell> = {
  "letters.hold-all": async ({ campaign }) => ({ params: { id: campaign.id }, body: { holdsAll: "yes" } }),
  "letters.edit-line": async (ground) => ({
    ...(await line(ground)),
    body: {
      ...{ address: TARGET_EMAIL, timeZone: "UTC", day1: "yes", officeFrom: "9:00", officeUntil: "17:00" },
      ...{ perHour: "60", perDay: "300" },
    },
  }),
  "letters.pause-line": line,
  "letters.resume-line": line,
  "letters.retry-line": line,
  "letters.see-alert": line,
  "letters.test": line,
  "letters.batch": async (ground) => {
    await letter(ground)
    return line(ground)
  },
  "letters.print": async (ground) => ({
    params: await handOver(ground),
    body: { part: "1", format: "A4", purpose: "To hand them over" },
  }),
  "letters.record-hand-over": async (ground) => ({ params: await handOver(ground), body: { on: "2026-11-20" } }),
  "letters.retry": (ground) => one(ground, "BOUNCED", 1),
  "letters.give-back": (ground) => one(ground, "QUEUED", 1),
  "letters.record-answer": (ground) => one(ground, "ACCEPTED", 1),
  "letters.save-template": async (ground) => ({ params: await template(ground), body: { lang: "en", ...WORDS } }),
  "letters.retire-template": async (ground) => ({ params: await template(ground), body: { lang: "en" } }),
  "letters.read-template": async (ground) => ({
    params: await template(ground, { review: "pending: a native speaker" }),
    body: { lang: "en" },
  }),
  "letters.save-points": async ({ campaign }) => ({
    params: { id: campaign.id },
    body: { lang: "en", title: `Points ${newId()}`, label1: "Safety", say1: "It makes people safer." },
  }),
}
