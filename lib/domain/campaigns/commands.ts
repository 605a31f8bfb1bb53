import "server-only"
import { createHash } from "node:crypto"
import { transaction, type Transaction } from "#lib/platform/db"
import { readContent } from "#lib/platform/content-files"
import { newId } from "#lib/platform/ids"
import { notify } from "#lib/platform/notify"
import { appealFields, petitionFields, recipientFields } from "#lib/domain/campaigns/schema"
import { dayOf } from "#lib/shared/dates"
import { LOCALES } from "#lib/shared/locales"

/** What a change of state adds to the public figures. */
export type CountChange = { confirmed?: number; unverified?: number; withdrawn?: number; paper?: number }

/**
 * Records a change of the figures in the transaction that causes it.
 *
 * The campaign row is not touched: the count job folds these rows, so that signing never waits for another signature.
 */
export async function recordCountChange(tx: Transaction, campaignId: string, change: CountChange): Promise<void> {
  await tx.countDelta.create({ data: { campaignId, day: asDate(dayOf(new Date())), ...change } })
  await notify(tx, "count_changed", campaignId)
}

const OUTCOMES = { won: "WON", "part-won": "PART_WON", lost: "LOST" } as const

const asDate = (text: string | undefined) => (text === undefined ? null : new Date(`${text}T00:00:00Z`))

/**
 * Puts the default campaign of `content/` into the database, open, in every language there is. Does nothing when it is there.
 *
 * @param now Day on which it opens.
 * @returns Whether it was added.
 */
export async function seedDefaultCampaign(now: Date): Promise<boolean> {
  const english = await readContent("petition", "en")
  if (!english) throw new Error("content/petition.en.md is missing.")
  const petition = petitionFields.parse(english.fields)
  const letters = await readContent("letters", "en")
  const target = letters ? recipientFields.parse(letters.fields).recipient : null
  const texts = (await Promise.all(LOCALES.map(readTexts))).filter((text) => text !== null)

  return transaction(async (tx) => {
    if (await tx.campaign.findUnique({ where: { slug: petition.slug }, select: { id: true } })) return false
    await tx.campaign.create({
      data: {
        id: newId(),
        slug: petition.slug,
        status: "OPEN",
        isMain: true,
        decisionOn: asDate(petition.decisionDate),
        outcomeOn: asDate(petition.outcomeDate),
        // A proposal: nobody of this site has checked it.
        outcome: petition.outcome ? OUTCOMES[petition.outcome] : null,
        outcomeVerified: false,
        openedOn: asDate(now.toISOString().slice(0, 10)),
        texts: { create: texts.map(({ text }) => text) },
        appeals: { create: texts.map(({ appeal }) => appeal) },
        ...(target && { targets: { create: { ...target, id: newId(), postalAddress: target.postalAddress || null } } }),
        count: { create: {} },
      },
    })
    return true
  })
}

async function readTexts(locale: (typeof LOCALES)[number]) {
  const [petitionFile, appealFile] = await Promise.all([readContent("petition", locale), readContent("appeal", locale)])
  if (!petitionFile || !appealFile) return null
  const petition = petitionFields.parse(petitionFile.fields)
  const appeal = appealFields.parse(appealFile.fields)
  const { version, title, ask, addressedTo, startedBy, decisionNote = null, outcomeNote = null, review } = petition
  const { shortTitle, author, readingMinutes } = appeal
  const bodyHash = createHash("sha256").update(petitionFile.body).digest()
  return {
    text: {
      locale,
      version,
      shortTitle,
      title,
      ask,
      addressedTo,
      startedBy,
      decisionNote,
      outcomeNote,
      body: petitionFile.body,
      bodyHash,
      review,
    },
    appeal: { locale, title: appeal.title, author, readingMinutes, body: appealFile.body, review: appeal.review },
  }
}
