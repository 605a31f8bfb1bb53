import { notFound } from "next/navigation"
import { type Query, readLocale, type WithLocale } from "../../../(public)/page-params"
import { Area, requireOrganiser } from "../area"
import { MailSettings } from "#components/admin/mail-settings"
import { SaveNotice } from "#components/admin/save-notice"
import { BackupState, ProviderSettings, SpamSettings } from "#components/admin/service-settings"
import { LanguagesForm, NamesForm, SafetyForm, settingsFieldId } from "#components/admin/settings-forms"
import type { KeyCheck, SenderCheck } from "#lib/domain/admin/checks"
import { findMailTest } from "#lib/domain/admin/mail-check"
import { SETTINGS_PARTS } from "#lib/domain/admin/schema"
import { readSettings } from "#lib/domain/admin/settings"
import { getOwnAccount } from "#lib/domain/identity/own-account"
import { findServiceState } from "#lib/domain/moderation/outside-jobs"
import { translator } from "#lib/shared/i18n"
import type { FormState } from "#lib/web/drafts"
import { settingsFacts } from "#lib/web/settings-facts"
import { visitorDraft } from "#lib/web/visitor"

/** How the site works, for owners: each part is saved by itself. */
export default async function Page({ params, searchParams }: WithLocale & { searchParams: Query }) {
  const [locale, query] = await Promise.all([readLocale(params), searchParams])
  const signedIn = await requireOrganiser(locale, "/admin/settings")
  const { actor, proof } = signedIn
  const t = translator(locale, "adminSite")
  const found = await readSettings(actor)
  if (!found.ok) notFound()
  const part = [...SETTINGS_PARTS, "checks"].find((one) => one === query.part)
  const isChecked = query.checked !== undefined
  const now = new Date()
  const [draft, own, test, sender, key, service, facts] = await Promise.all([
    part && query.draft !== undefined ? visitorDraft<FormState>(`settings ${part}`, "") : null,
    getOwnAccount(actor),
    findMailTest(actor, now),
    isChecked ? visitorDraft<SenderCheck>("sender-check", "") : null,
    isChecked ? visitorDraft<KeyCheck>("key-check", "") : null,
    findServiceState(),
    settingsFacts(locale),
  ])
  const { values, revisions } = found.value
  const form = (name: (typeof SETTINGS_PARTS)[number]) => ({
    locale,
    proof,
    saved: values,
    revision: revisions[name],
    state: name === part ? draft : null,
    fallbacks: facts.fallbacks,
  })
  return (
    <Area locale={locale} path="/admin/settings" title={t("settingsTitle")} signedIn={signedIn}>
      <SaveNotice
        locale={locale}
        isSaved={query.saved !== undefined}
        errors={draft?.errors}
        fieldId={settingsFieldId}
      />
      <h1>{t("settingsTitle")}</h1>
      <NamesForm {...form("names")} />
      <SafetyForm {...form("safety")} />
      <LanguagesForm {...form("languages")} />
      <MailSettings locale={locale} proof={proof} setup={facts.mail} email={own.email} test={test} check={sender} />
      <ProviderSettings locale={locale} providers={facts.providers} />
      <SpamSettings locale={locale} proof={proof} service={service} check={key} />
      <BackupState locale={locale} madeAt={facts.backupAt} now={now} />
    </Area>
  )
}
