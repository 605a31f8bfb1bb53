import type { OrganiserCommand, OrganiserPage } from "#lib/web/organiser/command"

export const insightsCommands: readonly OrganiserCommand[] = []

export const insightsPages: readonly OrganiserPage[] = []
