/**
 * Words of the sex trade, of the people in it and of harm reduction, as people here use them all day.
 *
 * The filter never sees them: they are taken out before anything is counted, so they can neither raise nor lower a score, whatever
 * moderators decide (trust.md I17). Written as beginnings and endings of words after `foldWord`: lower case, without accents.
 */
const STEMS: Record<string, string> = {
  en: "sex(?:es|y|ual|ually|uality|work|worker|workers)?|escort(?:s|ed|ing)?|condom(?:s)?|brothel(?:s)?|prostitut(?:e|es|ed|ion|ing)|whor(?:e|es|ing)|hooker(?:s)?|slut(?:s)?|stripper(?:s)?|strip(?:s|ping)?|massage(?:s)?|masseuse|client(?:s|ele)?|pimp(?:s|ing)?|madam|john(?:s)?|porn(?:o|ography|ographic)?|nude(?:s)?|naked|erotic|adult(?:s)?|cam(?:s|girl|girls|boy|ming|ing)?|webcam(?:s)?|onlyfans|companion(?:s)?|hustler(?:s)?|rentboy(?:s)?|incall(?:s)?|outcall(?:s)?|girlfriend|kink(?:y)?|bdsm|fetish|domme|dominatrix|orgasm(?:s)?|anal|oral|vagina(?:l)?|penis|lube|dildo(?:s)?|trick(?:s)?|punter(?:s)?|traffick(?:ed|er|ers|ing)",
  identity:
    "gay(?:s)?|lesbian(?:s)?|bi|bisexual(?:s)?|trans|transgender(?:ed)?|transsexual(?:s)?|queer(?:s)?|drag|lgbt\\w{0,4}|hiv|aids|std(?:s)?|sti(?:s)?|prep|pep|syphilis|abortion(?:s)?|drug(?:s)?|heroin|methadone|naloxone|narcan|needle(?:s)?|syringe(?:s)?|viagra",
  es: "sexo(?:s)?|sexual(?:es|idad|mente)?|escort(?:s)?|condon(?:es)?|preservativo(?:s)?|burdel(?:es)?|prostibulo(?:s)?|puter(?:o|os|ia)|put(?:a|as|o|os)|prostitut(?:a|as|o|os)|prostituid(?:a|as|o|os)|prostitucion|ramera(?:s)?|acompanante(?:s)?|masaje(?:s)?|masajista(?:s)?|cliente(?:s|la)?|proxeneta(?:s)?|rufian(?:es)?|trata|porno(?:grafia)?|erotic(?:o|a|os|as)|desnud(?:o|a|os|as)|travesti(?:s)?|transexual(?:es)?|lesbiana(?:s)?|marica(?:s)?|vih|sida|jeringa(?:s)?|jeringuilla(?:s)?|droga(?:s)?",
  fr: "sexe(?:s)?|sexuel(?:s|le|les|lement)?|sexualite|escort(?:e|es|s|ing)?|preservatif(?:s)?|capote(?:s)?|bordel(?:s)?|prostitue(?:e|s|es)?|prostitution|putain(?:s)?|put(?:e|es)|catin(?:s)?|passe(?:s)?|massage(?:s)?|masseuse(?:s)?|client(?:e|s|es|ele)?|proxenet(?:e|es|isme)|maquereau(?:x)?|traite|porno(?:graphie)?|erotique(?:s)?|nue(?:s)?|travesti(?:e|s|es)?|lesbienne(?:s)?|pede(?:s)?|vih|sida|seringue(?:s)?|drogue(?:s)?",
  ru: "секс\\p{L}*|эскорт\\p{L}*|презерватив\\p{L}*|кондом\\p{L}*|бордел\\p{L}*|притон\\p{L}*|проститу\\p{L}*|путан\\p{L}*|шлюх\\p{L}*|бляд\\p{L}*|индивидуалк\\p{L}*|массаж\\p{L}*|клиент\\p{L}*|сутенер\\p{L}*|траффик\\p{L}*|порн\\p{L}*|эротик\\p{L}*|эротич\\p{L}*|интим\\p{L}*|гол(?:ая|ый|ые)|гей|геи|геев|лесбиян\\p{L}*|трансгендер\\p{L}*|вич|спид\\p{L}{0,2}|шприц\\p{L}*|игл(?:а|ы|у)|наркот\\p{L}*|героин\\p{L}*|виагр\\p{L}*",
}
const NEUTRAL = new RegExp(`^(?:${Object.values(STEMS).join("|")})$`, "u")

// Chinese has no spaces: these are taken out of the running text, the longest first, since one holds the other.
const HAN = [
  ...["性工作者", "性服务者", "性交易", "性工作", "性服务", "性产业", "性行业", "性行为", "性暴力", "性别", "性病"],
  ...[
    "卖淫",
    "卖春",
    "妓女",
    "妓院",
    "娼妓",
    "嫖娼",
    "嫖客",
    "应召女",
    "应召",
    "援交",
    "小姐",
    "鸡婆",
    "皮条客",
    "拉皮条",
  ],
  ...[
    "按摩",
    "伴游",
    "客人",
    "避孕套",
    "安全套",
    "保险套",
    "色情",
    "情色",
    "裸体",
    "人口贩卖",
    "人口贩运",
    "同性恋",
    "双性恋",
  ],
  ...["变性人", "跨性别", "男同", "女同", "艾滋病", "艾滋", "针具", "针筒", "毒品", "吸毒", "美沙酮", "伟哥", "性"],
].sort((a, b) => b.length - a.length)
const NEUTRAL_HAN = new RegExp(HAN.join("|"), "g")

/** A word as the filter compares it: lower case, without accents and wide forms. */
export function foldWord(word: string): string {
  return word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().normalize("NFC")
}

/** Tells whether the filter may not look at a word. @param word From `foldWord`. */
export function isNeutral(word: string): boolean {
  return NEUTRAL.test(word)
}

/** A run of Chinese characters without the words the filter may not look at. */
export function withoutNeutralHan(run: string): string {
  return run.replace(NEUTRAL_HAN, "")
}

/** Tells whether a block rule consists of such words alone; a campaign about the trade must not hold every mention of it. */
export function isOnlyNeutral(words: readonly string[]): boolean {
  return (
    words.length > 0 &&
    words.every((word) => isNeutral(word) || (/\p{sc=Han}/u.test(word) && withoutNeutralHan(word) === ""))
  )
}
