import { z } from "zod"
import type { Locale } from "#lib/shared/locales"

/** Messages that strangers can cause, for one address in 24 hours (`product.md` §5.2). */
export const MAX_TRIGGERABLE_PER_DAY = 3

/** The same for one signature or letter, over all days. */
export const MAX_TRIGGERABLE_PER_SUBJECT = 5

/** Data of a signing attempt. The hot path seals it before it knows which of the first two templates the row will name. */
const attempt = z.object({
  title: z.string(),
  name: z.string(),
  showName: z.boolean(),
  /** Opens `/confirm/{token}`, or `/r/{token}` when the person had already signed. */
  token: z.string(),
  code: z.string(),
  slug: z.string(),
})

/** Data of mail about a letter; its text is in none of them. */
const letter = attempt.pick({ name: true, token: true }).extend({
  recipientName: z.string(),
  organisation: z.string(),
  /** Day, `YYYY-MM-DD`. */
  on: z.iso.date(),
  /** Letters handed over together. */
  n: z.int().min(1),
})

/** The words of a mailing in one language, ready to be laid out as mail. */
const mailWords = z.object({
  /** Of the news; in no subject, and left out of discreet mail with all the rest. */
  title: z.string(),
  paragraphs: z.array(z.string()),
  /** The campaign's title, for mail that does not name it otherwise. */
  campaignTitle: z.string(),
  /** The page that says more. */
  path: z.string(),
  /** Leads to the same page and names no campaign. */
  shortPath: z.string(),
  /** The words are in another language than the rest of the mail. */
  isForeign: z.boolean(),
})

export type MailWords = z.output<typeof mailWords>

/** Data of a mailing's messages. `token` stops them; `words` are added when the mail is composed. */
const bulk = z.object({
  name: z.string(),
  token: z.string(),
  /** Goes to the organiser who wrote it, and to nobody else. */
  isTest: z.boolean().default(false),
  words: mailWords.nullable().default(null),
})

/**
 * What each template is filled with. A new kind of mail is one entry here and one in `templates.ts`.
 *
 * Tokens travel bare and sealed; they become addresses only while a mail is composed.
 */
export const messageSchemas = {
  "signature.confirm": attempt,
  "signature.already-signed": attempt.pick({ title: true, name: true, token: true }),
  /** `number`: which signature this is; null where the place is not known. */
  "signature.receipt": attempt.pick({ title: true, name: true, token: true, slug: true }).extend({
    number: z.int().min(1).nullable(),
  }),
  "signature.withdrawn": attempt.pick({ title: true }),
  "signature.removed": attempt.pick({ title: true }),
  "receipt.link": attempt.pick({ token: true }),
  /** `asksReplies`: the writer wants to hear of replies, and a press on the page begins that. */
  "comment.visible": attempt.pick({ name: true, token: true }).extend({ asksReplies: z.boolean() }),
  /** `publicId`: of the reply. */
  "comment.reply": attempt.pick({ name: true, slug: true }).extend({
    replier: z.string(),
    publicId: z.string(),
    stopToken: z.string(),
  }),
  "organiser.sign-in": attempt.pick({ token: true }),
  "organiser.invited": z.object({}),
  "organiser.test": z.object({}),
  "letter.confirm": letter.pick({ recipientName: true, token: true }),
  "letter.already": letter.pick({ recipientName: true, token: true }),
  /** `token` opens what was saved. */
  "letter.draft": letter.pick({ token: true }),
  "letter.accepted": letter.pick({ name: true, organisation: true, on: true, token: true }),
  "letter.handed-over": letter.pick({ name: true, recipientName: true, n: true, on: true, token: true }),
  "letter.failed": letter.pick({ name: true, organisation: true, token: true }).extend({
    /** It came back, rather than having been tried for a day. */
    isBounced: z.boolean(),
  }),
  /** `reason`: bounced or down. */
  "organiser.letters-stopped": letter.pick({ recipientName: true }).extend({ reason: z.string() }),
  /** The office's words wait behind the link. */
  "letter.reply": letter.pick({ name: true, organisation: true, token: true }),
  /** To the organiser who asked. `address`: where letters go; "" where they are collected. */
  "organiser.test-letter": letter.pick({ recipientName: true, organisation: true }).extend({ address: z.string() }),
  /** `reason`: of a moderator, or `ended` when the campaign is over. */
  "letter.returned": letter.pick({ name: true, token: true }).extend({ reason: z.string() }),
  "campaign.update": bulk,
  "campaign.outcome": bulk,
  "campaign.details-exposed": bulk,
  /** Figures of the last day; `problems` are messages and letters that failed. */
  "organiser.digest": z.object({
    signatures: z.int().min(0),
    letters: z.int().min(0),
    waiting: z.int().min(0),
    problems: z.int().min(0),
  }),
}

export type MessageTemplate = keyof typeof messageSchemas

/** Templates of mailings. */
export type BulkTemplate = "campaign.update" | "campaign.outcome" | "campaign.details-exposed"

export type MessageData<Template extends MessageTemplate = MessageTemplate> = z.output<
  (typeof messageSchemas)[Template]
>

/** 0 confirmations and sign-in, 1 receipts, 2 letters, 3 bulk. */
export type Priority = 0 | 1 | 2 | 3

/** A piece of mail before it is written to the outbox. */
export type Outgoing = {
  [Template in MessageTemplate]: {
    template: Template
    locale: Locale
    isDiscreet: boolean
    /** From `parseEmailAddress`. */
    to: string
    data: MessageData<Template>
    /** Id of what the message is about, e.g. a signature. */
    subjectId: string | null
    priority: Priority
    /** True when a stranger can cause it by entering an address; such mail is capped. */
    isTriggerable: boolean
  }
}[MessageTemplate]

/** A row of the outbox as the domain writes it; the address and the data are sealed. */
export type MessageRow = {
  id: string
  template: MessageTemplate
  priority: Priority
  locale: Locale
  isDiscreet: boolean
  recipientIndex: Buffer
  isTriggerable: boolean
  sealed: Buffer
  subjectId: string | null
}

/** What `MessageRow.sealed` holds. */
export type SealedMessage = { to: string; data: unknown }

/** Tells whether a text names a template; rows written by a newer version may carry others. */
export function isMessageTemplate(text: string): text is MessageTemplate {
  return Object.hasOwn(messageSchemas, text)
}
