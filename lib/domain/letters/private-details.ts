/**
 * Finds what looks like details of a person in a text: modest patterns for five languages, all of them tried on every text, since
 * people mix languages. They may miss a lot and are sometimes wrong, which is why they only lead to hints and marks for moderators.
 */

// Every repetition is bounded, so that the time grows with the text and not faster.
const PHONE = /(?<!\d)(?:\+ ?|00 ?)?\(?\d[\d ().\-/]{5,22}\d(?!\d)/g
const EMAIL = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,4}/gu

const DATE = /^(?:\d{4}([-./])\d{1,2}\1\d{1,2}|\d{1,2}([-./ ])\d{1,2}\2(?:\d{2}|\d{4}))$/
const YEARS = /^(?:19|20)\d\d\D+(?:19|20)\d\d$/
const BIG_NUMBER = /^[1-9]\d?(?:[ .]\d{3})+$/

function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, "").length
  if (digits > 15 || DATE.test(text) || YEARS.test(text) || BIG_NUMBER.test(text)) return false
  if (/^(?:\+|00)/.test(text)) return digits >= 8
  if (/^\d+$/.test(text)) return digits >= (text.startsWith("0") ? 8 : 9)
  return digits >= 8 || /^\d{3}-\d{4}$/.test(text) || (digits === 7 && /^[(0]/.test(text))
}

/** Telephone numbers; not dates, years and large numbers. */
export function findPhones(text: string): string[] {
  const plain = text
    .normalize("NFKC")
    .replace(/[\u2010-\u2015]/g, "-")
    .replace(/[^\S\n]/g, " ")
  return (plain.match(PHONE) ?? []).map((found) => found.trim()).filter(isPhone)
}

/** E-mail addresses. */
export function findEmails(text: string): string[] {
  return text.match(EMAIL) ?? []
}

const NAME = String.raw`\p{Lu}[\p{L}'’-]{1,30}`
const NAMES = String.raw`${NAME}(?: ${NAME}){0,2}`

const STREETS = [
  // 12 Rose Street
  String.raw`(?<!\d)\d{1,5}[a-z]?,? (?:${NAME} ){1,4}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Court|Square|Boulevard|Blvd|Terrace|Crescent|Close|Way|Gardens)(?!\p{L})`,
  // calle de la Rosa, 12
  String.raw`(?<!\p{L})(?:[Cc]alle|[Aa]venida|[Aa]vda\.?|[Pp]laza|[Pp]aseo|[Pp]asaje|[Jj]irón|C/) ?(?:(?:de|del|la|las|los|el) ){0,3}${NAME}(?: (?:de|del|la|las|los|el|${NAME})){0,4},? ?(?:n[.o°]{0,2} ?)?\d{1,4}(?!\d)`,
  // 12 bis, rue de la Rose
  String.raw`(?<!\d)\d{1,3}(?: ?(?:bis|ter))?,? (?:rue|avenue|boulevard|bd|place|chemin|impasse|allée|quai|passage) [\p{L}'’-]{1,30}(?: [\p{L}'’-]{1,30}){0,3}`,
  // ул. Розы, д. 12; Тверская улица, 12
  String.raw`(?<!\p{L})(?:[Уу]л\.|[Уу]лиц[аеыу]|[Пп]роспекте?|пр-т|[Пп]ер\.|[Пп]ереул(?:ок|ке)|[Шш]оссе|[Бб]ульваре?|[Пп]лощад[ьи]) ?${NAMES}(?:, ?(?:д\.? ?|дом )?| (?:д\.? ?|дом ))\d{1,4}`,
  String.raw`${NAME} (?:улица|проспект|переулок|шоссе|бульвар|площадь),? (?:д\.? ?|дом )?\d{1,4}`,
  // 玫瑰路12号, 3号楼, 5单元601室
  String.raw`\p{Script=Han}{1,6}(?:路|街|巷|弄|道|胡同)[\d一二三四五六七八九十百]{1,5}号`,
  String.raw`\d{1,4}(?:号楼|号院|单元|室)`,
  // British and Canadian postcodes
  String.raw`(?<![\p{L}\d])(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] \d[A-Z]\d)(?![\p{L}\d])`,
].map((source) => new RegExp(source, "gu"))

/** Addresses of houses. */
export function findStreets(text: string): string[] {
  const plain = text.normalize("NFKC").replace(/[^\S\n]+/g, " ")
  return STREETS.flatMap((pattern) => plain.match(pattern) ?? [])
}

// What stands before a name: forms of address, and who somebody is to the writer.
const BEFORE_NAME = [
  String.raw`(?:Mrs?|Ms|Mx|Dr|Prof)\.?|Miss`,
  String.raw`[Ss]r(?:t?a)?\.|[Dd]ra?\.|[Ss]eñora?|[Ss]eñorita|[Dd]on|[Dd]oña|[Dd]octora?`,
  String.raw`M\.|Mme|Mlle|[Mm]onsieur|[Mm]adame|[Mm]ademoiselle`,
  String.raw`г-н[ау]?|г-ж[аеуи]|[Гг]осподин[ау]?|[Гг]оспож[аеуи]`,
  String.raw`friend|colleague|neighbou?r|client|patient|sister|brother|mother|daughter|son|called|named`,
  String.raw`amig[oa]|compañer[oa]|colega|vecin[oa]|client[ea]|paciente|herman[oa]|madre|hij[oa]|llamad[oa]|se llama`,
  String.raw`amie?|collègue|voisine?|cliente?|patiente?|sœur|frère|mère|fille|fils|prénommée?|nommée?|s['’]appelle`,
  String.raw`подруг[аеуи]|друг[ау]?|коллег[аеуи]|сосед(?:к[аеуи]|[ау])?|клиентк?[аеуи]?|пациентк?[аеуи]?|сестр[аеуы]|брат[ау]?|дочь|по имени|(?<!меня )зовут`,
].join("|")

const PERSON = new RegExp(String.raw`(?<!\p{L})(?:${BEFORE_NAME}),? (${NAMES})`, "gu")

const CHINESE_PERSON = [
  /(?:名叫|叫做|名字叫|名字是)(\p{Script=Han}{2,3})/gu,
  /([王李张刘陈杨黄赵吴周徐孙马朱胡郭林罗郑梁谢宋唐韩冯邓曹彭肖田董袁潘蒋蔡杜叶苏魏吕丁沈姚卢姜崔谭陆汪廖贾夏邹熊邱薛侯黎顾钱戴汤]\p{Script=Han}{0,2}(?:先生|女士|小姐|太太))/gu,
]

const SALUTATION =
  /^(?:dear|estimad|querid|monsieur|madame|cher|mr |señor|уважаем|дорог|здравствуй|尊敬|亲爱|致)[^\n]{0,80}$|^[^\n]{0,40}您好[：:！!，,]?$/gimu

/**
 * Names of people, by what stands before them; the line that greets the reader is left out.
 *
 * @param known Texts whose words are nobody else's name: the writer's own, the recipient's, the sample.
 */
export function findPeople(text: string, known: readonly string[]): string[] {
  const words = new Set(known.join("\n").match(/[\p{L}\p{M}]+/gu) ?? [])
  const plain = text
    .normalize("NFKC")
    .replace(/[^\S\n]+/g, " ")
    .replace(SALUTATION, "")
  const found = [PERSON, ...CHINESE_PERSON].flatMap((pattern) =>
    [...plain.matchAll(pattern)].map(([, name = ""]) => name),
  )
  return found.filter((name) => !name.split(/[ '’-]/).some((word) => words.has(word)))
}
