import { LinkTabs } from "#components/ui/link-tabs"
import { translator } from "#lib/shared/i18n"
import { type Locale, LOCALE_NAMES, localePath } from "#lib/shared/locales"

/** Pages of the editor. `letters/templates` is made by the letters' own area. */
export const EDITOR_PAGES = [
  "",
  "text",
  "appeal",
  "form",
  "target",
  "letters/templates",
  "look",
  "safety",
  "outcome",
] as const

export type EditorPage = (typeof EDITOR_PAGES)[number] | "history"

/** The pages of a campaign's editor. */
export function EditorTabs({
  locale,
  id,
  page,
  pages,
}: {
  locale: Locale
  id: string
  page: EditorPage
  pages: readonly EditorPage[]
}) {
  const t = translator(locale, "adminCampaigns")
  const name = (one: EditorPage) => (one === "" ? "overview" : one === "letters/templates" ? "letters" : one)
  return (
    <LinkTabs
      label={t("editorPages")}
      tabs={pages.map((one) => ({
        href: localePath(locale, `/admin/campaigns/${id}${one && `/${one}`}`),
        text: t(`tab_${name(one)}`),
        isCurrent: one === page,
      }))}
    />
  )
}

type LanguageTabsProps = {
  locale: Locale
  path: string
  lang: Locale
  present: readonly Locale[]
  others: readonly Locale[]
}

/** The languages of a text; those that are missing can be added. */
export function LanguageTabs({ locale, path, lang, present, others }: LanguageTabsProps) {
  const t = translator(locale, "adminCampaigns")
  const tab = (one: Locale, text: string) => {
    return { href: localePath(locale, `${path}?lang=${one}`), text, isCurrent: one === lang }
  }
  return (
    <LinkTabs
      label={t("textLanguages")}
      tabs={[
        ...present.map((one) => tab(one, LOCALE_NAMES[one])),
        ...others.map((one) => tab(one, t("addLanguage", { language: LOCALE_NAMES[one] }))),
      ]}
    />
  )
}
