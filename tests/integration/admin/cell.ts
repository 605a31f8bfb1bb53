import type { Actor } from "#lib/domain/identity/policy"
import type { SignableCampaign } from "#lib/domain/signatures/sign"

/** What a command of the matrix is tried on. */
export type Ground = {
  /** The campaign that the command is about. */
  campaign: SignableCampaign
  /** An owner of the site, who prepares. */
  owner: Actor
  /** Who will try the command: for what only oneself can do. */
  organiserId: string
}

/** What to ask for so that somebody who may do it succeeds. */
export type Attempt = {
  params?: Record<string, string>
  body?: Record<string, string>
  /** What the file says that is sent along, where the command takes one. */
  file?: string
  /** The answer where what was asked cannot succeed here whoever asks; below 400 otherwise. */
  expects?: number
}

/** Makes what a command needs, and says how to ask for it. */
export type Cell = (ground: Ground) => Promise<Attempt>
