/** What a writer says on the channel `page_changed`: the campaign whose pages show the change ("*" for all of them). */
export type PageChange = {
  slug: string
  /** The old pages must not be seen again, e.g. after a withdrawal. */
  drop: boolean
}

/** Reads a payload. One that cannot be read means the most careful thing: everything has changed. */
export function readPageChange(payload: string): PageChange {
  try {
    const { slug, drop } = JSON.parse(payload) as Partial<PageChange>
    if (typeof slug === "string") return { slug, drop: drop === true }
  } catch {
    // Falls through.
  }
  return { slug: "*", drop: true }
}
