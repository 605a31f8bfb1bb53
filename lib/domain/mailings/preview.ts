import "server-only"
import { composeMail } from "#lib/domain/mail/compose"
import { enqueue } from "#lib/domain/mail/commands"
import { canSend } from "#lib/domain/mailings/control"
import { TEMPLATE } from "#lib/domain/mailings/expand"
import { composeWords, frameOf, type WordsFrame } from "#lib/domain/mailings/words"
import { recordAudit } from "#lib/domain/identity/audit"
import { openOrganiser } from "#lib/domain/identity/details"
import type { Actor } from "#lib/domain/identity/policy"
import type { MailingKind } from "#lib/generated/prisma/enums"
import { db, transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { siteNames } from "#lib/platform/settings"
import { newToken } from "#lib/platform/tokens"
import type { Locale } from "#lib/shared/locales"
import { fail, ok, type Result } from "#lib/shared/result"

/** A mailing's texts before it begins, and what they are about. */
export type MailDraft = {
  campaignId: string
  kind: MailingKind
  /** Of the news, where it is on the site already. */
  number: number | null
  texts: readonly { locale: string; title: string; parts: readonly string[] }[]
}

/** A mail as its readers will see it. */
export type MailPreview = { from: string; subject: string; text: string }

async function wordsOf({ campaignId, kind, number, texts }: MailDraft, locale: Locale) {
  const frame: WordsFrame = { ...(await frameOf(campaignId)), kind, number, publicId: "preview" }
  return composeWords(texts, locale, frame)
}

/**
 * Both variants of a mail in one language; `null` without a text.
 *
 * @param name Stands where a reader's own name will.
 */
export async function previewMail(
  draft: MailDraft,
  locale: Locale,
  name: string,
): Promise<{ standard: MailPreview; discreet: MailPreview } | null> {
  const [words, names] = await Promise.all([wordsOf(draft, locale), siteNames()])
  if (!words) return null
  const compose = (isDiscreet: boolean): MailPreview => {
    const data = { name, token: "0".repeat(22), isTest: false, words }
    const mail = composeMail(
      { id: newId(), template: TEMPLATE[draft.kind], locale, isDiscreet, to: "preview@localhost", data },
      names,
    )
    return { from: mail.from.name, subject: mail.subject, text: mail.text }
  }
  return { standard: compose(false), discreet: compose(true) }
}

/**
 * Sends a mail to the organiser alone, as its readers will get it; a line at its end says that it is a test. Its stop link stops
 * nothing.
 */
export async function sendTest(
  actor: Actor,
  draft: MailDraft,
  { locale, isDiscreet }: { locale: Locale; isDiscreet: boolean },
): Promise<Result<null, "forbidden" | "unknown">> {
  const { campaignId, kind } = draft
  if (!canSend(actor, campaignId, kind)) return fail("forbidden")
  const [words, organiser] = await Promise.all([
    wordsOf(draft, locale),
    db().organiser.findUnique({ where: { id: actor.organiserId } }),
  ])
  if (!words || !organiser) return fail("unknown")
  const { name, email } = openOrganiser(organiser)
  return transaction(async (tx) => {
    await enqueue(tx, {
      ...{ template: TEMPLATE[kind], locale, isDiscreet, to: email, subjectId: null, priority: 1 },
      ...{ isTriggerable: false, data: { name, token: newToken(), isTest: true, words } },
    })
    await recordAudit(tx, actor.organiserId, "test_sent", { campaignId })
    return ok(null)
  })
}
