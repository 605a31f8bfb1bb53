import { Notice } from "#components/ui/notice"
import type { MailTest } from "#lib/domain/admin/mail-check"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type MailTestProps = {
  locale: Locale
  test: MailTest
  email: string
  /** Mail stays on this machine. */
  isKept: boolean
  /** The page to look at once more. */
  again: string
}

/** What became of a test message. */
export function MailTestResult({ locale, test, email, isKept, again }: MailTestProps) {
  const t = translator(locale, "adminSite")
  const detail = test.detail ?? "–"
  switch (test.state) {
    case "none":
      return null
    case "done":
      return isKept ? (
        <Notice kind="info" role="status" title={t("mailTestKept", { email })} />
      ) : (
        <Notice kind="success" role="status" title={t("mailTestDone")} />
      )
    case "failed":
      return <Notice kind="error" role="alert" title={t("mailTestFailed", { detail })} />
    case "waiting":
      return (
        <Notice
          kind={test.detail ? "warning" : "info"}
          role="status"
          title={test.detail ? t("mailTestTrouble", { detail }) : t("mailTestWaiting")}
        >
          <p>
            <a href={again}>{t("lookAgain")}</a>
          </p>
        </Notice>
      )
  }
}
