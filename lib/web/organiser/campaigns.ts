import type { OrganiserCommand, OrganiserPage } from "#lib/web/organiser/command"

export const campaignsCommands: readonly OrganiserCommand[] = []

export const campaignsPages: readonly OrganiserPage[] = []
