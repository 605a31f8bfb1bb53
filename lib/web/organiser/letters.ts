import type { OrganiserCommand, OrganiserPage } from "#lib/web/organiser/command"

export const lettersCommands: readonly OrganiserCommand[] = []

export const lettersPages: readonly OrganiserPage[] = []
