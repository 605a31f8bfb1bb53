/** One of the pages that tabs lead to. `href` is complete, with its language. */
export type LinkTab = { href: string; text: string; isCurrent: boolean }

/** Links between the pages of one thing; the one that is open is marked. They are links, so they need no script. */
export function LinkTabs({ label, tabs }: { label: string; tabs: readonly LinkTab[] }) {
  return (
    <nav aria-label={label} className="tabs">
      {tabs.map(({ href, text, isCurrent }) => (
        <a key={href} href={href} aria-current={isCurrent ? "page" : undefined}>
          {text}
        </a>
      ))}
    </nav>
  )
}
