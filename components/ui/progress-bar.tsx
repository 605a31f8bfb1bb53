import type { ReactNode } from "react"

/**
 * How far something is. The words say the same as the bar.
 *
 * @param value Done so far, of `max`. Without it the bar says only that something goes on.
 */
export function ProgressBar({
  label,
  value,
  max,
  children,
}: {
  label: string
  value?: number
  max?: number
  children: ReactNode
}) {
  return (
    <div className="task-progress">
      <progress aria-label={label} value={value} max={max} />
      <p>{children}</p>
    </div>
  )
}
