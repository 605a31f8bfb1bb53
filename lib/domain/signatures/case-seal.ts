import { type SealContext, seal, unseal } from "#lib/platform/seal"
import type { Rule } from "#lib/domain/signatures/bulk-rule"

/** What is encrypted of a case: it may quote people. `sample`: some signatures that fit the rule, by id. */
export type CaseDetails = { reason: string; rule: Rule | null; sample?: string[] }

const context = (id: string): SealContext => ({ table: "SignatureCase", column: "sealed", row: id })

/** Encrypts the reason and the rule of a case. */
export function sealCase(id: string, details: CaseDetails): Uint8Array<ArrayBuffer> {
  return new Uint8Array(seal(context(id), details))
}

/** Opens the reason and the rule of a case. */
export function openCase({ id, sealed }: { id: string; sealed: Uint8Array }): CaseDetails {
  return unseal<CaseDetails>(context(id), sealed)
}
