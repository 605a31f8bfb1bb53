import type { ReactNode } from "react"
import { errorsByField, type FormError } from "#components/signatures/form-errors"
import { LinkTabs } from "#components/ui/link-tabs"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath, LOCALES } from "#lib/shared/locales"

const TABS = [
  { page: "", text: "tabOverview" },
  { page: "/list/failed", text: "tabFailed" },
  { page: "/list/tried", text: "tabTried" },
  { page: "/list/sent", text: "tabSent" },
  { page: "/templates", text: "tabTemplates" },
  { page: "/points", text: "tabPoints" },
] as const

/** The pages about a campaign's letters. */
export function LetterTabs({ locale, campaignId, current }: { locale: Locale; campaignId: string; current: string }) {
  const t = translator(locale, "adminLetters")
  const base = `/admin/campaigns/${campaignId}/letters`
  return (
    <LinkTabs
      label={t("title")}
      tabs={TABS.map(({ page, text }) => ({
        ...{ href: localePath(locale, base + page), text: t(text), isCurrent: page === current },
      }))}
    />
  )
}

/** Languages in their own names. */
export const LANGUAGE_NAMES: Record<Locale, string> = {
  en: "English",
  es: "Español",
  fr: "Français",
  ru: "Русский",
  zh: "中文",
}

/** One page in each language of the site. */
export function LanguageTabs({ locale, path, current }: { locale: Locale; path: string; current: Locale }) {
  return (
    <LinkTabs
      label={translator(locale, "adminLetters")("language")}
      tabs={LOCALES.map((lang) => ({
        ...{
          href: localePath(locale, `${path}?lang=${lang}`),
          text: LANGUAGE_NAMES[lang],
          isCurrent: lang === current,
        },
      }))}
    />
  )
}

type ActionFormProps = {
  locale: Locale
  proof: string
  /** Where it posts to. */
  to: string
  className?: string
  children: ReactNode
}

/** A form of the organisers' area: where it goes, in which language, and the proof that it is ours. */
export function ActionForm({ locale, proof, to, className, children }: ActionFormProps) {
  return (
    <form action={to} method="post" className={className}>
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="proof" value={proof} />
      {children}
    </form>
  )
}

/** What each field needs to show what is wrong with it: its id, name and sentence. */
export function fieldsOf(locale: Locale, prefix: string, errors: readonly FormError[]) {
  const sentences = errorsByField(locale, errors)
  const errorPrefix = translator(locale, "errors")("prefix")
  return (name: string) => ({ id: `${prefix}-${name}`, name, error: sentences.get(name), errorPrefix })
}
