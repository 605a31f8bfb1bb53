// Every repetition is bounded, so that the time grows with the text and not faster.
const NAME = String.raw`\p{Lu}[\p{L}'’-]{1,30}`
const NAMES = String.raw`${NAME}(?: ${NAME}){0,2}`

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
 * Names of people, by what stands before them; the line that greets the reader is left out. All five languages are tried on every
 * text, since people mix them. Modest: it misses a lot and is sometimes wrong, so it may only lead to a hint.
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
