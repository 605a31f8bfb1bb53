import { foldWord, isNeutral, withoutNeutralHan } from "#lib/shared/neutral-words"

// Beginnings of words that tell what a petition is about or that it is one, as they stand after `foldWord` (product.md, Words).
const CAUSE =
  /^(?:decriminali|legali[sz]|despenali|descriminali|depenali|decriminal|petition|peticion|signature|firma|umbrella|paraguas|parapluie|rights?$|derecho|droits?$|worker|trabajador|travailleu|activis|militant|петици|декриминали|легализ|права$|прав$|работниц|работник|зонт|активист)/u

const CAUSE_HAN = /请愿|签名|联署|权利|人权|合法化|非罪化|非刑事化|去罪化|红伞|维权/g

/**
 * Words by which somebody who sees only a browser's history or an address could tell what it is about.
 *
 * @param text A short title, or the last part of an address.
 * @returns The words as they were typed, each once.
 */
export function tellingWords(text: string): string[] {
  const found = new Set<string>()
  for (const [word] of text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
    const folded = foldWord(word)
    if (isNeutral(folded) || CAUSE.test(folded)) found.add(word)
    if (!/\p{sc=Han}/u.test(word)) continue
    for (const [match] of word.matchAll(CAUSE_HAN)) found.add(match)
    if (withoutNeutralHan(word) !== word) found.add(word)
  }
  return [...found]
}
