import { describe, expect, it } from "vitest"
import { coloursCss, contrast, faintPair } from "#lib/domain/campaigns/colours"
import { lookFields } from "#lib/domain/campaigns/edit-schema"

const GOOD = { accent: "#1d5fa0", accentDark: "#1d5fa0", linkDark: "#7db9f0" }

describe("colours of a campaign", () => {
  it("measures contrast as product.md does", () => {
    expect(contrast("#ffffff", "#b00e28")).toBeCloseTo(7.14, 2)
    expect(contrast("#8c0b20", "#faf6f4")).toBeCloseTo(8.95, 2)
    expect(contrast("#ff9aa5", "#171012")).toBeCloseTo(9.31, 2)
    expect(contrast("#000000", "#ffffff")).toBe(21)
  })

  it("names the first pair that is too faint", () => {
    expect(faintPair(GOOD)).toBeNull()
    expect(faintPair({ ...GOOD, accent: "#e8b04a" })).toMatchObject({ name: "buttonText", field: "accent", needs: 4.5 })
    expect(faintPair({ ...GOOD, accentDark: "#7db9f0" })).toMatchObject({ name: "buttonTextDark", field: "accentDark" })
    expect(faintPair({ ...GOOD, linkDark: "#1d5fa0" })).toMatchObject({ name: "linkOnPageDark", field: "linkDark" })
  })

  it("lets only numbers of colours into the style sheet", () => {
    for (const typed of ["red", "#12345", "#1234567", "#12345g", "#123456;}", "url(https://x.example)"])
      expect(lookFields.safeParse({ ...GOOD, accent: typed }).success).toBe(false)
    expect(coloursCss(GOOD)).toBe(
      ":root{--primary:#1d5fa0;--primary-hover:#174c80;--link:#1d5fa0;--bar:#1d5fa0}" +
        "@media(prefers-color-scheme:dark){:root{--primary:#1d5fa0;--primary-hover:#174c80;--link:#7db9f0;--bar:#7db9f0;--primary-edge:#7db9f0}}\n",
    )
  })

  it("takes all three colours or none", () => {
    expect(lookFields.parse({ accent: " #1D5FA0 ", accentDark: "#1d5fa0", linkDark: "#7db9f0" }).accent).toBe("#1d5fa0")
    expect(lookFields.safeParse({}).success).toBe(true)
    const half = lookFields.safeParse({ accent: "#1d5fa0" })
    expect(half.error?.issues.map(({ message, path }) => [path[0], message])).toEqual([
      ["accentDark", "colours_incomplete"],
    ])
  })
})
