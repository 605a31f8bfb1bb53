import { createHmac, timingSafeEqual } from "node:crypto"
import { mailDomain } from "#lib/domain/mail/compose"
import { deriveKey } from "#lib/platform/keys"
import { env } from "#lib/platform/env"
import type { Mail } from "#lib/platform/smtp"
import { translator } from "#lib/shared/i18n"
import type { Locale } from "#lib/shared/locales"

/** A letter that goes to its target, opened. */
export type OutgoingLetter = {
  deliveryId: string
  locale: Locale
  name: string
  /** Where replies go: the writer's address, one of ours that stands for it, or `null` when the writer wants none. */
  replyTo: string | null
  /** The office's replies go through this site. */
  isAlias?: boolean
  subject: string
  text: string
}

/** One of several letters that are nearly the same. `place` is the town, `own` the writer's own paragraph. */
export type BundledLetter = { name: string; place: string; own: string }

const MAC_HEX = 10

function macOf(deliveryHex: string): string {
  return createHmac("sha256", deriveKey("bounce address")).update(deliveryHex).digest("hex").slice(0, MAC_HEX)
}

/**
 * The address to which a letter comes back: it says which one, in a form that others cannot make (VERP). Lower case, since some mail
 * servers change the case of a local part.
 */
export function bounceAddress(deliveryId: string): string {
  const hex = deliveryId.replaceAll("-", "")
  return `letters+${hex}${macOf(hex)}@${mailDomain()}`
}

/** Which letter a bounce address is about; `null` when it is none of ours. */
export function readBounceAddress(address: string): string | null {
  const [, hex, mac] = new RegExp(`^letters\\+([0-9a-f]{32})([0-9a-f]{${MAC_HEX}})@`, "i").exec(address) ?? []
  if (!hex || !mac) return null
  const expected = Buffer.from(macOf(hex.toLowerCase()))
  if (!timingSafeEqual(expected, Buffer.from(mac.toLowerCase()))) return null
  return hex.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")
}

/** Where a reply goes: nowhere, to the writer's own address, or to the writer through an address of ours. */
export type ReplyWay = "nobody" | "writer" | "alias"

const REPLY_TEXTS = { nobody: "noAddress", writer: "replyToWriter", alias: "replyByAlias" } as const

/** The last line of every letter that we send. */
export function closingLine(locale: Locale, siteName: string, way: ReplyWay): string {
  const t = translator(locale, "letterMail")
  const gap = locale === "zh" ? "" : " "
  return `${t("sentThrough", { siteName })}${gap}${t(REPLY_TEXTS[way], { siteName })}`
}

function shared(deliveryId: string, email: string): Pick<Mail, "to" | "messageId" | "headers" | "returnPath"> {
  return {
    to: { name: "", address: email },
    // Made of the row's id, so that a copy sent after a crash is known as a copy.
    messageId: `<${deliveryId}@${mailDomain()}>`,
    headers: {},
    // Bounces come back to an address of their own only where somebody takes them.
    ...(env().BOUNCE_SECRET !== undefined && { returnPath: bounceAddress(deliveryId) }),
  }
}

/**
 * The letter as mail to its target: as previewed, and a last line that says who vouches for it. Text only: no link, no image.
 *
 * @param email Address of the target's office.
 */
export function letterMail(letter: OutgoingLetter, email: string, siteName: string): Mail {
  const { deliveryId, locale, name, replyTo, isAlias = false, subject, text } = letter
  const way = replyTo === null ? "nobody" : isAlias ? "alias" : "writer"
  return {
    ...shared(deliveryId, email),
    from: { name: translator(locale, "letterMail")("via", { name, siteName }), address: `letters@${mailDomain()}` },
    ...(replyTo !== null && { replyTo: { name, address: replyTo } }),
    subject,
    text: `${text}\n\n${closingLine(locale, siteName, way)}\n`,
  }
}

/** Letters that are nearly the same as one message: how many, from whom, and the text of the first. */
export function digestMail(
  lead: OutgoingLetter,
  letters: readonly BundledLetter[],
  email: string,
  siteName: string,
): Mail {
  const { deliveryId, locale, name, subject, text } = lead
  const t = translator(locale, "letterMail")
  const lines = letters.map(({ name: writer, place, own }) => {
    const from = [writer, place].filter(Boolean).join(", ")
    return own ? `- ${from}: ${own.replace(/\s+/g, " ")}` : `- ${from}`
  })
  const paragraphs = [
    t("digestIntro", { n: letters.length, siteName }),
    `${t("digestNames")}\n${lines.join("\n")}`,
    t("digestText", { name }),
    text,
  ]
  return {
    ...shared(deliveryId, email),
    from: { name: siteName, address: `letters@${mailDomain()}` },
    subject,
    text: `${paragraphs.join("\n\n")}\n`,
  }
}
