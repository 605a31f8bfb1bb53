import { people } from "#lib/web/handlers/people"
import type { OrganiserCommand, OrganiserPage } from "#lib/web/organiser/command"

const owner = { method: "POST", path: "/admin/people", least: "OWNER", scope: "site", handler: people } as const

export const peopleCommands: readonly OrganiserCommand[] = [
  { ...owner, name: "people.give-role" },
  { ...owner, name: "people.end-access", action: "end" },
  { ...owner, name: "people.end-sessions", action: "end-sessions" },
  { ...owner, name: "people.change-role", action: "change-role" },
  { ...owner, name: "people.remove-role", action: "remove-role" },
]

export const peoplePages: readonly OrganiserPage[] = [{ path: "/admin/people", least: "OWNER", scope: "site" }]
