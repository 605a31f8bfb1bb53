import { account } from "#lib/web/handlers/account"
import { demo } from "#lib/web/handlers/demo"
import { newPasskey, newPasskeyOptions } from "#lib/web/handlers/passkeys"
import { settings } from "#lib/web/handlers/settings"
import { setUpStep } from "#lib/web/handlers/set-up"
import type { OrganiserCommand, OrganiserPage } from "#lib/web/organiser/command"

const own = { method: "POST", path: "/admin/account", least: "VIEWER", scope: "self", handler: account } as const

const settingsRow = {
  method: "POST",
  path: "/admin/settings",
  least: "OWNER",
  scope: "site",
  handler: settings,
} as const
const setUpRow = { ...settingsRow, path: "/admin/setup/step", handler: setUpStep }

export const siteCommands: readonly OrganiserCommand[] = [
  { ...own, name: "account.save" },
  { ...own, name: "account.rename-passkey", action: "rename-passkey" },
  { ...own, name: "account.remove-passkey", action: "remove-passkey" },
  { ...own, name: "account.end-session", action: "end-session" },
  { ...own, name: "account.end-others", action: "end-others" },
  { ...own, name: "account.passkey-options", path: "/admin/account/passkey/options", handler: newPasskeyOptions },
  { ...own, name: "account.add-passkey", path: "/admin/account/passkey", handler: newPasskey },
  { ...settingsRow, name: "demo.open", path: "/admin/demo", action: "open", handler: demo },
  { ...settingsRow, name: "demo.close", path: "/admin/demo", action: "close", handler: demo },
  { ...settingsRow, name: "settings.names", action: "names" },
  { ...settingsRow, name: "settings.safety", action: "safety" },
  { ...settingsRow, name: "settings.languages", action: "languages" },
  { ...settingsRow, name: "settings.mail-test", action: "mail-test" },
  { ...settingsRow, name: "settings.check-sender", action: "check-sender" },
  { ...settingsRow, name: "settings.check-key", action: "check-key" },
  { ...setUpRow, name: "set-up.names", action: "names" },
  { ...setUpRow, name: "set-up.languages", action: "languages" },
  { ...setUpRow, name: "set-up.mail-test", action: "mail-test" },
  { ...setUpRow, name: "set-up.demo", action: "demo" },
  { ...setUpRow, name: "set-up.done", action: "done" },
  { ...setUpRow, name: "set-up.skip", action: "skip" },
]

export const sitePages: readonly OrganiserPage[] = [
  { path: "/admin/account", least: "VIEWER", scope: "self" },
  { path: "/admin/settings", least: "OWNER", scope: "site" },
  { path: "/admin/demo", least: "OWNER", scope: "site" },
  { path: "/admin/log", least: "OWNER", scope: "site" },
]
