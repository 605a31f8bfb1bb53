import type { BulkTemplate, MessageData, MessageTemplate } from "#lib/domain/mail/schema"
import { formatDay } from "#lib/shared/dates"
import { type Messages, translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

type Key = keyof Messages["mail"]

/** Turns a path without language prefix into an address of ours, in the language of the message. */
export type Link = (path: string) => string

/** What a template makes of its data: paragraphs in order, and where the reader can delete what we hold or stop the messages. */
export type Filled = {
  subject: string
  paragraphs: string[]
  deleteUrl: string | null
  /** Where one press stops messages of this kind, without a log-in (RFC 8058). */
  stopUrl: string | null
  /** Takes the place of `deleteUrl` in mail that was asked for: its reader stops it, or withdraws, there. */
  newsUrl: string | null
}

/** A paragraph by its key, or paragraphs that an organiser wrote. */
type Line = Key | readonly string[]

type Template<Data> = {
  subject: Key | ((isDiscreet: boolean, orgShort: string | null) => Key)
  /** The paragraphs, in order. A key with the ending `Discreet…` names neither campaign nor organisation. */
  standard: (data: Data) => Line[]
  discreet: (data: Data) => Line[]
  values: (data: Data, link: Link, locale: Locale, isDiscreet: boolean) => Record<string, string | number>
  deletePath: (data: Data) => string | null
  stopPath?: (data: Data) => string
  isNews?: true
}

/** "Hello {name}," where the name can stand there. */
const greet = (name: string): Key => (isPlainName(name) ? "alreadyBody1" : "alreadyDiscreet1")

const receiptPath = ({ token }: { token: string }) => `/r/${token}`

const stopPathOf = (token: string) => `/unsubscribe/${token}`

type Bulk = MessageData<BulkTemplate>

const newsSubject = (isDiscreet: boolean, orgShort: string | null): Key =>
  isDiscreet || orgShort === null ? "newsSubject" : "newsSubjectFrom"

/** What is true of all mailings. @throws when their words were not put in. */
const mailing = {
  values: ({ name, token, words }: Bulk, link: Link, locale: Locale, isDiscreet: boolean) => {
    if (!words) throw new Error("A mailing lost its words.")
    return {
      ...{ name, title: words.campaignTitle, language: locale },
      url: link(isDiscreet ? words.shortPath : words.path),
      stopUrl: link(stopPathOf(token)),
    }
  },
  deletePath: ({ token }: Bulk) => stopPathOf(token),
}

/** What an organiser wrote, and a note where it is in another language than the rest. */
const written = ({ words }: Bulk): Line[] => [
  words?.paragraphs ?? [],
  ...(words?.isForeign ? ["newsForeign" as const] : []),
]

const testNote = ({ isTest }: Bulk): Line[] => (isTest ? ["testNote"] : [])

/** All kinds of mail; their words are in `messages/` under `mail`, and in `product.md` §7. */
const TEMPLATES: { [Name in MessageTemplate]: Template<MessageData<Name>> } = {
  "signature.confirm": {
    subject: "confirmSubject",
    standard: () => ["confirmBody1", "confirmBody2", "confirmBody3", "confirmBody4", "confirmBody5"],
    discreet: () => [
      "confirmDiscreet1",
      "confirmDiscreet2",
      "confirmDiscreet3",
      "confirmDiscreet4",
      "confirmDiscreet5",
    ],
    // No name: it goes to an address that nobody has confirmed, and a name can be a stranger's message.
    values: ({ title, token, code, showName }, link, locale) => ({
      title,
      code,
      url: link(`/confirm/${token}`),
      visibility: translator(locale, "mail")(showName ? "shown" : "hidden"),
    }),
    deletePath: ({ token }) => `/confirm/${token}`,
  },
  "signature.already-signed": {
    subject: "alreadySubject",
    standard: ({ name }) => [
      isPlainName(name) ? "alreadyBody1" : "alreadyDiscreet1",
      "alreadyBody2",
      "alreadyBody3",
      "alreadyBody4",
    ],
    discreet: () => ["alreadyDiscreet1", "alreadyDiscreet2", "alreadyDiscreet3"],
    values: ({ title, name, token }, link) => ({ title, name, receiptUrl: link(receiptPath({ token })) }),
    deletePath: receiptPath,
  },
  "signature.receipt": {
    subject: "receiptSubject",
    standard: ({ name, number }) => [
      isPlainName(name) ? "receiptBody1" : "receiptDiscreet1",
      number === null ? "receiptUnnumbered" : "receiptBody2",
      "receiptBody3",
      "receiptBody4",
      "receiptBody5",
    ],
    discreet: () => ["receiptDiscreet1", "receiptDiscreet2", "receiptDiscreet3"],
    values: ({ title, name, number, token, slug }, link) => ({
      title,
      name,
      n: number ?? 0,
      receiptUrl: link(receiptPath({ token })),
      letterUrl: link(`/c/${slug}/letter`),
    }),
    deletePath: receiptPath,
  },
  "signature.withdrawn": {
    subject: "withdrawnSubject",
    standard: () => ["withdrawnBody1", "withdrawnBody2"],
    discreet: () => ["withdrawnDiscreet1", "withdrawnDiscreet2"],
    values: ({ title }) => ({ title }),
    deletePath: () => null, // Nothing is held any more.
  },
  "signature.removed": {
    subject: "alreadySubject",
    standard: () => ["alreadyDiscreet1", "removedBody1", "removedBody2"],
    discreet: () => ["alreadyDiscreet1", "removedDiscreet1", "removedDiscreet2"],
    values: ({ title }) => ({ title }),
    deletePath: () => null, // The details are deleted by themselves.
  },
  "receipt.link": {
    subject: "linkSubject",
    standard: () => ["linkBody1", "linkBody2", "linkBody3", "linkBody4"],
    discreet: () => ["linkDiscreet1", "linkDiscreet2", "linkDiscreet3", "linkDiscreet4"],
    values: ({ token }, link) => ({ url: link(receiptPath({ token })) }),
    deletePath: receiptPath,
  },
  "comment.visible": {
    subject: "commentVisibleSubject",
    standard: ({ name, asksReplies }) => [
      isPlainName(name) ? "commentVisibleBody1" : "commentVisibleDiscreet1",
      "commentVisibleBody2",
      ...(asksReplies ? (["commentVisibleBody3"] as const) : []),
    ],
    discreet: ({ asksReplies }) => [
      "commentVisibleDiscreet1",
      "commentVisibleDiscreet2",
      ...(asksReplies ? (["commentVisibleDiscreet3"] as const) : []),
    ],
    values: ({ name, token }, link) => ({ name, url: link(`/confirm/${token}`) }),
    deletePath: ({ token }) => `/confirm/${token}`,
  },
  "comment.reply": {
    subject: "commentReplySubject",
    standard: ({ name, replier }) => [
      isPlainName(name) ? "commentReplyBody1" : "commentReplyDiscreet1",
      isPlainName(replier) ? "commentReplyBody2" : "commentReplyDiscreet2",
      "commentReplyBody3",
      "commentReplyBody4",
    ],
    discreet: () => [
      "commentReplyDiscreet1",
      "commentReplyDiscreet2",
      "commentReplyDiscreet3",
      "commentReplyDiscreet4",
    ],
    // The short address says nothing of the campaign, and leads on.
    values: ({ name, replier, slug, publicId, stopToken }, link, _locale, isDiscreet) => ({
      name,
      replier,
      url: link(isDiscreet ? `/m/${publicId}` : `/c/${slug}/comments?at=${publicId}#comment-${publicId}`),
      stopUrl: link(stopPathOf(stopToken)),
    }),
    deletePath: ({ stopToken }) => stopPathOf(stopToken),
    stopPath: ({ stopToken }) => stopPathOf(stopToken),
  },
  "organiser.sign-in": {
    subject: "signInSubject",
    standard: () => ["signInBody1", "signInBody2", "signInBody3"],
    discreet: () => ["signInBody1", "signInBody2", "signInBody3"],
    values: ({ token }, link) => ({ url: link(`/login/link/${token}`) }),
    deletePath: () => null,
  },
  "organiser.invited": {
    subject: "invitedSubject",
    standard: () => ["alreadyDiscreet1", "invitedBody", "letterUrl"],
    discreet: () => ["alreadyDiscreet1", "invitedBody", "letterUrl"],
    values: (_data, link) => ({ url: link("/login") }),
    deletePath: () => null,
  },
  "organiser.test": {
    subject: "testSubject",
    standard: () => ["alreadyDiscreet1", "testBody"],
    discreet: () => ["alreadyDiscreet1", "testBody"],
    values: () => ({}),
    deletePath: () => null,
  },
  "letter.confirm": {
    subject: "letterConfirmSubject",
    standard: () => ["alreadyDiscreet1", "letterConfirmBody", "letterUrl", "letterConfirmTtl"],
    discreet: () => ["alreadyDiscreet1", "letterConfirmDiscreet", "letterUrl"],
    // Nothing that a person typed: it goes to an address that nobody has confirmed.
    values: ({ recipientName, token }, link) => ({ recipientName, url: link(`/confirm/${token}`) }),
    deletePath: ({ token }) => `/confirm/${token}`,
  },
  "letter.already": {
    subject: "alreadySubject",
    standard: () => ["alreadyDiscreet1", "letterAlreadyBody", "alreadyBody3", "alreadyBody4"],
    discreet: () => ["alreadyDiscreet1", "alreadyDiscreet2", "alreadyDiscreet3"],
    values: ({ recipientName, token }, link) => ({ recipientName, receiptUrl: link(receiptPath({ token })) }),
    deletePath: receiptPath,
  },
  "letter.draft": {
    subject: "linkSubject",
    standard: () => ["alreadyDiscreet1", "letterDraftBody", "letterUrl", "linkBody4"],
    discreet: () => ["alreadyDiscreet1", "letterDraftDiscreet", "letterUrl", "linkBody4"],
    values: ({ token }, link) => ({ url: link(`/d/${token}`) }),
    deletePath: ({ token }) => `/d/${token}`,
  },
  "letter.accepted": {
    subject: "letterAcceptedSubject",
    standard: ({ name }) => [greet(name), "letterAcceptedBody", "letterAcceptedCopy"],
    discreet: () => ["alreadyDiscreet1", "letterAcceptedDiscreet", "letterUrl"],
    values: ({ name, organisation, on, token }, link, locale) => ({
      name,
      organisation,
      date: formatDay(locale, on),
      url: link(receiptPath({ token })),
    }),
    deletePath: receiptPath,
  },
  "letter.handed-over": {
    subject: "letterHandedSubject",
    standard: ({ name }) => [greet(name), "letterHandedBody"],
    discreet: () => ["alreadyDiscreet1", "letterHandedDiscreet"],
    values: ({ name, recipientName, n, on }, _link, locale) => ({
      name,
      recipientName,
      n,
      date: formatDay(locale, on),
    }),
    deletePath: receiptPath,
  },
  "letter.failed": {
    subject: "letterFailedSubject",
    standard: ({ name, isBounced }) => [greet(name), isBounced ? "letterBouncedBody" : "letterFailedBody", "letterUrl"],
    discreet: ({ isBounced }) => [
      "alreadyDiscreet1",
      isBounced ? "letterBouncedDiscreet" : "letterFailedDiscreet",
      "letterUrl",
    ],
    values: ({ name, organisation, token }, link) => ({ name, organisation, url: link(receiptPath({ token })) }),
    deletePath: receiptPath,
  },
  "organiser.letters-stopped": {
    subject: "lettersStoppedSubject",
    standard: () => ["alreadyDiscreet1", "lettersStoppedBody1", "lettersStoppedBody2"],
    discreet: () => ["alreadyDiscreet1", "lettersStoppedBody1", "lettersStoppedBody2"],
    values: ({ recipientName, reason }) => ({ recipientName, reason }),
    deletePath: () => null,
  },
  "organiser.test-letter": {
    subject: "testLetterSubject",
    standard: ({ address }) => ["alreadyDiscreet1", "testLetterBody", address ? "testLetterTo" : "testLetterCollected"],
    discreet: () => ["alreadyDiscreet1", "testBody"],
    values: ({ recipientName, organisation, address }) => ({ recipientName, organisation, address }),
    deletePath: () => null,
  },
  "letter.reply": {
    subject: "letterReplySubject",
    standard: ({ name }) => [greet(name), "letterReplyBody", "letterUrl"],
    discreet: () => ["alreadyDiscreet1", "letterReplyDiscreet", "letterUrl"],
    values: ({ name, organisation, token }, link) => ({ name, organisation, url: link(receiptPath({ token })) }),
    deletePath: receiptPath,
  },
  "letter.returned": {
    subject: "letterReturnedSubject",
    standard: ({ name, reason }) => [
      greet(name),
      reason === "ended" ? "letterEndedBody" : "letterReturnedBody",
      "letterUrl",
    ],
    discreet: ({ reason }) => [
      "alreadyDiscreet1",
      reason === "ended" ? "letterEndedDiscreet" : "letterReturnedDiscreet",
      "letterUrl",
    ],
    values: ({ name, reason, token }, link) => ({ name, reason, url: link(receiptPath({ token })) }),
    deletePath: receiptPath,
  },
  "campaign.update": {
    ...mailing,
    ...{ subject: newsSubject, isNews: true, stopPath: ({ token }) => stopPathOf(token) },
    standard: (data) => [[data.words?.title ?? ""], ...written(data), "newsRead", "newsStop", ...testNote(data)],
    discreet: (data) => ["newsDiscreet", "letterUrl", "newsStopDiscreet", ...testNote(data)],
  },
  "campaign.outcome": {
    ...mailing,
    ...{ subject: newsSubject, isNews: true, stopPath: ({ token }) => stopPathOf(token) },
    standard: (data) => [greet(data.name), ...written(data), "letterUrl", "newsStop", ...testNote(data)],
    discreet: (data) => ["alreadyDiscreet1", "outcomeDiscreet", "letterUrl", "newsStopDiscreet", ...testNote(data)],
  },
  "campaign.details-exposed": {
    ...mailing,
    subject: "exposedSubject",
    standard: (data) => [greet(data.name), "exposedAbout", ...written(data), ...testNote(data)],
    // The organiser names neither campaign nor cause, so the same words serve both.
    discreet: (data) => ["alreadyDiscreet1", ...written(data), ...testNote(data)],
  },
  "organiser.digest": {
    subject: "digestSubject",
    standard: () => ["alreadyDiscreet1", "digestBody", "letterUrl", "digestStop"],
    discreet: () => ["alreadyDiscreet1", "digestDiscreet", "letterUrl"],
    values: (figures, link) => ({ ...figures, url: link("/admin"), accountUrl: link("/admin/account") }),
    deletePath: () => null,
  },
}

/**
 * Tells whether a name can stand in a greeting. One that a mail program would turn into a link cannot: whoever signs with another
 * person's address would be able to send that person an address of their own.
 */
export function isPlainName(name: string): boolean {
  return !/[/\\@<>\p{Cc}\p{Zl}\p{Zp}]|www\.|[\p{L}\p{N}][.。．｡]\p{L}{2}/iu.test(name.normalize("NFKC"))
}

/** Fills a template with its data in one language. */
export function fillTemplate<Name extends MessageTemplate>(
  name: Name,
  data: MessageData<Name>,
  { locale, isDiscreet, link, orgShort }: { locale: Locale; isDiscreet: boolean; link: Link; orgShort: string | null },
): Filled {
  const template: Template<MessageData<Name>> = TEMPLATES[name]
  const text = translator(locale, "mail")
  const values = template.values(data, link, locale, isDiscreet)
  const lines = isDiscreet ? template.discreet(data) : template.standard(data)
  const deletePath = template.deletePath(data)
  const subject = typeof template.subject === "function" ? template.subject(isDiscreet, orgShort) : template.subject
  return {
    subject: text(subject, { ...values, orgShort: orgShort ?? "" }),
    paragraphs: lines.flatMap((line) => (typeof line === "string" ? [text(line, values)] : line)),
    deleteUrl: deletePath === null ? null : link(deletePath),
    stopUrl: template.stopPath ? link(template.stopPath(data)) : null,
    newsUrl: template.isNews && deletePath !== null ? link(deletePath) : null,
  }
}
