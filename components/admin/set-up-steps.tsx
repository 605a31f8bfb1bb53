import { LanguageBoxes } from "#components/admin/settings-forms"
import { MailTestResult } from "#components/admin/mail-test"
import { type SetUpFormProps, SkipForm, StepForm } from "#components/admin/set-up-form"
import { Button } from "#components/ui/button"
import type { MailTest } from "#lib/domain/admin/mail-check"
import { STEPS, type Step } from "#lib/domain/admin/set-up-steps"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath } from "#lib/shared/locales"

const TITLES = {
  names: "stepNames",
  account: "stepAccount",
  mail: "stepMail",
  languages: "stepLanguages",
  mode: "stepMode",
} as const

/** The name of a step in words. */
export function stepTitle(locale: Locale, step: Step): string {
  return translator(locale, "adminSite")(TITLES[step])
}

/** Where one is, e.g. "Step 3 of 5: Mail". */
export function stepLine(locale: Locale, step: Step): string {
  const n = STEPS.indexOf(step) + 1
  return translator(locale, "adminSite")("setUpStep", { n, title: stepTitle(locale, step) })
}

/** The steps as links, for an owner who goes back. */
export function StepList({ locale, current }: { locale: Locale; current: Step }) {
  const t = translator(locale, "adminSite")
  return (
    <nav aria-label={t("setUpTitle")} className="tabs">
      {STEPS.map((step, index) => (
        <a
          key={step}
          href={localePath(locale, `/admin/setup?step=${index + 1}`)}
          aria-current={step === current ? "step" : undefined}
        >
          {index + 1}. {stepTitle(locale, step)}
        </a>
      ))}
    </nav>
  )
}

/** Second step once it is done. */
export function AccountDone({ name, ...form }: SetUpFormProps & { name: string }) {
  const t = translator(form.locale, "adminSite")
  return (
    <>
      <p>{t("setUpAccountDone", { name })}</p>
      <p>
        <a href={localePath(form.locale, "/admin/setup?step=3")}>{t("setUpNext")}</a>
      </p>
    </>
  )
}

type MailStepProps = SetUpFormProps & {
  test: MailTest
  email: string
  isKept: boolean
  host: string | null
  from: string
}

/** Third step: a message to oneself, and what became of it. */
export function MailStep({ test, email, isKept, host, from, ...form }: MailStepProps) {
  const { locale } = form
  const t = translator(locale, "adminSite")
  return (
    <>
      {isKept ? (
        <p>{t.rich("mailLocalRich", { link: () => <a href="/demo/outbox">/demo/outbox</a> })}</p>
      ) : (
        <p>{t("mailServer", { host: host ?? "", from })}</p>
      )}
      <MailTestResult
        locale={locale}
        test={test}
        email={email}
        isKept={isKept}
        again={localePath(locale, "/admin/setup?step=3")}
      />
      <p className="hint">{t("mailTestTo", { email })}</p>
      <StepForm {...form}>
        <input type="hidden" name="step" value="mail" />
        <p className="decide-buttons">
          <Button isPrimary={test.state !== "done"} name="action" value="mail-test">
            {t("mailTest")}
          </Button>
          {test.state === "done" && (
            <Button isPrimary name="action" value="done">
              {t("setUpNext")}
            </Button>
          )}
        </p>
      </StepForm>
      {test.state !== "done" && <SkipForm {...form} step="mail" />}
    </>
  )
}

/** Fourth step: the languages that visitors are offered. */
export function LanguagesStep({ chosen, ...form }: SetUpFormProps & { chosen: readonly Locale[] }) {
  const t = translator(form.locale, "adminSite")
  return (
    <>
      <StepForm {...form}>
        <fieldset>
          <legend className="quiet">{t("languagesTitle")}</legend>
          <p className="hint">{t("languagesIntro")}</p>
          <LanguageBoxes idPrefix="set-up-language" chosen={(one) => chosen.includes(one)} />
        </fieldset>
        <Button isPrimary name="action" value="languages">
          {t("setUpContinue")}
        </Button>
      </StepForm>
      <SkipForm {...form} step="languages" />
    </>
  )
}

/** Fifth step: try everything safely, or begin. */
export function ModeStep(form: SetUpFormProps) {
  const t = translator(form.locale, "adminSite")
  return (
    <>
      <p>{t("setUpModeIntro")}</p>
      <StepForm {...form}>
        <input type="hidden" name="step" value="mode" />
        <p className="hint">{t("setUpRealHint")}</p>
        <Button isPrimary name="action" value="done">
          {t("setUpReal")}
        </Button>
        <p className="hint">{t("demoHint")}</p>
        <Button name="action" value="demo">
          {t("demoOpen")}
        </Button>
      </StepForm>
    </>
  )
}
