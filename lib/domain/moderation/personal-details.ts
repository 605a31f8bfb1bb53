/** A part of a text that could lead to a person. `start` and `end` are positions in it. */
export type PersonalDetail = { kind: "phone" | "email" | "street" | "messenger"; start: number; end: number }

const EMAIL =
  /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}(?:@|\s?[([]at[)\]]\s?)(?:[\p{L}\p{N}-]{1,63}(?:\.|\s?[([]dot[)\]]\s?)){1,4}\p{L}{2,24}/giu

// Digits in groups, as people write numbers to call. What looks like a date or a sum is taken out below.
const PHONE = /(?<![\p{L}\p{N}.,/#=-])(?:\+|00)?\(?\d(?:[\s().\-–/]{0,2}\d){6,16}(?![\p{L}\d])/gu
const DATE = /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{4}\s?[-–/]\s?\d{4})(?:\s.*)?$/
const SUM = /^\d{1,3}(?:[\s.]\d{3})*[\s.]000$/

const WORD = String.raw`\p{L}[\p{L}'’.-]{0,30}`
const NAME = String.raw`\p{Lu}[\p{L}'’.-]{0,30}`
const STREETS = [
  // 12 Baker Street; 12 baker street
  String.raw`(?<![\p{L}\p{N}])\d{1,5}[a-z]?,?\s(?:${NAME}\s){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Square|Court|Terrace|Close|Gardens)(?!\p{L})`,
  String.raw`(?<![\p{L}\p{N}])\d{1,5}[a-z]?,?\s${WORD}\s(?:street|avenue)(?!\p{L})`,
  // Calle de la Luna, 14; Avda. Sol nº 3
  String.raw`(?<!\p{L})(?:[Cc]alle|[Cc]\/|[Aa]venida|[Aa]vda\.?|[Pp]laza|[Pp]aseo|[Cc]arrera)\s?(?:${WORD}\s?){1,5},?\s{0,2}(?:n[º°.]\s?|número\s|#\s?)?\d{1,5}`,
  // 14 bis, rue de la Lune
  String.raw`(?<![\p{L}\p{N}])\d{1,4}\s?(?:bis|ter)?,?\s(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Bb]d\.?|[Pp]lace|[Cc]hemin|[Ii]mpasse|[Aa]llée|[Qq]uai|[Rr]oute)\s(?:${WORD}\s?){1,4}`,
  // ул. Лунная, д. 14; Лунный переулок, дом 3
  String.raw`(?<!\p{L})(?:[Уу]л\.|[Уу]лиц\p{L}|[Пп]роспект\p{L}?|[Пп]р-т|[Пп]ереул\p{L}{2,3}|[Пп]ер\.|[Шш]оссе|[Нн]абережн\p{L}{2}|[Бб]ульвар\p{L}?)\s?(?:${WORD}\s?){1,3},?\s?(?:д\.|дом)?\s?\d{1,4}`,
  String.raw`(?<!\p{L})${NAME}\s(?:улиц\p{L}|переул\p{L}{2,3}|проспект\p{L}?|шоссе|бульвар\p{L}?),?\s?(?:д\.|дом)?\s?\d{1,4}`,
  // 月亮路14号
  String.raw`\p{sc=Han}{1,8}(?:路|街|大道|巷|胡同)\s?\d{1,5}\s?(?:号|號|弄)`,
]
const STREET = new RegExp(STREETS.join("|"), "gu")

// A name at a messenger, which is how people are found by strangers. A word that merely follows ("Instagram followers") is none.
const SERVICE = String.raw`(?<![\p{Script=Latin}\p{Script=Cyrillic}])(?:telegram|tg|whatsapp|wechat|weixin|viber|kik|snap(?:chat)?|instagram|ig|line id|телеграм\p{L}?|вотсап\p{L}?|ватсап\p{L}?|вайбер|微信号?|加微|扣扣|qq号?)`
const AFTER_COLON = String.raw`\s?[:：=]\s?@?[a-z0-9][a-z0-9_.-]{2,30}`
const AFTER_SPACE = String.raw`(?:\s(?:is|id|me|at|en|по))?[\s-]{0,2}(?:@[a-z0-9][a-z0-9_.-]{2,30}|\+\d[\d\s]{6,15}|\d{5,12}(?!\d)|(?=[0-9_.-]{0,20}[a-z])[a-z_.-]{0,20}\d[a-z0-9_.-]{2,20})`
const MESSENGER = new RegExp(`${SERVICE}(?:${AFTER_COLON}|${AFTER_SPACE})`, "giu")

function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, "").length
  const isInternational = /^(?:\+|00)/.test(text)
  if (digits > 15 || digits < (isInternational ? 8 : 9)) {
    // Seven or eight digits are a number to call only when they are grouped as one: 555-0142, 22 33 44 55.
    if (!/^\(?\d{2,4}\)?(?:[\s.-]\d{2,4}){1,4}$/.test(text) || digits < 7 || digits > 15) return false
    if (/^\d{4}\s\d{4}$/.test(text) || /^\d{3}\s\d{4}$/.test(text)) return false
  }
  return !DATE.test(text) && !SUM.test(text)
}

/**
 * Finds what could lead to a person: telephone numbers, e-mail addresses, streets with a number, names at messengers.
 *
 * For marking in the moderation queue and for holding a text, never for cutting it: people write numbers in five languages and
 * the patterns are only careful guesses. Parts do not overlap and come in order.
 */
export function findPersonalDetails(text: string): PersonalDetail[] {
  const found: PersonalDetail[] = []
  const collect = (kind: PersonalDetail["kind"], pattern: RegExp, isMeant: (match: string) => boolean = () => true) => {
    for (const match of text.matchAll(pattern)) {
      const end = match.index + match[0].trimEnd().length
      if (!isMeant(match[0].trim())) continue
      if (found.some((other) => match.index < other.end && end > other.start)) continue
      found.push({ kind, start: match.index, end })
    }
  }
  collect("email", EMAIL)
  collect("street", STREET)
  collect("messenger", MESSENGER)
  collect("phone", PHONE, isPhone)
  return found.sort((a, b) => a.start - b.start)
}

/** Cuts a text into marked and unmarked parts, for showing. Joined, they are the text. */
export function markPersonalDetails(text: string): { text: string; kind: PersonalDetail["kind"] | null }[] {
  const parts: { text: string; kind: PersonalDetail["kind"] | null }[] = []
  let at = 0
  for (const { kind, start, end } of findPersonalDetails(text)) {
    if (start > at) parts.push({ text: text.slice(at, start), kind: null })
    parts.push({ text: text.slice(start, end), kind })
    at = end
  }
  if (at < text.length) parts.push({ text: text.slice(at), kind: null })
  return parts
}
