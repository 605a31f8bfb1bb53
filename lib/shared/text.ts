// Controls, and the characters that turn or hide the text around them: bidi overrides and isolates, zero-width characters
// (joiners stay: several scripts and emoji need them), the byte order mark, and interlinear marks.
const HARMFUL =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]/g

const COMBINING_MAX = 2
const STACKED = new RegExp(`(\\p{Mn}{${COMBINING_MAX}})\\p{Mn}+`, "gu")

/** A text as it is kept: NFC, one kind of line break, nothing that hides or turns its neighbours, at most two marks on a letter. */
export function tidyText(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, "\n").replace(HARMFUL, "").normalize("NFC").replace(STACKED, "$1").trim()
}

/** The same for a field of one line. */
export function tidyLine(text: string): string {
  return tidyText(text).replace(/\s+/g, " ")
}
