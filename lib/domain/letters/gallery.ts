import "server-only"
import { countWords } from "#lib/domain/letters/words"
import { db } from "#lib/platform/db"
import { isToken } from "#lib/platform/tokens"
import { type Locale, toLocale } from "#lib/shared/locales"

/** A published letter in a list: no address, no day, and a name only where its writer wants that. */
export type ListedLetter = { id: string; name: string | null; excerpt: string; textLocale: Locale; monthOn: string }

const EXCERPT_WORDS = 30
const SALUTATION_MAX_WORDS = 7
/** One word of other languages in characters of Chinese. */
const CHARACTERS_A_WORD = 1.6

/** The first words of what a letter says, past date and salutation. */
export function excerptOf(text: string): string {
  const paragraphs = text.split(/\n{2,}/)
  const start = paragraphs.findIndex((paragraph) => countWords(paragraph) > SALUTATION_MAX_WORDS)
  const said = paragraphs.slice(Math.max(0, start)).join(" ").replace(/\s+/g, " ").trim()
  const isHan = /\p{Script=Han}/u.test(said) && said.split(" ").length < said.length / 8
  if (isHan) {
    const characters = [...said]
    const max = Math.round(EXCERPT_WORDS * CHARACTERS_A_WORD)
    return characters.length > max ? `${characters.slice(0, max).join("")}…` : said
  }
  const words = said.split(" ")
  return words.length > EXCERPT_WORDS ? `${words.slice(0, EXCERPT_WORDS).join(" ")}…` : said
}

const monthOf = (date: Date | null) => `${(date ?? new Date(0)).toISOString().slice(0, 7)}-01`

type ListOptions = {
  language: Locale | null
  /** Id of the last letter already shown; `null` for the first page. */
  after: string | null
  /** Letters a page, 1 to 100. */
  limit: number
}

/** Letters that their writers let others read and an organiser has reviewed, the newest first. */
export async function listPublishedLetters(
  campaignId: string,
  { language, after, limit }: ListOptions,
): Promise<{ rows: ListedLetter[]; next: string | null }> {
  const last =
    after && isToken(after) ? await db().letter.findUnique({ where: { publicId: after }, select: { id: true } }) : null
  const found = await db().letter.findMany({
    where: { campaignId, gallery: "PUBLIC", publicText: { not: null }, ...(language && { textLocale: language }) },
    select: { id: true, publicId: true, publicName: true, publicText: true, textLocale: true, publishedAt: true },
    orderBy: [{ publishedAt: "desc" }, { id: "desc" }],
    take: limit + 1, // One extra row tells us whether there is a next page.
    ...(last && { cursor: { id: last.id }, skip: 1 }),
  })
  const rows = found.slice(0, limit)
  return {
    rows: rows.map(({ publicId, publicName, publicText, textLocale, publishedAt }) => ({
      id: publicId,
      name: publicName,
      excerpt: excerptOf(publicText ?? ""),
      textLocale: toLocale(textLocale),
      monthOn: monthOf(publishedAt),
    })),
    next: found.length > limit ? (rows.at(-1)?.publicId ?? null) : null,
  }
}

/** The languages in which a campaign has published letters. */
export async function listPublishedLanguages(campaignId: string): Promise<Locale[]> {
  const found = await db().letter.findMany({
    where: { campaignId, gallery: "PUBLIC" },
    distinct: ["textLocale"],
    select: { textLocale: true },
  })
  return found.map(({ textLocale }) => toLocale(textLocale)).sort()
}

/** A published letter, whole. */
export type PublishedLetter = {
  id: string
  name: string | null
  text: string
  textLocale: Locale
  monthOn: string
  recipient: { name: string; title: string; organisation: string }
}

/** A published letter by its address; `null` when it is not published, or no longer. */
export async function findPublished(publicId: string): Promise<(PublishedLetter & { slug: string }) | null> {
  if (!isToken(publicId)) return null
  const found = await db().letter.findUnique({
    where: { publicId },
    include: { target: true, campaign: { select: { slug: true, status: true } } },
  })
  if (found?.gallery !== "PUBLIC" || !found.publicText || found.campaign.status === "DRAFT") return null
  const { name, title, organisation } = found.target
  return {
    id: publicId,
    slug: found.campaign.slug,
    name: found.publicName,
    text: found.publicText,
    textLocale: toLocale(found.textLocale),
    monthOn: monthOf(found.publishedAt),
    recipient: { name, title, organisation },
  }
}
