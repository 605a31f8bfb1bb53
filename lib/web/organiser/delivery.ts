import type { OrganiserCommand, OrganiserPage } from "#lib/web/organiser/command"

export const deliveryCommands: readonly OrganiserCommand[] = []

export const deliveryPages: readonly OrganiserPage[] = []
