import "server-only"
import { PROVIDERS } from "#lib/domain/comments/schema"
import { mailDomain } from "#lib/domain/mail/compose"
import { findLastBackup } from "#lib/platform/backup-record"
import { lastSettings } from "#lib/platform/settings"
import { env } from "#lib/platform/env"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"
import { configuredProviders, PROVIDER_NAMES } from "#lib/web/auth/providers"

/** How mail goes out, as far as owners may read it: the server's name, never its user or password. */
export function mailSetup() {
  const { SMTP_URL, MAIL_FROM, DKIM_SELECTOR, DEMO_MODE, isLocalMail } = env()
  return {
    isKept: isLocalMail,
    isDemo: DEMO_MODE || lastSettings().demo !== null,
    host: SMTP_URL ? new URL(SMTP_URL).hostname : null,
    from: MAIL_FROM ?? null,
    domain: mailDomain(),
    dkimSelector: DKIM_SELECTOR ?? null,
  }
}

/** When the last backup was made; `null` for never. */
export function lastBackup(): Promise<Date | null> {
  return findLastBackup()
}

/** What the settings page says of what is configured outside of it. */
export async function settingsFacts(locale: Locale) {
  const { NEUTRAL_SENDER, EXIT_URL, baseUrl } = env()
  const isOn = new Set(configuredProviders())
  return {
    mail: mailSetup(),
    backupAt: await findLastBackup(),
    fallbacks: { neutralSender: NEUTRAL_SENDER ?? translator(locale, "mail")("neutralSender"), exitUrl: EXIT_URL },
    providers: PROVIDERS.map((id) => ({
      id,
      name: PROVIDER_NAMES[id],
      isOn: isOn.has(id),
      callback: `${baseUrl}/api/auth/callback/${id}`,
      variables: [`${id.toUpperCase()}_CLIENT_ID`, `${id.toUpperCase()}_CLIENT_SECRET`] as const,
    })),
  }
}
