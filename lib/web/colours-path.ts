import type { Colours } from "#lib/domain/campaigns/colours"

/** The address of a campaign's style sheet. It holds the colours, so that changed ones have another address and the old may be kept. */
export function coloursPath(slug: string, { accent, accentDark, linkDark }: Colours): string {
  return `/c/${slug}/colours.css?v=${[accent, accentDark, linkDark].map((colour) => colour.slice(1)).join("-")}`
}
