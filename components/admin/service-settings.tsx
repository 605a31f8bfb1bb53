import { OutsideLine } from "#components/admin/outside-line"
import { Button } from "#components/ui/button"
import { Notice } from "#components/ui/notice"
import type { KeyCheck } from "#lib/domain/admin/checks"
import type { AkismetAlert } from "#lib/domain/moderation/akismet-schema"
import { formatter, translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

/** A company with whose accounts people can comment, and what it needs. */
export type ProviderRow = {
  id: string
  name: string
  callback: string
  isOn: boolean
  variables: readonly [string, string]
}

/** The companies, set up or not, each with the address that it has to be given. */
export function ProviderSettings({ locale, providers }: { locale: Locale; providers: readonly ProviderRow[] }) {
  const t = translator(locale, "adminSite")
  return (
    <section aria-labelledby="providers">
      <h2 id="providers">{t("providersTitle")}</h2>
      <p>{t("providersIntro")}</p>
      <dl className="facts-list">
        {providers.map(({ id, name, callback, isOn, variables }) => (
          <div key={id}>
            <dt>
              {name} – {isOn ? t("providerOn") : t("providerOff", { id: variables[0], secret: variables[1] })}
            </dt>
            <dd>
              <code>{callback}</code>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

type SpamProps = {
  locale: Locale
  proof: string
  service: { keyState: string; alert: AkismetAlert | null } | null
  check: KeyCheck | null
}

/** The outside spam service, and a test of its key. */
export function SpamSettings({ locale, proof, service, check }: SpamProps) {
  const t = translator(locale, "adminSite")
  const words = { valid: "keyValid", invalid: "keyInvalid", unknown: "keyUnknown" } as const
  return (
    <section aria-labelledby="spam">
      <h2 id="spam">{t("spamTitle")}</h2>
      <OutsideLine locale={locale} state={service} />
      {check && (
        <Notice kind={check.state === "valid" ? "success" : "warning"} role="status" title={t(words[check.state])} />
      )}
      {service && (
        <form action="/admin/settings" method="post">
          <input type="hidden" name="locale" value={locale} />
          <input type="hidden" name="proof" value={proof} />
          <Button name="action" value="check-key">
            {t("spamCheck")}
          </Button>
        </form>
      )}
    </section>
  )
}

/** When the last backup was made. */
export function BackupState({ locale, madeAt, now }: { locale: Locale; madeAt: Date | null; now: Date }) {
  const t = translator(locale, "adminSite")
  const command = "npm run db:backup -- FILE"
  return (
    <section aria-labelledby="backup">
      <h2 id="backup">{t("backupTitle")}</h2>
      <p>
        {madeAt ? t("backupAge", { age: formatter(locale).relativeTime(madeAt, now) }) : t("backupNever", { command })}
      </p>
      <p className="hint">{t("backupSecret")}</p>
    </section>
  )
}
