import { SaveNotice } from "#components/admin/save-notice"
import { NamesStep, setUpFieldId } from "#components/admin/set-up-form"
import { AccountDone, LanguagesStep, MailStep, ModeStep, stepLine, StepList } from "#components/admin/set-up-steps"
import { findMailTest } from "#lib/domain/admin/mail-check"
import type { Step } from "#lib/domain/admin/set-up-steps"
import { getOwnAccount } from "#lib/domain/identity/own-account"
import type { Locale } from "#lib/shared/locales"
import type { SignedIn } from "#lib/web/current-login"
import type { FormState } from "#lib/web/drafts"
import { mailSetup } from "#lib/web/settings-facts"
import { siteSettings } from "#lib/web/site"
import { visitorDraft } from "#lib/web/visitor"

type OwnerStepProps = { locale: Locale; step: Step; signedIn: SignedIn; isDraft: boolean }

/** One step of the first run, for an owner who is signed in. */
export async function OwnerStep({ locale, step, signedIn, isDraft }: OwnerStepProps) {
  const kind = step === "names" ? "set-up-names" : `set-up-${step}`
  const [site, own, test, draft] = await Promise.all([
    siteSettings(),
    getOwnAccount(signedIn.actor),
    findMailTest(signedIn.actor, new Date()),
    isDraft ? visitorDraft<FormState>(kind, "") : null,
  ])
  const form = { locale, proof: signedIn.proof, state: draft }
  const { isKept, host, from, domain } = mailSetup()
  return (
    <>
      <SaveNotice locale={locale} isSaved={false} errors={draft?.errors} fieldId={setUpFieldId} />
      <StepList locale={locale} current={step} />
      <h1>{stepLine(locale, step)}</h1>
      {step === "names" && <NamesStep {...form} saved={site} />}
      {step === "account" && <AccountDone {...form} name={own.name} />}
      {step === "mail" && (
        <MailStep
          {...form}
          test={test}
          email={own.email}
          isKept={isKept}
          host={host}
          from={from ?? `no-reply@${domain}`}
        />
      )}
      {step === "languages" && <LanguagesStep {...form} chosen={site.locales} />}
      {step === "mode" && <ModeStep {...form} />}
    </>
  )
}
