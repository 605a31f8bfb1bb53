import type { Cell, Table } from "#lib/domain/insights/tables"
import { CSV_START, csvRows } from "#lib/shared/csv"

function plain(cell: Cell): string {
  if (typeof cell === "string") return cell
  const value = "count" in cell ? cell.count : "share" in cell ? cell.share : cell.minutes
  return value === null ? "" : String(Math.round(value * 10_000) / 10_000)
}

/** A table as a CSV file. Shares are parts of 1. */
export function toCsv({ head, rows }: Table): string {
  return CSV_START + csvRows([head, ...rows.map((row) => row.map(plain))])
}
