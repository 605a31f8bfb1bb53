import type { OrganiserCommand, OrganiserPage } from "#lib/web/organiser/command"

export const siteCommands: readonly OrganiserCommand[] = []

export const sitePages: readonly OrganiserPage[] = []
