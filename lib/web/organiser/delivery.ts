import { buildDelivery, changeDelivery } from "#lib/web/handlers/deliveries"
import type { OrganiserCommand, OrganiserPage } from "#lib/web/organiser/command"

const ALL = "/admin/campaigns/{id}/delivery"
const ONE = `${ALL}/{delivery}`
const editor = { method: "POST", least: "EDITOR", scope: "campaign" } as const
const change = { ...editor, path: ONE, handler: changeDelivery }

export const deliveryCommands: readonly OrganiserCommand[] = [
  { ...editor, name: "delivery.build", path: ALL, handler: buildDelivery },
  { ...change, name: "delivery.record", action: "record" },
  { ...change, name: "delivery.reply", action: "reply" },
  { ...change, name: "delivery.undo", action: "undo" },
  { ...change, name: "delivery.discard", action: "discard" },
]

const page = { least: "EDITOR", scope: "campaign" } as const

export const deliveryPages: readonly OrganiserPage[] = [
  { path: ALL, least: "VIEWER", scope: "campaign" },
  { path: `${ALL}/new`, ...page },
  { path: ONE, ...page },
]
