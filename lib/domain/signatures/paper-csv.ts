import { parse } from "csv-parse/sync"
import { isUtf8 } from "node:buffer"
import { type PaperRow, paperRow } from "#lib/domain/signatures/paper-schema"

/** One thing wrong with a file: its line from 1, the column where that is known, and the code of a sentence that says the remedy. */
export type LineError = { line: number; field: keyof PaperRow | null; code: string }

/** More rows than anybody types from sheets; more would be another file. */
export const CSV_ROWS_MAX = 20_000

/** So many faults are told at once. */
export const CSV_ERRORS_MAX = 100

type Field = keyof PaperRow

/** What columns may be called, in the languages of the site. */
const HEADINGS: Record<Field, readonly string[]> = {
  name: ["name", "nombre", "nom", "имя", "姓名", "名字"],
  town: ["town", "city", "place", "localidad", "ciudad", "ville", "город", "城市"],
  showName: [
    "show",
    "show name",
    "show my name",
    "name shown",
    "mostrar",
    "nombre visible",
    "afficher",
    "nom affiché",
    "показать",
    "имя показано",
    "公开",
    "公开姓名",
  ],
  email: [
    "email",
    "e-mail",
    "mail",
    "e-mail address",
    "correo",
    "correo electrónico",
    "courriel",
    "adresse e-mail",
    "почта",
    "эл. почта",
    "адрес эл. почты",
    "电子邮箱",
    "电子邮箱地址",
  ],
}

/** The order of the columns in a file without headings: that of the sheet. */
const ORDER: readonly Field[] = ["name", "town", "showName", "email"]

const TICKED = new Set(["yes", "y", "x", "1", "true", "sí", "si", "oui", "да", "是", "✓", "☑", "✗"])
const UNTICKED = new Set(["", "no", "n", "0", "false", "non", "нет", "否", "☐", "-"])

/** The text of a file: UTF-8 with or without its mark, or UTF-16 with its mark. `null` for anything else. */
function decode(bytes: Buffer): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes)
  return isUtf8(bytes) && !bytes.includes(0) ? new TextDecoder("utf-8").decode(bytes) : null
}

/** What separates the columns: whichever of the three is most in the first line, outside quotes. */
function delimiterOf(text: string): string {
  const [first = ""] = text.replace(/"[^"]*"/g, "").split(/\r?\n|\r/, 1)
  const count = (mark: string) => first.split(mark).length
  return ["\t", ";", ","].reduce((best, mark) => (count(mark) > count(best) ? mark : best), ",")
}

type Read = { record: string[]; line: number }

function split(text: string): Read[] | LineError {
  try {
    const found = parse(text, {
      ...{ delimiter: delimiterOf(text), relax_column_count: true, skip_empty_lines: true, trim: true },
      info: true,
      to: CSV_ROWS_MAX + 2,
    }) as unknown as { record: string[]; info: { lines: number } }[]
    return found.map(({ record, info }) => ({ record, line: info.lines }))
  } catch (error) {
    const { lines } = error as { lines?: number }
    return { line: lines ?? 1, field: null, code: "csv_quote" }
  }
}

const folded = (text: string) => text.trim().toLowerCase()

/** Which column holds what; `null` where the first line is no heading. */
function headings(first: readonly string[]): (Field | null)[] | null {
  const found = first.map((cell) => ORDER.find((field) => HEADINGS[field].includes(folded(cell))) ?? null)
  return found.some(Boolean) ? found : null
}

/**
 * Reads a file of signatures on paper: name, town, whether the name is to be shown, e-mail; by headings or in this order.
 *
 * Separated by commas, semicolons or tabs. Lines in which nothing stands are passed over.
 *
 * @returns the rows, or what is wrong with the file: at most 100 faults, each with its line.
 */
export function readPaperCsv(bytes: Buffer): { rows: PaperRow[]; errors: LineError[] } {
  const refuse = (code: string, line = 1) => ({ rows: [], errors: [{ line, field: null, code }] })
  const text = decode(bytes)
  if (text === null) return refuse("csv_encoding")
  const found = split(text)
  if (!Array.isArray(found)) return { rows: [], errors: [found] }
  const columns = headings(found[0]?.record ?? [])
  const body = (columns ? found.slice(1) : found).filter(({ record }) => record.some((cell) => cell !== ""))
  if (columns && !columns.includes("name")) return refuse("csv_no_name")
  if (body.length === 0) return refuse("csv_empty")
  if (body.length > CSV_ROWS_MAX) return refuse("csv_too_many", body.at(-1)?.line)
  const rows: PaperRow[] = []
  const errors: LineError[] = []
  for (const { record, line } of body) {
    const read = readRow(record, columns ?? ORDER)
    if ("code" in read) errors.push({ line, ...read })
    else rows.push(read)
    if (errors.length === CSV_ERRORS_MAX) break
  }
  return { rows, errors }
}

function readRow(record: string[], columns: readonly (Field | null)[]): PaperRow | Omit<LineError, "line"> {
  if (record.slice(columns.length).some((cell) => cell !== "")) return { field: null, code: "csv_columns" }
  const cell = (field: Field) => record[columns.indexOf(field)] ?? ""
  const show = folded(cell("showName"))
  if (!TICKED.has(show) && !UNTICKED.has(show)) return { field: "showName", code: "csv_show" }
  const parsed = paperRow.safeParse({
    ...{ name: cell("name"), town: cell("town"), email: cell("email") },
    showName: TICKED.has(show) ? "yes" : undefined,
  })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  return { field: (issue?.path[0] as Field | undefined) ?? null, code: issue?.message ?? "csv_columns" }
}
