import { createHash, timingSafeEqual } from "node:crypto"
import { recordBounce } from "#lib/domain/letters/bounce"
import { recordReply } from "#lib/domain/letters/replies"
import { readDsn } from "#lib/domain/letters/dsn"
import { recordMessageBounce } from "#lib/domain/mail/bounce"
import { env } from "#lib/platform/env"
import { problem } from "#lib/web/problem-page"
import { readBody } from "#lib/web/read-form"

const MAX_BYTES = 64 * 1024

const digest = (text: string) => createHash("sha256").update(text).digest()

/** Compares in the same time whatever was given. */
function knowsSecret(request: Request, secret: string): boolean {
  const given = /^Bearer (.+)$/.exec(request.headers.get("authorization") ?? "")?.[1] ?? ""
  return timingSafeEqual(digest(given), digest(secret))
}

/** An address to which our own mail server gives mail. The answer says what came of it and nothing of the letter or message. */
function mailHook(isOpen: () => boolean, take: (mail: Buffer, now: Date) => Promise<string>) {
  return async (request: Request): Promise<Response> => {
    const { BOUNCE_SECRET } = env()
    if (BOUNCE_SECRET === undefined || !isOpen()) return problem(request, { status: 404 })
    if (!knowsSecret(request, BOUNCE_SECRET)) return problem(request, { status: 403 })
    const body = await readBody(request, MAX_BYTES)
    if (!body) return problem(request, { status: 413 })
    const outcome = await take(body, new Date())
    return Response.json({ status: outcome }, { status: 202, headers: { "cache-control": "no-store" } })
  }
}

/**
 * `POST /hooks/bounce`: takes a mail that came to one of our bounce addresses, as the mail server got it (docs/letters.md). Closed
 * without BOUNCE_SECRET.
 */
export const takeBounce = mailHook(
  () => true,
  async (mail, now) => {
    const message = mail.toString("utf8")
    return (await recordMessageBounce(readDsn(message))) ?? (await recordBounce(message, now))
  },
)

/** `POST /hooks/reply`: the same for a mail to one of our aliases. Closed without ALIAS_DOMAIN. */
export const takeReply = mailHook(() => env().ALIAS_DOMAIN !== undefined, recordReply)
