import { campaignsCommands, campaignsPages } from "#lib/web/organiser/campaigns"
import type { OrganiserCommand, OrganiserPage } from "#lib/web/organiser/command"
import { deliveryCommands, deliveryPages } from "#lib/web/organiser/delivery"
import { insightsCommands, insightsPages } from "#lib/web/organiser/insights"
import { lettersCommands, lettersPages } from "#lib/web/organiser/letters"
import { moderationCommands, moderationPages } from "#lib/web/organiser/moderation"
import { peopleCommands, peoplePages } from "#lib/web/organiser/people"
import { signaturesCommands, signaturesPages } from "#lib/web/organiser/signatures"
import { siteCommands, sitePages } from "#lib/web/organiser/site"
import { tasksCommands, tasksPages } from "#lib/web/organiser/tasks"
import { updatesCommands, updatesPages } from "#lib/web/organiser/updates"

/** Everything organisers can do, one file an area. */
export const ORGANISER_COMMANDS: readonly OrganiserCommand[] = [
  ...campaignsCommands,
  ...signaturesCommands,
  ...lettersCommands,
  ...moderationCommands,
  ...deliveryCommands,
  ...updatesCommands,
  ...insightsCommands,
  ...peopleCommands,
  ...siteCommands,
  ...tasksCommands,
]

/** Every page of the organisers' area but the first one, which anybody signed in sees. */
export const ORGANISER_PAGES: readonly OrganiserPage[] = [
  ...campaignsPages,
  ...signaturesPages,
  ...lettersPages,
  ...moderationPages,
  ...deliveryPages,
  ...updatesPages,
  ...insightsPages,
  ...peoplePages,
  ...sitePages,
  ...tasksPages,
]
