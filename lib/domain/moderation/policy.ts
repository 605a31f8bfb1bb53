import { type Actor, isAtLeast, scopesOf } from "#lib/domain/identity/policy"

/** May read what waits in a campaign and decide about it. */
export function canModerate(actor: Actor, campaignId: string): boolean {
  return isAtLeast(actor, campaignId, "MODERATOR")
}

/** Campaigns in which the actor may moderate; `null` for all of them. */
export function moderatedScopes(actor: Actor): string[] | null {
  return scopesOf(actor, "MODERATOR")
}

/** May decide what is held or called spam before anyone reads it. Scope is a campaign id, or "" for the whole site. */
export function canSetRules(actor: Actor, scope: string): boolean {
  return isAtLeast(actor, scope, "EDITOR")
}
