import { changeTags, insightsTable } from "#lib/web/handlers/insights"
import type { OrganiserCommand, OrganiserPage } from "#lib/web/organiser/command"

const tags = {
  method: "POST",
  path: "/admin/campaigns/{id}/insights/tags",
  least: "OWNER",
  scope: "campaign",
  handler: changeTags,
} as const

export const insightsCommands: readonly OrganiserCommand[] = [
  { ...tags, name: "insights.add-tag" },
  { ...tags, name: "insights.remove-tag", action: "remove" },
  {
    name: "insights.table",
    method: "GET",
    path: "/admin/campaigns/{id}/insights/{table}",
    least: "EDITOR",
    scope: "campaign",
    handler: insightsTable,
  },
]

export const insightsPages: readonly OrganiserPage[] = [
  { path: "/admin/campaigns/{id}/insights", least: "VIEWER", scope: "campaign" },
]
