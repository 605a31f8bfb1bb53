/** The colours of a campaign: `#rrggbb`. */
export type Colours = { accent: string; accentDark: string; linkDark: string }

/** Two colours that stand on each other, and how well one can be told from the other. */
export type ColourPair = { name: PairName; field: keyof Colours; ratio: number; needs: number }

export type PairName =
  | "buttonText"
  | "linkOnPage"
  | "linkOnCard"
  | "barOnTrack"
  | "buttonTextDark"
  | "linkOnPageDark"
  | "linkOnCardDark"
  | "barOnTrackDark"

// Surfaces as in styles/public/tokens.css.
const LIGHT = { page: "#ffffff", card: "#faf6f4", track: "#e3d7d4" }
const DARK = { page: "#171012", card: "#211719", track: "#3a2b2e" }
const WHITE = "#ffffff"

const TEXT_RATIO = 4.5
const PART_RATIO = 3

function channel(hex: string): number {
  const value = parseInt(hex, 16) / 255
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => channel(colour.slice(start, start + 2)))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** The contrast of two colours `#rrggbb`, from 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

/** Every pair that the colours come to stand in, with what WCAG AA asks of it. */
export function colourPairs({ accent, accentDark, linkDark }: Colours): ColourPair[] {
  const pair = (name: PairName, field: keyof Colours, colour: string, ground: string, needs: number) => ({
    name,
    field,
    ratio: contrast(colour, ground),
    needs,
  })
  return [
    pair("buttonText", "accent", WHITE, accent, TEXT_RATIO),
    pair("linkOnPage", "accent", accent, LIGHT.page, TEXT_RATIO),
    pair("linkOnCard", "accent", accent, LIGHT.card, TEXT_RATIO),
    pair("barOnTrack", "accent", accent, LIGHT.track, PART_RATIO),
    pair("buttonTextDark", "accentDark", WHITE, accentDark, TEXT_RATIO),
    pair("linkOnPageDark", "linkDark", linkDark, DARK.page, TEXT_RATIO),
    pair("linkOnCardDark", "linkDark", linkDark, DARK.card, TEXT_RATIO),
    pair("barOnTrackDark", "linkDark", linkDark, DARK.track, PART_RATIO),
  ]
}

/** The first pair that cannot be told apart well enough, or `null`. */
export function faintPair(colours: Colours): ColourPair | null {
  return colourPairs(colours).find(({ ratio, needs }) => ratio < needs) ?? null
}

/** A darker shade, for a button under the pointer. White text on it is told apart even better. */
function darker(colour: string): string {
  const part = (start: number) =>
    Math.round(parseInt(colour.slice(start, start + 2), 16) * 0.8)
      .toString(16)
      .padStart(2, "0")
  return `#${part(1)}${part(3)}${part(5)}`
}

/** The style sheet of a campaign's colours. They are put in as they are: only what `lookFields` let through. */
export function coloursCss({ accent, accentDark, linkDark }: Colours): string {
  const tokens = (button: string, link: string) =>
    `--primary:${button};--primary-hover:${darker(button)};--link:${link};--bar:${link}`
  const dark = `${tokens(accentDark, linkDark)};--primary-edge:${linkDark}`
  return `:root{${tokens(accent, accent)}}@media(prefers-color-scheme:dark){:root{${dark}}}\n`
}
