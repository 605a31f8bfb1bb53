import "server-only"
import { recordCountChange } from "#lib/domain/campaigns/commands"
import { sealDetails, signatureIndex } from "#lib/domain/signatures/details"
import { CONSENT_VERSION } from "#lib/domain/signatures/schema"
import type { Transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"

const SAMPLES = 40
const DAYS = 12
const NAMES = ["Ana", "Ivan", "Marie", "Li", "Sam", "Rosa", "Olu", "Mina", "Noor", "Kai"]
const COUNTRIES = ["GB", "FR", "ES", "RU", "CN", "DE", "KE", "IN", null, null]
const LOCALES = ["en", "es", "fr", "ru", "zh"]

/**
 * Adds made-up signers to a demonstration, each of them marked. Their addresses are of a domain that can never get mail (RFC 2606).
 *
 * The database refuses them in any other campaign.
 */
export async function addSampleSignatures(tx: Transaction, campaignId: string, now: Date): Promise<number> {
  const rows = Array.from({ length: SAMPLES }, (_, index) => {
    const id = newId()
    const name = NAMES[index % NAMES.length] ?? "Ana"
    const email = `sample-${index + 1}@sample.invalid`
    const emailIndex = signatureIndex(campaignId, email)
    const confirmedAt = new Date(now.getTime() - ((index * DAYS) / SAMPLES) * 86_400_000 - 3_600_000)
    const isShown = index % 2 === 0
    return {
      id,
      campaignId,
      state: "CONFIRMED" as const,
      isSample: true,
      emailIndex: new Uint8Array(emailIndex),
      sealed: new Uint8Array(sealDetails({ id, emailIndex }, { name, email, town: "", reason: "" })),
      showName: isShown,
      publicName: isShown ? name : null,
      country: COUNTRIES[index % COUNTRIES.length] ?? null,
      locale: LOCALES[index % LOCALES.length] ?? "en",
      petitionVersion: 1,
      consentVersion: CONSENT_VERSION,
      consentAt: confirmedAt,
      createdAt: confirmedAt,
      confirmedAt,
      listedAt: isShown ? confirmedAt : null,
      listedOrder: isShown ? index : null,
    }
  })
  await tx.signature.createMany({ data: rows })
  await recordCountChange(tx, campaignId, { confirmed: SAMPLES })
  return SAMPLES
}
