import { stringify } from "csv-stringify/sync"

/** What a CSV file begins with, so that spreadsheet programs read it as UTF-8. */
export const CSV_START = "\uFEFF"

export const CSV_MEDIA_TYPE = "text/csv; charset=utf-8"

/**
 * Rows as CSV (RFC 4180), each with its line end.
 *
 * Cells that a spreadsheet program would take for a formula, also in full-width forms, begin with an apostrophe, which makes them
 * text (OWASP, CSV Injection). Whoever reads the file back takes the first apostrophe before = + - @ tab or return away.
 */
export function csvRows(rows: readonly (readonly string[])[]): string {
  return stringify(rows as string[][], { record_delimiter: "\r\n", escape_formulas: true, quoted_match: /[\r\n]/ })
}

/** A day of today as a neutral file name says it, e.g. `signatures-2026-01-05.csv`. */
export function datedFileName(stem: string, now: Date, ending: string): string {
  return `${stem}-${now.toISOString().slice(0, 10)}.${ending}`
}
