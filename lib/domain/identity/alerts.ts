import "server-only"
import { openOrganiser } from "#lib/domain/identity/details"
import { WHOLE_SITE } from "#lib/domain/identity/policy"
import type { Transaction } from "#lib/platform/db"
import { type Locale, toLocale } from "#lib/shared/locales"

/** Where to write when something needs a person: the owners and editors of a campaign and of the site. */
export async function listOrganisersToAlert(
  tx: Transaction,
  campaignId: string,
): Promise<{ email: string; locale: Locale }[]> {
  const found = await tx.organiser.findMany({
    where: { memberships: { some: { scope: { in: [WHOLE_SITE, campaignId] }, role: { in: ["OWNER", "EDITOR"] } } } },
    take: 100,
  })
  return found.map((organiser) => ({ email: openOrganiser(organiser).email, locale: toLocale(organiser.locale) }))
}
