import "server-only"
import { parseSamples, parseTalkingPoints, type SampleFile } from "#lib/domain/letters/samples"
import { transaction, type Transaction } from "#lib/platform/db"
import { readContentText } from "#lib/platform/content-files"
import { newId } from "#lib/platform/ids"
import { LOCALES, type Locale } from "#lib/shared/locales"

/** Where the office of the default campaign's target reads its mail. */
const TIME_ZONE = "Europe/London"

/**
 * Puts the sample letters and talking points of `content/` into the default campaign, in every language there is, and opens the line
 * of its target. Does nothing when the campaign has samples.
 *
 * @returns Whether they were added.
 */
export async function seedDefaultLetters(): Promise<boolean> {
  const texts = await Promise.all(LOCALES.map((locale) => readContentText("letters", locale)))
  const files = texts.filter((text) => text !== null).map(parseSamples)
  const slug = files[0]?.slug
  if (!slug) return false
  return transaction(async (tx) => {
    const campaign = await tx.campaign.findUnique({ where: { slug }, select: { id: true, targets: { take: 1 } } })
    if (!campaign || (await tx.letterTemplate.findFirst({ where: { campaignId: campaign.id } }))) return false
    for (const file of files) await addSamples(tx, campaign.id, file)
    for (const locale of LOCALES) await addPoints(tx, campaign.id, locale)
    const targetId = campaign.targets[0]?.id
    if (targetId) await tx.targetLine.createMany({ data: [{ targetId, timeZone: TIME_ZONE }], skipDuplicates: true })
    return true
  })
}

async function addSamples(tx: Transaction, campaignId: string, { locale, review, samples }: SampleFile): Promise<void> {
  await tx.letterTemplate.createMany({
    data: samples.map((sample, position) => ({
      ...sample,
      id: newId(),
      campaignId,
      locale,
      version: 1,
      position,
      review,
    })),
  })
}

async function addPoints(tx: Transaction, campaignId: string, locale: Locale): Promise<void> {
  const text = await readContentText("talking-points", locale)
  if (text === null) return
  const { title, intro, review, points } = parseTalkingPoints(text)
  await tx.talkingPointSet.create({ data: { campaignId, locale, title, intro, review, points } })
}
