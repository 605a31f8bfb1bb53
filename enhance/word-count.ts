// As lib/domain/letters/words.ts counts: by spaces, and scripts without spaces by characters.
const CHARACTER = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu
const NEAR_LIMIT = 50

/** Counts a text as a person would. */
export function countWords(text: string): number {
  const characters = text.match(CHARACTER)?.length ?? 0
  const words = text
    .replace(CHARACTER, " ")
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
  return characters + words.length
}

/** Keeps the line under a text box up to date. It is spoken at fifty words left and at the limit only. */
export function startWordCount(area: HTMLTextAreaElement): void {
  const line = area.parentElement?.querySelector<HTMLElement>(".word-count")
  const words = line?.dataset.words
  if (!line || !words) return
  const max = Number(line.dataset.max)
  const update = () => {
    const count = countWords(area.value)
    line.setAttribute("aria-live", count === max - NEAR_LIMIT || count >= max ? "polite" : "off")
    line.textContent = words.replace("{n}", String(count))
  }
  area.addEventListener("input", update)
  update()
}
