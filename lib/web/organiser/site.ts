import { account } from "#lib/web/handlers/account"
import { newPasskey, newPasskeyOptions } from "#lib/web/handlers/passkeys"
import type { OrganiserCommand, OrganiserPage } from "#lib/web/organiser/command"

const own = { method: "POST", path: "/admin/account", least: "VIEWER", scope: "self", handler: account } as const

export const siteCommands: readonly OrganiserCommand[] = [
  { ...own, name: "account.save" },
  { ...own, name: "account.rename-passkey", action: "rename-passkey" },
  { ...own, name: "account.remove-passkey", action: "remove-passkey" },
  { ...own, name: "account.end-session", action: "end-session" },
  { ...own, name: "account.end-others", action: "end-others" },
  { ...own, name: "account.passkey-options", path: "/admin/account/passkey/options", handler: newPasskeyOptions },
  { ...own, name: "account.add-passkey", path: "/admin/account/passkey", handler: newPasskey },
]

export const sitePages: readonly OrganiserPage[] = [{ path: "/admin/account", least: "VIEWER", scope: "self" }]
