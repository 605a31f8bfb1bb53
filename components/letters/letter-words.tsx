import { Details } from "#components/ui/details"
import { Field, TextArea } from "#components/ui/field"
import type { LetterFormProps } from "#components/letters/letter-form"
import { letterFieldId } from "#components/letters/letter-ids"
import type { PointsView } from "#lib/domain/letters/queries"
import { SUBJECT_MAX_CHARS } from "#lib/domain/letters/schema"
import { countWords, wordLimits } from "#lib/domain/letters/words"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

const OWN_ROWS = 4
const BODY_ROWS = 14

/** The point of `talking-points` that is about words. */
const WORDS_KEY = "words"

/** Points to choose from, to unfold beside the letter. */
function Points({ locale, points }: { locale: Locale; points: PointsView }) {
  const t = translator(locale, "letter")
  const lang = points.textLocale === locale ? undefined : points.textLocale
  const about = points.points.find(({ key }) => key === WORDS_KEY)
  return (
    <div className="letter-points">
      <Details summary={t("pointsSummary")}>
        <p lang={lang}>{points.intro}</p>
        <ul lang={lang}>
          {points.points
            .filter(({ key }) => key !== WORDS_KEY)
            .map(({ key, label, say }) => (
              <li key={key}>
                <strong>{label}.</strong> {say}
              </li>
            ))}
        </ul>
      </Details>
      {about && (
        <Details summary={t("wordsSummary")}>
          <p lang={lang}>{about.say}</p>
        </Details>
      )}
    </div>
  )
}

type WordsProps = Pick<LetterFormProps, "locale" | "values" | "sample" | "points"> & {
  errors: ReadonlyMap<string, string>
}

/** Subject, own paragraph and letter. */
export function LetterWords({ locale, values, sample, points, errors }: WordsProps) {
  const t = translator(locale, "letter")
  const errorPrefix = translator(locale, "errors")("prefix")
  const field = (name: string) => ({ id: letterFieldId(name) ?? name, name, error: errors.get(name), errorPrefix })
  const textLang = sample && sample.textLocale !== locale ? sample.textLocale : undefined
  const body = values.body ?? ""
  return (
    <>
      <Field
        {...field("subject")}
        label={t("subject")}
        defaultValue={values.subject}
        maxLength={SUBJECT_MAX_CHARS}
        autoComplete="off"
        lang={textLang}
        dir="auto"
        required
      />
      <TextArea
        {...field("own")}
        label={t("own")}
        hint={<span lang={textLang}>{sample?.reasonPrompt ?? t("ownHint")}</span>}
        defaultValue={values.own}
        rows={OWN_ROWS}
      />
      {sample?.safetyNote && (
        <p className="hint letter-safety" lang={textLang}>
          {sample.safetyNote}
        </p>
      )}
      <TextArea
        {...field("body")}
        label={t("body")}
        hint={t.rich("bodyHint", { example: () => <code>{"{{name}}"}</code> })}
        defaultValue={body}
        rows={BODY_ROWS}
        lang={textLang}
        required
        after={
          <p
            className="hint word-count"
            data-max={wordLimits(sample?.textLocale ?? locale).max}
            data-words={t("wordCount", { n: "{n}" })}
          >
            {t("wordCount", { n: String(countWords(body)) })}
          </p>
        }
      />
      {values.earlier && (
        <div className="field">
          <label htmlFor="letter-earlier">{t("earlier")}</label>
          <p className="hint" id="letter-earlier-hint">
            {t("earlierHint")}
          </p>
          <textarea
            className="input"
            id="letter-earlier"
            name="earlier"
            rows={6}
            readOnly
            dir="auto"
            aria-describedby="letter-earlier-hint"
            defaultValue={values.earlier}
          />
        </div>
      )}
      {points && <Points locale={locale} points={points} />}
    </>
  )
}
