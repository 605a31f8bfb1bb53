import type { ReactNode } from "react"

/** A column of a table: its heading, and whether it holds figures. */
export type Column = { key: string; text: ReactNode; isNumber?: boolean }

/** A row: its cells in the order of the columns. The first one is the row's heading. */
export type Row = { key: string; cells: readonly ReactNode[] }

type DataTableProps = {
  /** What the table holds. It names the region that scrolls, too. */
  caption: string
  columns: readonly Column[]
  rows: readonly Row[]
  /** Hides the caption where a heading above says the same. Screen readers still have it. */
  hidesCaption?: boolean
}

/** A plain table. On small screens it scrolls by itself, also by keyboard; the page does not. */
export function DataTable({ caption, columns, rows, hidesCaption }: DataTableProps) {
  return (
    <div className="table-scroll" role="region" aria-label={caption} tabIndex={0}>
      <table className="data-table">
        <caption className={hidesCaption ? "visually-hidden" : undefined}>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ key, text, isNumber }) => (
              <th key={key} scope="col" className={isNumber ? "number" : undefined}>
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key}>
              {cells.map((cell, index) => {
                const column = columns[index]
                const shape = { key: column?.key ?? index, className: column?.isNumber ? "number" : undefined }
                const { key: cellKey, ...rest } = shape
                return index === 0 ? (
                  <th key={cellKey} scope="row" {...rest}>
                    {cell}
                  </th>
                ) : (
                  <td key={cellKey} {...rest}>
                    {cell}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
