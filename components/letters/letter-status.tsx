import { LetterPaper, LetterText } from "#components/letters/letter-sheet"
import { Button } from "#components/ui/button"
import { PrintButton } from "#components/ui/copy"
import { Details } from "#components/ui/details"
import { Notice } from "#components/ui/notice"
import { SLOT, Slotted } from "#components/ui/slotted"
import { postalLetter } from "#lib/domain/letters/postal"
import type { ReplyView } from "#lib/domain/letters/replies"
import type { LetterView } from "#lib/domain/letters/status"
import { formatDay } from "#lib/shared/dates"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type LetterStatusProps = {
  locale: Locale
  /** Where the forms post to. */
  action: string
  letter: LetterView
  /** Opened with a fresh link: may also download and delete. */
  isFresh: boolean
  /** The level of the heading above. */
  headingId: string
  replies: readonly ReplyView[]
}

const STATUS = {
  check_email: "statusCheck",
  held: "statusHeld",
  queued: "statusQueued",
  collected: "statusCollected",
  sending: "statusSending",
  accepted: "statusAccepted",
  answered: "statusAnswered",
  bounced: "statusBounced",
  failed: "statusFailed",
  handed_over: "statusHanded",
  returned: "statusReturned",
} as const

/** The day that belongs to a status. */
function dayOfStatus({ status, acceptedOn, answeredOn, bouncedOn, handedOn }: LetterView): string | null {
  if (status === "accepted") return acceptedOn
  if (status === "answered") return answeredOn
  if (status === "bounced") return bouncedOn
  return status === "handed_over" ? handedOn : null
}

/** How a letter does, in one sentence. */
export function statusText(locale: Locale, letter: LetterView): string {
  const t = translator(locale, "letter")
  const day = dayOfStatus(letter)
  const { organisation, recipientName } = letter
  const date = day ? formatDay(locale, day) : ""
  return t(STATUS[letter.status], { date, organisation, recipient: recipientName, reason: letter.returnedFor ?? "" })
}

const FILES = new Set(["letter-pdf-a4", "letter-pdf-letter", "letter-download"])
const HAS_LEFT = new Set(["accepted", "answered", "bounced", "handed_over"])
const MAY_CHANGE = new Set(["returned", "failed", "bounced"])

/** What the office answered to the address that stands for the writer's. Anybody may have written it, so it is text and nothing else. */
function Replies({ locale, replies }: { locale: Locale; replies: readonly ReplyView[] }) {
  const t = translator(locale, "letter")
  if (replies.length === 0) return null
  return (
    <section aria-label={t("repliesTitle")}>
      <h3>{t("repliesTitle")}</h3>
      {replies.map(({ from, subject, text, receivedOn }, index) => (
        <article key={index} className="letter-card">
          <p className="small muted">
            <Slotted text={t("replyFrom", { from: SLOT, date: formatDay(locale, receivedOn) })}>
              <bdi>{from}</bdi>
            </Slotted>
          </p>
          {subject && (
            <p dir="auto">
              <strong>{subject}</strong>
            </p>
          )}
          <LetterText text={text} />
        </article>
      ))}
      <p className="small muted">{t("replyNote")}</p>
    </section>
  )
}

function Act({
  locale,
  action,
  letter,
  act,
  children,
}: {
  locale: Locale
  action: string
  letter: LetterView
  act: string
  children: string
}) {
  return (
    <helpful-form>
      <form action={action} method="post">
        <input type="hidden" name="locale" value={locale} />
        <input type="hidden" name="letter" value={letter.publicId} />
        <Button name="action" value={act} data-file={FILES.has(act) || undefined}>
          {children}
        </Button>
      </form>
    </helpful-form>
  )
}

/** A letter for its writer: how it does, what it says, and what can be done about it. */
export function LetterStatus({ locale, action, letter, isFresh, headingId, replies }: LetterStatusProps) {
  const t = translator(locale, "letter")
  const { status, publication, gallery, subject, text, textLocale, writtenOn } = letter
  const act = { locale, action, letter }
  const isTrouble = MAY_CHANGE.has(status)
  const paper = postalLetter(
    { ...letter, organisation: letter.writerOrganisation },
    {
      name: letter.recipientName,
      title: letter.recipientTitle,
      organisation: letter.organisation,
      postalAddress: letter.postalAddress,
    },
  )
  return (
    <div className="letter-status">
      <Notice
        kind={isTrouble ? "warning" : status === "accepted" || status === "answered" ? "success" : "info"}
        title={statusText(locale, letter)}
      >
        {status === "accepted" && <p>{t("statusAcceptedNote")}</p>}
      </Notice>
      <Replies locale={locale} replies={replies} />
      <p className="muted small">{t("writtenOn", { date: formatDay(locale, writtenOn) })}</p>
      {publication !== "NONE" && (
        <p>{t(gallery === "PUBLIC" ? "galleryPublic" : gallery === "REFUSED" ? "galleryRefused" : "galleryWaiting")}</p>
      )}
      <Details summary={t("readLetter")} isOpen={isTrouble}>
        <div className="letter-card">
          <p className="letter-subject-line" lang={textLocale} dir="auto">
            <strong>{subject}</strong>
          </p>
          <LetterText text={text} lang={textLocale} />
        </div>
      </Details>
      <LetterPaper letter={paper} />
      <div className="actions no-print">
        {isTrouble && letter.returnedFor !== "ended" && (
          <Act {...act} act="letter-edit">
            {t("changeAndSend")}
          </Act>
        )}
        <PrintButton text={t("print")} />
        <Act {...act} act="letter-pdf-a4">
          {t("pdfA4")}
        </Act>
        <Act {...act} act="letter-pdf-letter">
          {t("pdfLetter")}
        </Act>
        {publication !== "NONE" && gallery !== "REFUSED" && (
          <Act {...act} act="letter-hide">
            {t("hide")}
          </Act>
        )}
        {isFresh && (
          <Act {...act} act="letter-download">
            {t("download")}
          </Act>
        )}
      </div>
      <Details summary={t("withdraw")}>
        <p>
          <strong>{t("withdrawQuestion")}</strong>
        </p>
        <p>{t(HAS_LEFT.has(status) ? "withdrawLeft" : "withdrawBody", { organisation: letter.organisation })}</p>
        <div className="actions">
          <Act {...act} act="letter-withdraw">
            {t("withdraw")}
          </Act>
          {isFresh && (
            <Act {...act} act="letter-erase">
              {t("erase")}
            </Act>
          )}
          <a className="header-link" href={`#${headingId}`}>
            {t("keep")}
          </a>
        </div>
      </Details>
    </div>
  )
}

/** The end of a letter: nothing is kept, and nothing more has to be done. */
export function LetterWithdrawn({ locale }: { locale: Locale }) {
  const t = translator(locale, "letter")
  return (
    <>
      <h1 tabIndex={-1} autoFocus>
        {t("withdrawnTitle")}
      </h1>
      <p>{t("withdrawnBody")}</p>
    </>
  )
}
