import type { OpenMessage } from "#lib/domain/mail/compose"
import type { MailWords } from "#lib/domain/mail/schema"
import type { Locale } from "#lib/shared/locales"

/** A message of a mailing as its mailing knows it. */
export type BulkMessage = { mailingId: string; subjectId: string | null }

/** What a mailing says about its own messages. */
type MailingSource = {
  /** Whether a message may still go; asked at the moment of sending, however long it has waited. */
  mayGo(message: BulkMessage): Promise<boolean>
  /** The words of a mailing in a language; `null` when it is gone. */
  words(mailingId: string, locale: Locale): Promise<MailWords | null>
}

const shared: { source?: MailingSource } = {}

/** Says who answers for mailings: mail is the lowest domain and does not know the others. */
export function provideMailings(source: MailingSource): void {
  shared.source = source
}

/**
 * Whether a message may leave at this moment. One that nobody answers for may not: a mailing is never sent by a worker that cannot
 * ask whether somebody has unsubscribed.
 */
export async function mayGo({
  mailingId,
  subjectId,
}: {
  mailingId: string | null
  subjectId: string | null
}): Promise<boolean> {
  if (mailingId === null) return true
  return shared.source ? shared.source.mayGo({ mailingId, subjectId }) : false
}

/** Puts the words of its mailing into a message: they are kept once for all of its messages. */
export async function withMailingWords(open: OpenMessage, mailingId: string | null): Promise<OpenMessage> {
  if (mailingId === null || !shared.source) return open
  return { ...open, data: { ...(open.data as object), words: await shared.source.words(mailingId, open.locale) } }
}
