import { findPersonalDetails } from "#lib/domain/moderation/personal-details"
import { findLinks, mixesScripts } from "#lib/shared/links"

/** Why a person has to read a letter before it goes. */
export type HoldReason = "all" | "threat" | "personal" | "link" | "odd" | "spam"

// Plain announcements of violence in the five languages. Rude is not a threat, and talk of violence that people suffer is what many
// letters are about, so only "I (we) will … you" counts.
const THREATS = [
  String.raw`(?:i|we)(?:['’]ll|\s+will|\s+am\s+going\s+to|\s+are\s+going\s+to|['’]m\s+going\s+to|['’]re\s+going\s+to)\s+(?:\p{L}+\s+){0,2}(?:find\s+(?:you\s+)?and\s+)?(?:kill|hurt|shoot|burn|bomb|beat|rape)\s+(?:you|your)`,
  String.raw`(?:you|your\s+\p{L}+)\s+(?:will|are\s+going\s+to|deserves?\s+to)\s+(?:\p{L}+\s+){0,1}(?:die|burn|bleed)(?!\p{L})`,
  String.raw`(?:te|les?|os)\s+(?:voy|vamos)\s+a\s+(?:matar|quemar|pegar|disparar|violar)|(?:vas|van|va)\s+a\s+morir|(?:mereces|merecen|merece)\s+morir`,
  String.raw`(?:je\s+vais|nous\s+allons|on\s+va)\s+(?:vous|te|t['’])\s*(?:tuer|brûler|frapper|violer|descendre)|(?:vous|tu)\s+(?:allez|vas|méritez|mérites)\s+(?:de\s+)?(?:mourir|crever)`,
  String.raw`(?:я|мы)\s+(?:вас|тебя)\s+(?:убь\p{L}{1,2}|сожж\p{L}{1,2}|взорв\p{L}{1,2}|изнасилу\p{L}{1,2}|зареж\p{L}{1,2})|(?:убь|сожж|взорв)\p{L}{1,2}\s+(?:вас|тебя)|(?:вы|ты)\s+(?:умр\p{L}{2,3}|сдохн\p{L}{2,3})`,
].map((source) => new RegExp(String.raw`(?<!\p{L})(?:${source})`, "iu"))
const CHINESE_THREATS = new RegExp(
  String.raw`(?:我|我们)(?:会|要|一定会)?(?:杀|烧死|炸死|打死|弄死|强奸)(?:了)?(?:你|您)|你们?(?:去死|不得好死|死定了)`,
  "u",
)

/** Tells whether a text announces violence to its reader. Misses a lot; it is there for what nobody may pass on unread. */
export function isThreat(text: string): boolean {
  const plain = text.normalize("NFKC").replace(/\s+/g, " ")
  return CHINESE_THREATS.test(plain) || THREATS.some((pattern) => pattern.test(plain))
}

const LETTERS_MIN = 20
const SAME_IN_A_ROW = 12
const CAPITALS_MAX = 0.6
const CAPITALS_FROM = 60

/** Nothing that anyone would write to an office: too short to be a letter, keys held down, all capitals, look-alike letters. */
function isOdd(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? []
  if (letters.length < LETTERS_MIN) return true
  if (new RegExp(String.raw`(\S)\1{${SAME_IN_A_ROW - 1},}`, "u").test(text)) return true
  const cased = text.match(/[\p{Lu}\p{Ll}]/gu) ?? []
  const capitals = text.match(/\p{Lu}/gu) ?? []
  if (cased.length >= CAPITALS_FROM && capitals.length / cased.length > CAPITALS_MAX) return true
  return text.split(/\s+/).some(mixesScripts)
}

/** A letter as it is judged. `own` are details that its writer may give: the own address. */
export type LetterToJudge = { subject: string; text: string; name: string; own: readonly string[] }

/** What is known besides the letter: the organiser reads every one; the own filter doubts this one. */
type Known = { holdsAll?: boolean; isDoubted?: boolean }

/**
 * Why a letter waits for an organiser; empty when it goes at once.
 */
export function holdReasons(
  { subject, text, name, own }: LetterToJudge,
  { holdsAll = false, isDoubted = false }: Known = {},
): HoldReason[] {
  const whole = `${subject}\n${text}\n${name}`
  const reasons: HoldReason[] = []
  if (isThreat(whole)) reasons.push("threat")
  const details = findPersonalDetails(whole).map(({ start, end }) => whole.slice(start, end).toLowerCase())
  if (details.some((detail) => !own.some((mine) => mine.toLowerCase() === detail))) reasons.push("personal")
  if (findLinks(whole).length > 0) reasons.push("link")
  if (isOdd(text)) reasons.push("odd")
  if (isDoubted) reasons.push("spam")
  if (holdsAll) reasons.push("all")
  return reasons
}
