import AxeBuilder from "@axe-core/playwright"
import type { Page } from "@playwright/test"

/**
 * What axe finds on a page as it stands: A and AA of WCAG 2.2 and what it counts as good practice, or some rules alone.
 *
 * @returns one line for each rule, with the page and the elements.
 */
export async function findingsNow(page: Page, rules?: string[]): Promise<string[]> {
  // Our pages have no frames, so one run inside the page sees everything.
  const axe = new AxeBuilder({ page }).setLegacyMode()
  if (rules) axe.withRules(rules)
  const { violations } = await axe.analyze()
  return violations.map(({ id, nodes }) => `${page.url()}, ${id}: ${nodes.map((node) => node.html).join(" | ")}`)
}

/** What axe finds in a colour scheme; in the dark only what can be different there. */
export async function findingsOn(page: Page, colorScheme: "light" | "dark"): Promise<string[]> {
  // Without motion the colours of buttons change at once.
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
  const found = await findingsNow(page, colorScheme === "dark" ? ["color-contrast"] : undefined)
  return found.map((finding) => `${colorScheme}: ${finding}`)
}
