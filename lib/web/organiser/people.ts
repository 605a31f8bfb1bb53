import { people } from "#lib/web/handlers/people"
import type { OrganiserCommand, OrganiserPage } from "#lib/web/organiser/command"

const owner = { method: "POST", path: "/admin/people", least: "OWNER", scope: "site", handler: people } as const

export const peopleCommands: readonly OrganiserCommand[] = [
  { ...owner, name: "people.give-role" },
  { ...owner, name: "people.end-access", action: "end" },
]

export const peoplePages: readonly OrganiserPage[] = [{ path: "/admin/people", least: "OWNER", scope: "site" }]
