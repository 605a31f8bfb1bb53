import { LANGUAGE_NAMES } from "#components/admin/letters/parts"
import { Button } from "#components/ui/button"
import { Field } from "#components/ui/field"
import type { TemplateLine } from "#lib/domain/letters/template-queries"
import { translator } from "#lib/shared/i18n"
import { type Locale, localePath, LOCALES } from "#lib/shared/locales"

type TemplateListProps = { locale: Locale; campaignId: string; templates: readonly TemplateLine[] }

/** The samples of a campaign, each with the languages it is in. */
export function TemplateList({ locale, campaignId, templates }: TemplateListProps) {
  const t = translator(locale, "adminLetters")
  const base = `/admin/campaigns/${campaignId}/letters/templates`
  return (
    <>
      <p>{t("templatesIntro")}</p>
      <ul className="templates">
        {templates.map(({ key, card, isRetired, languages }) => (
          <li key={key}>
            <h2>
              {card} {isRetired && <span className="muted small">{t("isRetired")}</span>}
            </h2>
            <ul className="languages">
              {LOCALES.map((lang) => {
                const found = languages.find((one) => one.locale === lang)
                return (
                  <li key={lang}>
                    <a href={localePath(locale, `${base}/${key}?lang=${lang}`)} lang={lang}>
                      {LANGUAGE_NAMES[lang]}
                    </a>{" "}
                    <span className="muted small">
                      {found ? t("version", { n: found.version }) : t("notTranslated")}
                      {found?.needsReview && ` · ${t("needsReview")}`}
                    </span>
                  </li>
                )
              })}
            </ul>
          </li>
        ))}
      </ul>
      <form action={localePath(locale, base)} method="get">
        <h2>{t("newSample")}</h2>
        <Field
          id="new-key"
          name="key"
          label={t("newKey")}
          pattern="[a-z0-9]+(-[a-z0-9]+)*"
          maxLength={64}
          required
          autoCapitalize="none"
          spellCheck={false}
        />
        <Button>{t("open")}</Button>
      </form>
    </>
  )
}
