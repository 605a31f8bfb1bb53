import type { BlockRuleView } from "#lib/domain/moderation/block-commands"
import { errorsByField, type FormError } from "#components/signatures/form-errors"
import { Button } from "#components/ui/button"
import { Field, Select } from "#components/ui/field"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type BlockRulesProps = {
  locale: Locale
  rules: readonly BlockRuleView[]
  /** Where rules may be set: "" is the whole site. */
  scopes: readonly { id: string; title: string }[]
  proof: string
  typed: string
  errors: readonly FormError[]
}

/** The words and domains of the filter, and the form that adds one. */
export function BlockRules({ locale, rules, scopes, proof, typed, errors }: BlockRulesProps) {
  const t = translator(locale, "moderation")
  const titleOf = (scope: string) => scopes.find(({ id }) => id === scope)?.title ?? scope
  const hidden = (
    <>
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="proof" value={proof} />
    </>
  )
  return (
    <section aria-labelledby="rules-heading">
      <h2 id="rules-heading">{t("rulesTitle")}</h2>
      <p>{t("rulesIntro")}</p>
      {rules.length === 0 ? (
        <p className="muted">{t("rulesNone")}</p>
      ) : (
        <ul className="history">
          {rules.map((rule) => (
            <li key={rule.id}>
              <form action="/admin/moderation/rules" method="post" className="rule">
                {hidden}
                <input type="hidden" name="id" value={rule.id} />
                <span>
                  <strong>
                    <bdi>{rule.value}</bdi>
                  </strong>
                  {` · ${t(rule.action === "spam" ? "ruleSpam" : "ruleHold")} · ${titleOf(rule.scope)}`}
                </span>
                <button
                  className="as-link"
                  name="action"
                  value="remove"
                  aria-label={`${t("ruleRemoveShort")}: ${rule.value}`}
                >
                  {t("ruleRemoveShort")}
                </button>
              </form>
            </li>
          ))}
        </ul>
      )}
      <form action="/admin/moderation/rules" method="post">
        {hidden}
        <Field
          id="rule"
          name="rule"
          label={t("rule")}
          error={errorsByField(locale, errors).get("rule")}
          errorPrefix={translator(locale, "errors")("prefix")}
          defaultValue={typed}
          autoComplete="off"
          dir="auto"
        />
        <Select
          id="rule-what"
          name="what"
          label={t("ruleWhat")}
          options={[
            { value: "hold", text: t("ruleHold") },
            { value: "spam", text: t("ruleSpam") },
          ]}
        />
        <Select
          id="rule-scope"
          name="scope"
          label={translator(locale, "admin")("scope")}
          options={scopes.map(({ id, title }) => ({ value: id, text: title }))}
        />
        <Button name="action" value="add">
          {t("ruleAdd")}
        </Button>
      </form>
    </section>
  )
}
