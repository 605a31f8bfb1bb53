import type { ReactNode } from "react"

type NoticeProps = {
  kind: "success" | "info" | "warning" | "error"
  title: ReactNode
  children?: ReactNode
  role?: "status" | "alert"
}

/** A message in a box of its own: an icon, a bold first line, text. */
export function Notice({ kind, title, children, role }: NoticeProps) {
  return (
    <div className={`notice notice-${kind}`} role={role}>
      <p className="notice-head">
        <span>{title}</span>
      </p>
      {children}
    </div>
  )
}
