import { env } from "#lib/platform/env"

const AKISMET = "Akismet"

/** The outside service that a campaign's comments are sent to, by name; `null` when none is set up or the campaign asks none. */
export function outsideService({ asksOutside }: { asksOutside: boolean }): string | null {
  return asksOutside && env().AKISMET_KEY ? AKISMET : null
}
