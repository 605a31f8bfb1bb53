import { MailTestResult } from "#components/admin/mail-test"
import { Button } from "#components/ui/button"
import type { SenderCheck } from "#lib/domain/admin/checks"
import type { MailTest } from "#lib/domain/admin/mail-check"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

/** How mail goes out, as far as it may be shown: never the server's user or password. */
export type MailSetup = {
  isKept: boolean
  isDemo: boolean
  host: string | null
  from: string | null
  domain: string
  dkimSelector: string | null
}

type MailSettingsProps = {
  locale: Locale
  proof: string
  setup: MailSetup
  email: string
  test: MailTest
  check: SenderCheck | null
}

function Action({
  locale,
  proof,
  action,
  children,
}: Pick<MailSettingsProps, "locale" | "proof"> & { action: string; children: string }) {
  return (
    <form action="/admin/settings" method="post">
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="proof" value={proof} />
      <Button name="action" value={action}>
        {children}
      </Button>
    </form>
  )
}

/** What the DNS says of the sender's domain, and the records to add. */
function Records({ locale, check }: { locale: Locale; check: SenderCheck }) {
  const t = translator(locale, "adminSite")
  return (
    <ul className="records">
      {check.records.map(({ kind, name, state, found, add }) => (
        <li key={kind}>
          <p>
            {state === "found" && t("recordFound", { kind, name })}
            {state === "missing" && t("recordMissing", { kind, name })}
            {state === "wrong" && t("recordWrong", { kind, name, found: found ?? "" })}
            {state === "unknown" && t("recordUnknown", { kind, name })}
          </p>
          {add !== null && <pre>{add}</pre>}
        </li>
      ))}
    </ul>
  )
}

/** How mail goes out, a test of it, and the records that other servers look for. */
export function MailSettings({ locale, proof, setup, email, test, check }: MailSettingsProps) {
  const t = translator(locale, "adminSite")
  const outbox = () => <a href="/demo/outbox">/demo/outbox</a>
  return (
    <section aria-labelledby="mail">
      <h2 id="mail">{t("mailTitle")}</h2>
      {setup.isKept ? (
        <p>{setup.isDemo ? t("mailDemo") : t.rich("mailLocalRich", { link: outbox })}</p>
      ) : (
        <>
          <p>{t("mailServer", { host: setup.host ?? "", from: setup.from ?? `no-reply@${setup.domain}` })}</p>
          {setup.from === null && <p>{t("mailNoFrom")}</p>}
          <p>{setup.dkimSelector ? t("mailSigned", { selector: setup.dkimSelector }) : t("mailUnsigned")}</p>
        </>
      )}
      <MailTestResult
        locale={locale}
        test={test}
        email={email}
        isKept={setup.isKept}
        again={localePath(locale, "/admin/settings#mail")}
      />
      <p className="hint">{t("mailTestTo", { email })}</p>
      <Action locale={locale} proof={proof} action="mail-test">
        {t("mailTest")}
      </Action>
      {setup.from !== null && (
        <>
          <p className="hint">{t("senderIntro", { domain: setup.domain })}</p>
          {check && <Records locale={locale} check={check} />}
          <Action locale={locale} proof={proof} action="check-sender">
            {t("senderCheck")}
          </Action>
        </>
      )}
    </section>
  )
}
