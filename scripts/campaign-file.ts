import type { z } from "zod"
import { campaignFile, exportCampaign, importCampaign, isSlugTaken } from "#lib/domain/campaigns/transfer"
import { addLetterTexts, exportLetterTexts, letterTexts } from "#lib/domain/letters/transfer"

const wholeFile = campaignFile.extend({ letters: letterTexts.default({ samples: [], points: [] }) })

/** Longest file that is read: texts in five languages with all samples are a tenth of it. */
const FILE_MAX_BYTES = 4 * 1024 * 1024

/**
 * A campaign as the text of a file.
 *
 * @throws when there is none at that address.
 */
export async function describeCampaign(slug: string): Promise<string> {
  const found = await exportCampaign(slug)
  if (!found) throw new Error(`There is no campaign at /c/${slug}.`)
  const letters = await exportLetterTexts(found.campaignId)
  return `${JSON.stringify({ ...found.file, letters } satisfies z.output<typeof wholeFile>, null, 2)}\n`
}

function placeOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((place, part) => {
    if (typeof part === "number") return `${place}[${part}]`
    return place ? `${place}.${String(part)}` : String(part)
  }, "")
}

function readFileText(text: string): unknown {
  if (Buffer.byteLength(text) > FILE_MAX_BYTES) throw new Error("The file is too long: 4 MiB at most.")
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Error(`The file is no JSON: ${(error as Error).message}`, { cause: error })
  }
}

/**
 * Adds a campaign from the text of a file, as a draft.
 *
 * @param slug Another address than the file's.
 * @param isDry Only says what would happen.
 * @returns What happened, in one sentence.
 * @throws with every place that is wrong, and when the address is taken. Nothing is added then.
 */
export async function addCampaign(
  text: string,
  { slug, isDry = false }: { slug?: string; isDry?: boolean } = {},
): Promise<string> {
  const read = readFileText(text)
  const given = typeof read === "object" && read !== null && slug !== undefined ? { ...read, slug } : read
  const parsed = wholeFile.safeParse(given)
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `  ${placeOf(path) || "file"}: ${message}`)
    throw new Error(`The file cannot be imported:\n${faults.join("\n")}`)
  }
  const { letters, ...file } = parsed.data
  const what = `/c/${file.slug} as a draft, in ${file.texts.map(({ lang }) => lang).join(", ")}, with ${letters.samples.length} sample letters.`
  if (isDry) {
    if (await isSlugTaken(file.slug)) throw new Error(takenText(file.slug))
    return `Would add ${what}`
  }
  const result = await importCampaign(file)
  if (!result.ok) throw new Error(takenText(file.slug))
  await addLetterTexts(result.value.campaignId, letters)
  return `Added ${what}`
}

const takenText = (slug: string) => `There is a campaign at /c/${slug} already. Name another address with --slug.`
