const WIDE = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/

function widthOf(letter: string): number {
  if (WIDE.test(letter)) return 1
  if (/[A-ZА-ЯЁMWmw@%]/.test(letter)) return 0.74
  return /[а-яё]/.test(letter) ? 0.62 : 0.54
}

/** About how wide a text is drawn, in the units of its size; rather a little too much. There is no browser to ask. */
export function textWidth(text: string, size: number): number {
  let ems = 0
  for (const letter of text) ems += widthOf(letter)
  return ems * size
}

/** As much of a text as fits, with "…" where something was left out. */
export function fitText(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text
  const letters = [...text]
  while (letters.length > 1 && textWidth(`${letters.join("")}…`, size) > width) letters.pop()
  return `${letters.join("").trimEnd()}…`
}
