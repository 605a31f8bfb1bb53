import { type Actor, isAtLeast, scopesOf } from "#lib/domain/identity/policy"
import { ORGANISER_PAGES } from "#lib/web/organiser/all"

/**
 * Whether an organiser may see a page.
 *
 * @param path As in the rows of the pages: `/admin/campaigns/{id}/signatures`.
 * @param campaignId The campaign it is about. Without one, a role in any campaign is enough for pages about campaigns.
 * @returns `false` for pages that are not there.
 */
export function canSee(actor: Actor, path: string, campaignId?: string): boolean {
  const page = ORGANISER_PAGES.find((row) => row.path === path)
  if (!page) return false
  if (page.scope === "self") return true
  if (page.scope === "site") return isAtLeast(actor, "", page.least)
  if (campaignId !== undefined) return isAtLeast(actor, campaignId, page.least)
  return scopesOf(actor, page.least)?.length !== 0
}
