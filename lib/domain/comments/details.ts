import { randomInt } from "node:crypto"
import { type TextPrint, textPrint } from "#lib/domain/moderation/repeats"
import { fingerprint } from "#lib/platform/fingerprints"
import { seal, unseal } from "#lib/platform/seal"
import { canonicalAddress } from "#lib/shared/email-address"

/** What a comment says: plain while it is visible, sealed in every other state. */
export type CommentContent = { name: string; website: string | null; body: string }

const ID_CHARS = 12
const ID_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"

/** A public id: random, so that it tells no order and no time. */
export function newPublicId(): string {
  return Array.from({ length: ID_CHARS }, () => ID_ALPHABET[randomInt(ID_ALPHABET.length)]).join("")
}

/** The keyed fingerprint of a guest: the address in this campaign. */
export function guestIndex(campaignId: string, address: string): Buffer {
  return fingerprint("comment address", campaignId, canonicalAddress(address))
}

/** The keyed fingerprint of an account: the provider's number of it, never its address or name. */
export function accountIndex(campaignId: string, provider: string, subject: string): Buffer {
  return fingerprint("comment account", campaignId, `${provider}\u0000${subject}`)
}

/** What is kept of a text to know it again. `exact` is hexadecimal. */
export function printOf(campaignId: string, text: string): TextPrint {
  return textPrint(text, (words) => fingerprint("comment text", campaignId, words).toString("hex"))
}

const context = (column: "sealed" | "sealedEmail", id: string) => ({ table: "Comment", column, row: id })

/** Encrypts what a comment says. */
export function sealContent(id: string, content: CommentContent): Uint8Array<ArrayBuffer> {
  return new Uint8Array(seal(context("sealed", id), content))
}

type Stored = {
  id: string
  sealed: Uint8Array | null
  name: string | null
  website: string | null
  body: string | null
}

/** What a comment says, wherever it is kept; `null` when its writer took it back. */
export function contentOf({ id, sealed, name, website, body }: Stored): CommentContent | null {
  if (name !== null && body !== null) return { name, website, body }
  return sealed ? unseal<CommentContent>(context("sealed", id), sealed) : null
}

/** Encrypts the writer's address. */
export function sealEmail(id: string, email: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(seal(context("sealedEmail", id), email))
}

/** The writer's address, while it is kept. */
export function emailOf({ id, sealedEmail }: { id: string; sealedEmail: Uint8Array | null }): string | null {
  return sealedEmail ? unseal<string>(context("sealedEmail", id), sealedEmail) : null
}

const subscriptionContext = (commentId: string) => ({ table: "ReplySubscription", column: "sealed", row: commentId })

/** Address and stop token of somebody who wants to hear of replies. */
export type Subscriber = { email: string; stopToken: string }

/** Encrypts a subscriber. */
export function sealSubscriber(commentId: string, subscriber: Subscriber): Uint8Array<ArrayBuffer> {
  return new Uint8Array(seal(subscriptionContext(commentId), subscriber))
}

/** Opens a subscriber. */
export function openSubscriber({ commentId, sealed }: { commentId: string; sealed: Uint8Array }): Subscriber {
  return unseal<Subscriber>(subscriptionContext(commentId), sealed)
}
