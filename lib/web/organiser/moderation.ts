import { commentSettings, decide, rules, undo } from "#lib/web/handlers/moderation"
import type { OrganiserCommand, OrganiserPage } from "#lib/web/organiser/command"

const moderator = { method: "POST", least: "MODERATOR", scope: "campaign" } as const
const editor = { method: "POST", least: "EDITOR", scope: "campaign" } as const

export const moderationCommands: readonly OrganiserCommand[] = [
  { ...moderator, name: "moderation.undo", path: "/admin/moderation/undo", handler: undo },
  { ...editor, name: "moderation.add-rule", path: "/admin/moderation/rules", handler: rules },
  { ...editor, name: "moderation.remove-rule", path: "/admin/moderation/rules", action: "remove", handler: rules },
  { ...editor, name: "moderation.comment-choices", path: "/admin/moderation/comments", handler: commentSettings },
  { ...moderator, name: "moderation.decide", path: "/admin/moderation/{kind}/{subject}", handler: decide },
]

export const moderationPages: readonly OrganiserPage[] = [
  { path: "/admin/moderation", least: "MODERATOR", scope: "campaign" },
  { path: "/admin/moderation/settings", least: "EDITOR", scope: "campaign" },
]
