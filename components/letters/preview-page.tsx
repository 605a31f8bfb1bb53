import { hintTexts } from "#components/letters/hint-texts"
import { LetterPaper, LetterText } from "#components/letters/letter-sheet"
import { Button, ButtonLink } from "#components/ui/button"
import { CopyButton, PrintButton } from "#components/ui/copy"
import { Notice } from "#components/ui/notice"
import { SLOT, Slotted } from "#components/ui/slotted"
import type { ComposedLetter } from "#lib/domain/letters/compose"
import { closingLine, type ReplyWay } from "#lib/domain/letters/mail"
import type { PostalLetter } from "#lib/domain/letters/pdf/layout"
import type { LetterTarget } from "#lib/domain/letters/queries"
import type { LetterFields } from "#lib/domain/letters/schema"
import { mailtoHref } from "#components/letters/mailto"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type PreviewPageProps = {
  locale: Locale
  slug: string
  siteName: string
  target: LetterTarget
  fields: LetterFields
  letter: ComposedLetter
  paper: PostalLetter
  /** Everything that was typed; it goes along in hidden fields, so that the page works however long it stands open. */
  values: Record<string, string>
  /** The day in the letter. */
  on: string
  made: string
  formKey: string
  /** Something changed since the writer saw it. */
  hasChanged: boolean
}

const REPLY_WAYS: Record<LetterFields["route"], ReplyWay> = {
  "relay-reply": "writer",
  "relay-alias": "alias",
  relay: "nobody",
  self: "nobody",
}

const REPLY_TEXTS = { nobody: "replyNobody", writer: "replyYou", alias: "replyAlias" } as const

/** Hidden fields with the whole letter. */
function WholeLetter({
  values,
  on,
  proof,
  made,
  formKey,
  locale,
}: Pick<PreviewPageProps, "values" | "on" | "made" | "formKey" | "locale"> & { proof: string }) {
  const all = { ...values, on, proof, made, key: formKey, locale }
  return Object.entries(all).map(([name, value]) => <input type="hidden" key={name} name={name} value={value} />)
}

/** To, subject, from, and where a reply goes. */
function Envelope({
  locale,
  siteName,
  target,
  fields,
  letter,
}: Pick<PreviewPageProps, "locale" | "siteName" | "target" | "fields" | "letter">) {
  const t = translator(locale, "letter")
  const isSelf = fields.route === "self"
  return (
    <dl className="letter-envelope">
      <dt>{t("to")}</dt>
      <dd>{t("toPerson", { name: target.name, title: target.title, organisation: target.organisation })}</dd>
      <dt>{t("subject")}</dt>
      <dd lang={letter.textLocale} dir="auto">
        {letter.subject}
      </dd>
      <dt>{t("sentBy")}</dt>
      <dd>
        {isSelf ? (
          t("sentBySelf")
        ) : (
          <Slotted text={translator(locale, "letterMail")("via", { name: SLOT, siteName })}>
            <bdi>{fields.name}</bdi>
          </Slotted>
        )}
      </dd>
      {!isSelf && (
        <>
          <dt>{t("replyTo")}</dt>
          <dd>{t(REPLY_TEXTS[REPLY_WAYS[fields.route]], { siteName })}</dd>
        </>
      )}
    </dl>
  )
}

/** How much of the letter is the writer's own. */
function OwnWordsMeter({ locale, letter }: { locale: Locale; letter: ComposedLetter }) {
  const t = translator(locale, "letter")
  const percent = Math.round(letter.own.share * 100)
  return (
    <div className="letter-own">
      <p>{t(percent === 0 ? "ownWordsNone" : "ownWords", { n: percent })}</p>
      <progress aria-hidden="true" max={100} value={percent} />
    </div>
  )
}

function PaperButtons({ locale }: { locale: Locale }) {
  const t = translator(locale, "letter")
  return (
    <>
      <PrintButton text={t("print")} />
      <Button name="step" value="pdf-a4" data-file>
        {t("pdfA4")}
      </Button>
      <Button name="step" value="pdf-letter" data-file>
        {t("pdfLetter")}
      </Button>
    </>
  )
}

function Relayed({ locale, target, lacksOwn }: { locale: Locale; target: LetterTarget; lacksOwn: boolean }) {
  const t = translator(locale, "letter")
  return (
    <>
      {target.email === null && <p>{t("collectedNote")}</p>}
      {lacksOwn ? (
        <div className="actions">
          <Button isPrimary name="step" value="edit">
            {t("addOwn")}
          </Button>
          <Button name="step" value="send">
            {t("sendWithoutOwn")}
          </Button>
        </div>
      ) : (
        <div className="actions">
          <Button isPrimary name="step" value="send">
            {t("send")}
          </Button>
          <Button name="step" value="edit">
            {t("change")}
          </Button>
        </div>
      )}
      <div className="actions letter-papers">
        <PaperButtons locale={locale} />
      </div>
    </>
  )
}

function Alone({ locale, target, letter }: { locale: Locale; target: LetterTarget; letter: ComposedLetter }) {
  const t = translator(locale, "letter")
  const href = target.email ? mailtoHref(target.email, letter) : null
  return (
    <>
      <Notice kind="warning" title={t("sentFolder")} />
      <div className="actions">
        {href && (
          <ButtonLink isPrimary href={href}>
            {t("openMail")}
          </ButtonLink>
        )}
        <CopyButton from="letter-copy" texts={{ copy: t("copy"), copied: translator(locale, "frame")("copied") }} />
        <PaperButtons locale={locale} />
        <Button name="step" value="edit">
          {t("change")}
        </Button>
      </div>
      <div className="field">
        <label htmlFor="letter-copy">{t("copyLabel")}</label>
        <textarea
          className="input"
          id="letter-copy"
          readOnly
          rows={6}
          dir="auto"
          lang={letter.textLocale}
          defaultValue={`${letter.subject}\n\n${letter.text}`}
        />
      </div>
      <p>{t("iSentItNote")}</p>
      <div className="actions">
        <Button name="step" value="done" isPrimary={!href}>
          {t("iSentIt")}
        </Button>
      </div>
    </>
  )
}

/** The letter as it will look, and the ways it can go. */
export function PreviewPage(props: PreviewPageProps) {
  const { locale, slug, siteName, target, fields, letter, paper, values, hasChanged } = props
  const t = translator(locale, "letter")
  const hints = hintTexts(locale, letter.hints)
  const isSelf = fields.route === "self"
  return (
    <>
      {hasChanged && <Notice kind="warning" role="alert" title={t("changedTitle")} />}
      <h1 tabIndex={-1} autoFocus={!hasChanged}>
        {t("previewTitle")}
      </h1>
      <section className="letter-card" aria-label={t("letterLabel")}>
        <Envelope {...{ locale, siteName, target, fields, letter }} />
        <LetterText text={letter.text} lang={letter.textLocale} />
        {!isSelf && (
          <p className="letter-closing" lang={letter.textLocale}>
            {closingLine(letter.textLocale, siteName, REPLY_WAYS[fields.route])}
          </p>
        )}
      </section>
      <LetterPaper letter={paper} />
      <div className="no-print">
        <p className="small muted">{t("wordCount", { n: String(letter.words) })}</p>
        {values.from && <OwnWordsMeter locale={locale} letter={letter} />}
        {hints.length > 0 && (
          <Notice kind="info" title={t("hintsTitle")}>
            <ul>
              {hints.map((hint) => (
                <li key={hint}>{hint}</li>
              ))}
            </ul>
          </Notice>
        )}
        <helpful-form>
          <form className="letter-send" action={`/c/${slug}/letters`} method="post" encType="multipart/form-data">
            <WholeLetter {...props} proof={letter.proof} />
            {isSelf ? (
              <Alone locale={locale} target={target} letter={letter} />
            ) : (
              <Relayed locale={locale} target={target} lacksOwn={letter.lacksOwn} />
            )}
          </form>
        </helpful-form>
        <p className="small muted letter-print-note">{t("printNote")}</p>
      </div>
    </>
  )
}
