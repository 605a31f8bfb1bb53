import { randomUUID } from "node:crypto"
import { composeLetter } from "#lib/domain/letters/compose"
import { confirmLetter } from "#lib/domain/letters/confirm"
import { findLetterTarget, type LetterTarget, listSamples, type SampleView } from "#lib/domain/letters/queries"
import { BLANK, type RelayedFields } from "#lib/domain/letters/schema"
import { sendLetter } from "#lib/domain/letters/send"
import { db } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { dayOf } from "#lib/shared/dates"
import { createCampaign } from "#tests/factories/campaign"
import { lastMessageTo } from "#tests/support/mailbox"
import type { Prisma } from "#lib/generated/prisma/client"

let made = 0

export const TARGET_EMAIL = "office@target.example"

/** A campaign that people can write letters in. Its line takes letters at any hour and has room, unless told otherwise. */
export async function createLetterCampaign({
  line = {},
  campaign = {},
  withSamples = true,
}: {
  line?: Partial<Prisma.TargetLineUncheckedCreateInput>
  campaign?: Partial<Prisma.CampaignCreateInput>
  withSamples?: boolean
} = {}) {
  const created = await createCampaign(campaign)
  const targetId = newId()
  await db().target.create({
    data: {
      id: targetId,
      campaignId: created.id,
      name: "Robin Office",
      title: "Director",
      organisation: "The Council",
      postalAddress: "1 Long Road\nOld Town",
    },
  })
  const roomy = { email: TARGET_EMAIL, keepsOfficeHours: false, perHour: 100_000, perDay: 100_000 }
  await db().targetLine.create({ data: { targetId, ...roomy, ...line } })
  if (withSamples) await createSample(created.id)
  const target = await findLetterTarget(created.id)
  if (!target) throw new Error("No target.")
  return { ...created, target }
}

export type LetterTestCampaign = Awaited<ReturnType<typeof createLetterCampaign>>

/** A sample with a place for the own paragraph. */
export async function createSample(
  campaignId: string,
  changes: Partial<Prisma.LetterTemplateUncheckedCreateInput> = {},
) {
  return db().letterTemplate.create({
    data: {
      id: newId(),
      campaignId,
      key: "health",
      locale: "en",
      version: 1,
      position: 0,
      card: "Health",
      audience: "everyone",
      words: 30,
      reasonPrompt: "Why?",
      subject: "Please act on health",
      needs: [],
      body: "Dear {{recipient_name}},\n\nHealth is my reason, and it should be yours, since people here cannot wait for another year.\n\n{{reason}}\n\nYours,\n{{name}}\n{{city}}",
      ...changes,
    },
  })
}

/** What a person typed into the letter form, valid by default. */
export function letterFieldsOf(changes: Partial<RelayedFields> = {}): RelayedFields {
  made += 1
  return {
    sample: BLANK,
    subject: "Please act",
    own: "",
    body: "Dear Director,\n\nPlease act on this before the summer, because people here need it very much.\n\nYours,\n{{name}}",
    name: "Ana",
    town: "",
    country: null,
    organisation: "",
    role: "",
    locale: "en",
    route: "relay",
    email: `writer-${made}-${randomUUID().slice(0, 6)}@example.org`,
    public: "no",
    consent: "yes",
    ...changes,
  }
}

/** A letter as its form would bring it. */
export function toSend(
  campaign: { id: string; isAtRisk: boolean; target: LetterTarget },
  fields: RelayedFields,
  sample: SampleView | null = null,
  on = dayOf(new Date()),
) {
  const letter = composeLetter(fields, sample, campaign.target, on)
  return { campaign, target: campaign.target, fields, sample, letter, on }
}

/** The sample of a campaign as the form would use it. */
export async function sampleOf({ id }: { id: string }): Promise<SampleView> {
  const [sample] = await listSamples(id, "en")
  if (!sample) throw new Error("No sample.")
  return sample
}

/** A letter that waits for its confirmation, made the way visitors make it. */
export async function createPendingLetter(
  campaign: LetterTestCampaign,
  changes: Partial<RelayedFields> = {},
  { sample = null, now = new Date() }: { sample?: SampleView | null; now?: Date } = {},
) {
  const fields = letterFieldsOf(changes)
  const input = toSend(campaign, fields, sample, dayOf(now))
  const result = await sendLetter(input, false, now)
  if (!result.ok) throw new Error(`Not taken: ${result.code}`)
  const { data } = await lastMessageTo(fields.email)
  return { fields, letter: input.letter, token: (data as { token: string }).token }
}

/** A letter that its writer has confirmed: in the line, or held. */
export async function createLetter(
  campaign: LetterTestCampaign,
  changes: Partial<RelayedFields> = {},
  options: { sample?: SampleView | null; now?: Date } = {},
) {
  const pending = await createPendingLetter(campaign, changes, options)
  const result = await confirmLetter(pending.token, options.now ?? new Date())
  if (!result.ok) throw new Error(`Not confirmed: ${result.code}`)
  const [row] = await db().letter.findMany({
    where: { tokens: { some: { purpose: "CONFIRM" } }, campaignId: campaign.id },
    orderBy: { createdAt: "desc" },
    take: 1,
    include: { delivery: true },
  })
  return { ...pending, ...result.value, id: row!.id, row: row! }
}

/** The one letter of an address, as it is now. */
export async function letterOf(id: string) {
  return db().letter.findUniqueOrThrow({ where: { id }, include: { delivery: true, tokens: true } })
}

/** A line as it is now. */
export function lineOf({ target }: { target: { id: string } }) {
  return db().targetLine.findUniqueOrThrow({ where: { targetId: target.id } })
}
