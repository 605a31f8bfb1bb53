import { createHash } from "node:crypto"
import { Parser } from "htmlparser2"
import { recipientsOf } from "#lib/domain/letters/dsn"
import { decodeWords, type Header, headerOf, headersOf, type TextPart, textParts } from "#lib/domain/letters/mime"
import { tidyLine, tidyText } from "#lib/shared/text"

/** What an office answered, as its reader gets it: text only. */
export type ReplyMail = {
  /** Addresses it came to. */
  recipients: string[]
  /** The sender as the mail says it, name and address; anybody can write anything there. */
  from: string
  subject: string
  text: string
  /** Known again when the same mail comes once more. */
  hash: Uint8Array<ArrayBuffer>
  /** Written by a machine: a note of absence, a list, a report, or one of ours that went round. */
  isAutomatic: boolean
}

const TEXT_MAX_CHARS = 20_000
const LINE_MAX_CHARS = 300
const BREAKS = new Set(["p", "br", "div", "li", "tr", "h1", "h2", "h3", "blockquote"])
const SILENT = new Set(["script", "style", "head", "title"])

/** The words of an HTML part. */
function wordsOf(html: string): string {
  let text = ""
  let silent = 0
  const parser = new Parser({
    onopentagname: (name) => void (SILENT.has(name) ? silent++ : BREAKS.has(name) && (text += "\n")),
    onclosetag: (name) => void (SILENT.has(name) && silent > 0 && silent--),
    ontext: (part) => void (silent === 0 && (text += part.replace(/\s+/g, " "))),
  })
  parser.end(html)
  return text
}

/** RFC 3834 §2 and what mail programs really send. */
function isAutomatic(headers: readonly Header[]): boolean {
  const value = (name: string) => headerOf(headers, name).toLowerCase()
  const submitted = value("auto-submitted")
  return (
    (submitted !== "" && submitted !== "no") ||
    ["bulk", "junk", "list", "auto_reply"].includes(value("precedence")) ||
    value("return-path") === "<>" ||
    ["list-id", "x-autoreply", "x-autorespond", "x-loop"].some((name) => value(name) !== "") ||
    value("content-type").startsWith("multipart/report")
  )
}

function textOf(parts: readonly TextPart[]): string {
  const plain = parts.find(({ type, text }) => type === "text/plain" && text.trim() !== "")
  const html = parts.find(({ type }) => type === "text/html")
  const text = plain?.text ?? (html ? wordsOf(html.text) : "")
  return [...tidyText(text)].slice(0, TEXT_MAX_CHARS).join("")
}

const line = (value: string) => [...tidyLine(decodeWords(value))].slice(0, LINE_MAX_CHARS).join("")

/** Reads a mail that may be a reply. Never fails; files in it are left out. */
export function readReply(message: Buffer): ReplyMail {
  const source = message.toString("latin1")
  const headers = headersOf(source)
  const id = headerOf(headers, "message-id") || source
  return {
    recipients: recipientsOf(headers),
    from: line(headerOf(headers, "from")),
    subject: line(headerOf(headers, "subject")),
    text: textOf(textParts(source)),
    hash: new Uint8Array(createHash("sha256").update(id).digest()),
    isAutomatic: isAutomatic(headers),
  }
}
