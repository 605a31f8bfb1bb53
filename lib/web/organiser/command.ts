import type { ROLES } from "#lib/domain/identity/schema"
import type { Handler } from "#lib/web/form-handler"

/** Where a role must be held: on the whole site, in the campaign that the command is about, or nowhere because it is about oneself. */
export type CommandScope = "site" | "campaign" | "self"

/**
 * Something an organiser can do, and who may. Every command of the organisers' area has a row: the routes are made from the rows,
 * and a test walks all roles through them. The right itself is asked inside the domain's command, never here.
 */
export type OrganiserCommand = {
  /** Names the command in the test's matrix: `campaigns.open`. */
  name: string
  method: "GET" | "POST"
  path: string
  /** The form's `action` where several commands share an address. */
  action?: string
  least: (typeof ROLES)[number]
  scope: CommandScope
  handler: Handler
  /** For an address that takes a file: how large its form may be. Its handler reads the body by `readUpload`. */
  uploadMaxBytes?: number
}

/** A page of the organisers' area, and who may see it. The navigation and the tests of all pages are made from these rows. */
export type OrganiserPage = { path: string; least: (typeof ROLES)[number]; scope: CommandScope }
