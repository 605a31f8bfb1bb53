import { chooseDigest, mailExposed, mailOutcome, steer, testOutcome, writeExposed } from "#lib/web/handlers/mailings"
import { changeUpdate, createUpdate, mailNews, publishNews } from "#lib/web/handlers/updates"
import type { OrganiserCommand, OrganiserPage } from "#lib/web/organiser/command"

const UPDATES = "/admin/campaigns/{id}/updates"
const MAILING = "/admin/campaigns/{id}/mailings/{mailing}"

const editor = { method: "POST", least: "EDITOR", scope: "campaign" } as const
const owner = { method: "POST", least: "OWNER", scope: "campaign" } as const
const change = { ...editor, path: `${UPDATES}/{update}`, handler: changeUpdate } as const
const steering = { ...editor, path: MAILING, handler: steer } as const

// The fixed addresses stand before those that hold an id.
export const updatesCommands: readonly OrganiserCommand[] = [
  { ...editor, name: "updates.create", path: UPDATES, handler: createUpdate },
  { ...editor, name: "updates.test-outcome", path: `${UPDATES}/outcome`, handler: testOutcome },
  { ...editor, name: "updates.mail-outcome", path: `${UPDATES}/outcome/mail`, handler: mailOutcome },
  { ...owner, name: "updates.write-exposed", path: `${UPDATES}/exposed`, handler: writeExposed },
  { ...owner, name: "updates.test-exposed", path: `${UPDATES}/exposed`, action: "test", handler: writeExposed },
  { ...owner, name: "updates.mail-exposed", path: `${UPDATES}/exposed/mail`, handler: mailExposed },
  { ...change, name: "updates.change" },
  { ...change, name: "updates.test", action: "test" },
  { ...change, name: "updates.unschedule", action: "unschedule" },
  { ...change, name: "updates.withdraw", action: "withdraw" },
  { ...change, name: "updates.remove", action: "remove" },
  { ...editor, name: "updates.publish", path: `${UPDATES}/{update}/publish`, handler: publishNews },
  { ...editor, name: "updates.mail", path: `${UPDATES}/{update}/mail`, handler: mailNews },
  { ...steering, name: "mailings.pause", action: "pause" },
  { ...steering, name: "mailings.resume", action: "resume" },
  { ...steering, name: "mailings.stop", action: "stop" },
  {
    ...{ name: "account.digest", method: "POST", path: "/admin/account/digest" },
    ...{ least: "VIEWER", scope: "self", handler: chooseDigest },
  },
]

const page = (path: string) => ({ path, least: "EDITOR", scope: "campaign" }) as const

export const updatesPages: readonly OrganiserPage[] = [
  page(UPDATES),
  page(`${UPDATES}/new`),
  page(`${UPDATES}/outcome`),
  { path: `${UPDATES}/exposed`, least: "OWNER", scope: "campaign" },
  page(`${UPDATES}/{update}`),
  page(`${UPDATES}/{update}/send`),
  page(MAILING),
]
