import { AboutYou, HowItGoes } from "#components/letters/letter-fields"
import { LETTER_FORM_ID, letterFieldId } from "#components/letters/letter-ids"
import { LetterWords } from "#components/letters/letter-words"
import { errorsByField, type FormError } from "#components/signatures/form-errors"
import { FormFacts } from "#components/signatures/form-facts"
import { Button } from "#components/ui/button"
import { RadioGroup } from "#components/ui/choice"
import type { PointsView, SampleView } from "#lib/domain/letters/queries"
import { BLANK } from "#lib/domain/letters/schema"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

export type LetterFormProps = {
  locale: Locale
  slug: string
  siteName: string
  /** Time stamp of the page, signed; the same for everyone. */
  made: string
  /** Idempotency key; only on pages that are made for one visitor. */
  formKey: string | null
  /** What stands in the fields: the sample's words, or what was typed. */
  values: Record<string, string>
  errors: readonly FormError[]
  /** The sample whose words are in the box; `null` for a blank page. */
  sample: SampleView | null
  samples: readonly SampleView[]
  points: PointsView | null
  /** No address of the office is set: letters are collected for delivery by hand. */
  isCollected: boolean
  /** The office can reply through this site. */
  takesReplies: boolean
}

/** Which sample to begin with. The chosen one is shown by a button; with the script at once. */
function ChooseStart({
  locale,
  samples,
  values,
  error,
}: Pick<LetterFormProps, "locale" | "samples" | "values"> & { error?: string }) {
  const t = translator(locale, "letter")
  const isForeign = samples.some(({ textLocale }) => textLocale !== locale)
  return (
    <>
      <RadioGroup
        id={letterFieldId("sample") ?? ""}
        name="sample"
        legend={t("startLegend")}
        error={error}
        errorPrefix={translator(locale, "errors")("prefix")}
        chosen={values.sample ?? BLANK}
        options={[
          ...samples.map(({ key, card, textLocale }) => ({
            value: key,
            text: textLocale === locale ? card : <span lang={textLocale}>{card}</span>,
          })),
          { value: BLANK, text: t("blank") },
        ]}
      />
      {isForeign && <p className="hint">{translator(locale, "frame")("notInLanguage", { language: locale })}</p>}
      <p className="letter-show">
        <Button name="step" value="sample" formNoValidate>
          {t("showSample")}
        </Button>
      </p>
    </>
  )
}

/** The letter form: a start, the words, the person. One page, one form; whole without the script. */
export function LetterForm(props: LetterFormProps) {
  const { locale, slug, siteName, made, formKey, values, sample, samples, points, isCollected, takesReplies } = props
  const t = translator(locale, "letter")
  const sign = translator(locale, "sign")
  const errors = errorsByField(locale, props.errors)
  return (
    <letter-form
      data-replace={t("replace")}
      data-replace-yes={t("replaceYes")}
      data-replace-no={t("replaceNo")}
      data-shown={t("sampleShown", { name: "{name}" })}
      data-slug={slug}
      data-fresh={formKey ? undefined : "yes"}
    >
      <helpful-form data-typo={sign("typo", { fixed: "{fixed}" })} data-typo-use={sign("typoUse")}>
        <form id={LETTER_FORM_ID} action={`/c/${slug}/letters`} method="post" encType="multipart/form-data" noValidate>
          <FormFacts locale={locale} made={made} formKey={formKey} trapLabel={sign("leaveEmpty")} />
          <input type="hidden" name="from" value={sample?.mark ?? ""} />
          {/* Enter in a line presses the first button of a form. */}
          <button className="quiet" name="step" value="preview" tabIndex={-1} aria-hidden="true">
            {t("preview")}
          </button>

          <section aria-labelledby="letter-1">
            <h2 id="letter-1">
              <span className="step-number">1</span> {t("part1")}
            </h2>
            <ChooseStart locale={locale} samples={samples} values={values} error={errors.get("sample")} />
          </section>

          <section aria-labelledby="letter-2">
            <h2 id="letter-2">
              <span className="step-number">2</span> {t("part2")}
            </h2>
            <LetterWords locale={locale} values={values} sample={sample} points={points} errors={errors} />
          </section>

          <section aria-labelledby="letter-3">
            <h2 id="letter-3">
              <span className="step-number">3</span> {t("part3")}
            </h2>
            <AboutYou locale={locale} values={values} siteName={siteName} sample={sample} errors={errors} />
            <HowItGoes {...{ locale, values, siteName, isCollected, takesReplies, errors }} />
          </section>

          <Button isPrimary isWide name="step" value="preview">
            {t("preview")}
          </Button>
          <p className="under-button">{t("previewNote")}</p>
          <div className="letter-keep">
            <Button name="step" value="save" formNoValidate>
              {t("save")}
            </Button>
            <p className="hint">{t("saveHint")}</p>
            <keep-draft className="needs-script">
              <div className="check">
                <input type="checkbox" id="letter-device" />
                <label htmlFor="letter-device">{t("keepOnDevice")}</label>
                <p className="hint">{t("keepOnDeviceHint")}</p>
              </div>
            </keep-draft>
          </div>
        </form>
      </helpful-form>
    </letter-form>
  )
}
