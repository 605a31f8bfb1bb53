import type { OrganiserCommand, OrganiserPage } from "#lib/web/organiser/command"

export const campaignsCommands: readonly OrganiserCommand[] = []

export const campaignsPages: readonly OrganiserPage[] = [
  { path: "/admin/campaigns", least: "VIEWER", scope: "campaign" },
  { path: "/admin/campaigns/{id}", least: "VIEWER", scope: "campaign" },
]
