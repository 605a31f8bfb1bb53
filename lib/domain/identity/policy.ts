import type { Role } from "#lib/generated/prisma/enums"

/** Role on the whole site. */
export const WHOLE_SITE = ""

/** Who acts: an organiser and what they are, by campaign id or for the whole site. */
export type Actor = { organiserId: string; roles: Readonly<Record<string, Role>> }

/** From the most to the least. */
const RANK: Record<Role, number> = { OWNER: 3, EDITOR: 2, MODERATOR: 1, VIEWER: 0 }

function holds(actor: Actor, scope: string, least: Role): boolean {
  const role = Object.hasOwn(actor.roles, scope) ? actor.roles[scope] : undefined
  return role !== undefined && RANK[role] >= RANK[least]
}

/** Tells whether the actor is at least that in a campaign; a role on the whole site holds in every campaign. */
export function isAtLeast(actor: Actor, campaignId: string, least: Role): boolean {
  return holds(actor, WHOLE_SITE, least) || (campaignId !== WHOLE_SITE && holds(actor, campaignId, least))
}

/** Campaigns in which the actor is at least that; `null` for all of them. */
export function scopesOf(actor: Actor, least: Role): string[] | null {
  if (holds(actor, WHOLE_SITE, least)) return null
  return Object.keys(actor.roles).filter((scope) => scope !== WHOLE_SITE && holds(actor, scope, least))
}

/** May invite organisers, change their roles and end their access. */
export function canManagePeople(actor: Actor): boolean {
  return holds(actor, WHOLE_SITE, "OWNER")
}

/** May change what a campaign says and how it works. */
export function canEditCampaign(actor: Actor, campaignId: string): boolean {
  return isAtLeast(actor, campaignId, "EDITOR")
}
