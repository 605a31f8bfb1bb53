import { changeTask, taskFile } from "#lib/web/handlers/tasks"
import type { OrganiserCommand, OrganiserPage } from "#lib/web/organiser/command"

const own = { least: "VIEWER", scope: "self" } as const

export const tasksCommands: readonly OrganiserCommand[] = [
  { ...own, name: "tasks.delete", method: "POST", path: "/admin/tasks/{id}", action: "delete", handler: changeTask },
  { ...own, name: "tasks.file", method: "GET", path: "/admin/tasks/{id}/file", handler: taskFile },
]

export const tasksPages: readonly OrganiserPage[] = [{ path: "/admin/tasks/{id}", ...own }]
