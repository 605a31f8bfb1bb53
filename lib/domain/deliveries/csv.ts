import { stringify } from "csv-stringify/sync"
import type { ListLine } from "#lib/domain/deliveries/list"
import type { Retractions } from "#lib/domain/signatures/handover"

/** Excel takes the file for UTF-8 by these bytes only. */
const BYTE_ORDER_MARK = "\uFEFF"

const COLUMNS = ["action", "list", "number", "name", "country"]

// What begins like a formula is no formula for a spreadsheet behind an apostrophe (OWASP, CSV injection).
const OPTIONS = { record_delimiter: "\r\n", escape_formulas: true } as const

/** Lines that are made into text together. */
const BATCH = 500

/**
 * The list as a table for programs (RFC 4180): `add` a name, or `delete` a number of the earlier list of that day.
 *
 * @param on Day of this list, `YYYY-MM-DD`.
 */
export async function* listCsv(
  on: string,
  retractions: readonly Retractions[],
  lines: AsyncIterable<ListLine>,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + stringify([COLUMNS], OPTIONS)
  for (const { on: listOn, numbers } of retractions) {
    yield stringify(
      numbers.map((number) => ["delete", listOn, number, "", ""]),
      OPTIONS,
    )
  }
  let rows: unknown[][] = []
  for await (const { number, name, country } of lines) {
    rows.push(["add", on, number, name, country])
    if (rows.length < BATCH) continue
    yield stringify(rows, OPTIONS)
    rows = []
  }
  yield stringify(rows, OPTIONS)
}
