import { errorsByField, type FormError } from "#components/signatures/form-errors"
import { Button } from "#components/ui/button"
import { Field } from "#components/ui/field"
import type { TagView } from "#lib/domain/sharing/tags"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"
import { TAG_MAX_CHARS } from "#lib/shared/tag-code"

type PartnerCodesProps = {
  locale: Locale
  tags: readonly TagView[]
  /** Where the forms go. */
  action: string
  /** The campaign's own address, complete. */
  address: string
  proof: string
  /** What was typed and what is wrong with it. */
  state: { values: Record<string, string>; errors: readonly FormError[] } | null
}

/** The id of a field, for links to it. */
export function tagFieldId(field: string): string | null {
  return field === "form" ? null : `tag-${field}`
}

/** The list of partner codes, for owners: each with the address to give out. */
export function PartnerCodes({ locale, tags, action, address, proof, state }: PartnerCodesProps) {
  const t = translator(locale, "adminInsights")
  const errors = errorsByField(locale, state?.errors ?? [])
  const errorPrefix = translator(locale, "errors")("prefix")
  const hidden = (
    <>
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="proof" value={proof} />
    </>
  )
  return (
    <section className="insight" aria-labelledby="tags-title">
      <h2 id="tags-title">{t("tagsTitle")}</h2>
      <p>{t("tagsIntro")}</p>
      {tags.length === 0 && <p className="muted">{t("tagsNone")}</p>}
      <ul className="tags">
        {tags.map(({ id, code, label }) => (
          <li key={id}>
            <p>
              <strong>
                <bdi>{label}</bdi>
              </strong>
              <br />
              <span className="address">{`${address}?from=${code}`}</span>
            </p>
            <form action={action} method="post">
              {hidden}
              <input type="hidden" name="tag" value={id} />
              <button className="as-link" name="action" value="remove" aria-label={t("tagRemoveOf", { label })}>
                {t("tagRemove")}
              </button>
            </form>
          </li>
        ))}
      </ul>
      <form action={action} method="post" noValidate>
        {hidden}
        <Field
          {...{ id: "tag-label", name: "label", label: t("tagLabel"), error: errors.get("label"), errorPrefix }}
          defaultValue={state?.values.label}
          maxLength={TAG_MAX_CHARS}
          autoComplete="off"
          dir="auto"
          required
        />
        <Field
          {...{ id: "tag-code", name: "code", label: t("tagCode"), hint: t("tagCodeHint") }}
          {...{ error: errors.get("code"), errorPrefix }}
          defaultValue={state?.values.code}
          maxLength={20}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
        />
        <Button name="action" value="add">
          {t("tagAdd")}
        </Button>
      </form>
    </section>
  )
}
