import type { OrganiserCommand, OrganiserPage } from "#lib/web/organiser/command"

export const updatesCommands: readonly OrganiserCommand[] = []

export const updatesPages: readonly OrganiserPage[] = []
