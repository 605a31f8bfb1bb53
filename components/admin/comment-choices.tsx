import type { CommentChoices } from "#lib/domain/comments/opening"
import { Button } from "#components/ui/button"
import { Checkbox, RadioGroup } from "#components/ui/choice"
import { Field } from "#components/ui/field"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type CommentChoicesFormProps = {
  locale: Locale
  campaign: { id: string; slug: string; shortTitle: string }
  choices: CommentChoices
  /** A key for the outside spam service is set. */
  hasOutside: boolean
  proof: string
}

const MODES = ["WITH_CAMPAIGN", "OPEN", "CLOSED", "OFF"] as const

/** The switches of one campaign's comments. */
export function CommentChoicesForm({ locale, campaign, choices, hasOutside, proof }: CommentChoicesFormProps) {
  const t = translator(locale, "moderation")
  const id = (name: string) => `${campaign.slug}-${name}`
  const box = (name: "holdsAll" | "allowsGuests" | "allowsLogin" | "allowsWebsite") => (
    <Checkbox id={id(name)} name={name} label={t(name)} isChecked={choices[name]} />
  )
  return (
    <section aria-labelledby={id("heading")}>
      <h2 id={id("heading")}>{t("commentsOf", { title: campaign.shortTitle })}</h2>
      <form action="/admin/moderation/comments" method="post">
        <input type="hidden" name="locale" value={locale} />
        <input type="hidden" name="proof" value={proof} />
        <input type="hidden" name="campaign" value={campaign.id} />
        <RadioGroup
          id={id("mode")}
          name="mode"
          legend={t("mode")}
          chosen={choices.mode}
          options={MODES.map((mode) => ({ value: mode, text: t(`mode${mode}`) }))}
        />
        <Field
          id={id("closesOn")}
          name="closesOn"
          label={t("closesOn")}
          hint={t("closesOnHint")}
          type="date"
          defaultValue={choices.closesOn ?? ""}
          className="input-short"
        />
        {box("holdsAll")}
        {box("allowsGuests")}
        {box("allowsLogin")}
        {box("allowsWebsite")}
        <Checkbox
          id={id("asksOutside")}
          name="asksOutside"
          label={t("asksOutside")}
          hint={hasOutside ? undefined : t("asksOutsideHint")}
          isChecked={choices.asksOutside}
        />
        <Button isPrimary>{translator(locale, "admin")("save")}</Button>
      </form>
    </section>
  )
}
