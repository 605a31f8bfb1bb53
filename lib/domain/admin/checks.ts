import "server-only"
import { canChangeSettings } from "#lib/domain/admin/settings"
import type { Actor } from "#lib/domain/identity/policy"
import { mailDomain } from "#lib/domain/mail/compose"
import { akismetAccount, verifyKey } from "#lib/domain/moderation/akismet"
import { publicKeyOf, readDkim } from "#lib/platform/dkim"
import { env } from "#lib/platform/env"
import { checkSenderRecords, type SenderRecord } from "#lib/platform/sender-records"
import { fail, ok, type Result } from "#lib/shared/result"

/** The records of the domain that mail comes from, as the DNS has them at this moment. */
export type SenderCheck = { domain: string; records: SenderRecord[] }

/**
 * Looks the sender's domain up in the DNS.
 *
 * @param servers Name servers to ask instead of the machine's own; for tests.
 * @returns `forbidden`; `no_sender` when MAIL_FROM is not set: then there is nothing to look up, and nobody is asked.
 */
export async function checkSender(
  actor: Actor,
  servers?: readonly string[],
): Promise<Result<SenderCheck, "forbidden" | "no_sender">> {
  if (!canChangeSettings(actor)) return fail("forbidden")
  if (!env().MAIL_FROM) return fail("no_sender")
  const domain = mailDomain()
  const key = readDkim()
  const dkim = key ? { domain: key.domainName, selector: key.keySelector, publicKey: publicKeyOf(key) } : null
  return ok({ domain, records: await checkSenderRecords(domain, { dkim, ...(servers && { servers }) }) })
}

/** What the outside spam service says of the key. */
export type KeyCheck = { state: "valid" | "invalid" | "unknown" }

/** Asks the outside spam service whether the key works. @returns `forbidden`; `no_key` when none is set: nobody is asked then. */
export async function checkSpamKey(actor: Actor): Promise<Result<KeyCheck, "forbidden" | "no_key">> {
  if (!canChangeSettings(actor)) return fail("forbidden")
  const account = akismetAccount(env())
  if (!account) return fail("no_key")
  const { state } = await verifyKey(account)
  return ok({ state })
}
