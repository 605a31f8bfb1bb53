type PagerProps = {
  label: string
  /** The newest rows; `null` on the page that shows them. */
  first: { href: string; text: string } | null
  /** The rows after these; `null` when there are none. */
  next: { href: string; text: string } | null
}

/** Leads through a list by cursor: to its beginning and onwards. Nothing when all of it is on the page. */
export function Pager({ label, first, next }: PagerProps) {
  if (!first && !next) return null
  return (
    <nav className="pager" aria-label={label}>
      {first && <a href={first.href}>{first.text}</a>}
      {next && (
        <a href={next.href} rel="next">
          {next.text}
        </a>
      )}
    </nav>
  )
}
