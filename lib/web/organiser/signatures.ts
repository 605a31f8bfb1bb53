import type { OrganiserCommand, OrganiserPage } from "#lib/web/organiser/command"

export const signaturesCommands: readonly OrganiserCommand[] = []

export const signaturesPages: readonly OrganiserPage[] = []
