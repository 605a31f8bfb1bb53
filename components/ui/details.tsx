import type { ReactNode } from "react"

/** Something to unfold. The server opens it when a field inside needs attention. */
export function Details({
  summary,
  isOpen,
  id,
  children,
}: {
  summary: ReactNode
  isOpen?: boolean
  id?: string
  children: ReactNode
}) {
  return (
    <details open={isOpen} id={id}>
      <summary>{summary}</summary>
      <div className="details-body">{children}</div>
    </details>
  )
}
