import { confirmSignature } from "#lib/domain/signatures/confirm"
import type { SignFields } from "#lib/domain/signatures/schema"
import { signPetition, type SignableCampaign } from "#lib/domain/signatures/sign"
import { db } from "#lib/platform/db"
import { newToken } from "#lib/platform/tokens"
import { lastMessageTo } from "#tests/support/mailbox"

let made = 0

/** What a person typed, valid by default. */
export function signFieldsOf(changes: Partial<SignFields> = {}): SignFields {
  made += 1
  return {
    name: "Ana",
    email: `signer-${made}@example.org`,
    consent: "yes",
    showName: false,
    country: null,
    town: "",
    reason: "",
    updates: false,
    discreet: false,
    locale: "en",
    ...changes,
  }
}

/** A signature that waits for its confirmation, made the way visitors make it. */
export async function createPending(campaign: SignableCampaign, changes: Partial<SignFields> = {}) {
  const fields = signFieldsOf(changes)
  const visitorId = newToken()
  await signPetition(campaign, fields, visitorId)
  const { data } = await lastMessageTo(fields.email)
  const { token, code } = data as { token: string; code: string }
  return { fields, visitorId, token, code }
}

/** A confirmed signature. */
export async function createConfirmed(campaign: SignableCampaign, changes: Partial<SignFields> = {}, now = new Date()) {
  const pending = await createPending(campaign, changes)
  const result = await confirmSignature(pending.token, now)
  if (!result.ok) throw new Error(`Not confirmed: ${result.code}`)
  return { ...pending, ...result.value }
}

/** Lets time pass since the last message of every signature, so that the next press is another attempt. */
export async function letTimePass(seconds: number): Promise<void> {
  await db().$executeRaw`update "Signature" set "mailedAt" = "mailedAt" - make_interval(secs => ${seconds})`
  await db().$executeRaw`update "Message" set "createdAt" = "createdAt" - make_interval(secs => ${seconds})`
}
