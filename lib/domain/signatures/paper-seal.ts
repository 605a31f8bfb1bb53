import { signatureIndex } from "#lib/domain/signatures/details"
import type { PaperRow } from "#lib/domain/signatures/paper-schema"
import { fingerprint } from "#lib/platform/fingerprints"
import { newId } from "#lib/platform/ids"
import { type SealContext, seal, unseal } from "#lib/platform/seal"

/** What is encrypted of a row on paper. */
export type PaperDetails = Pick<PaperRow, "name" | "town" | "email">

type Bytes = Uint8Array<ArrayBuffer>

const bytes = (sealed: Buffer): Bytes => new Uint8Array(sealed)
const rowContext = (id: string): SealContext => ({ table: "PaperSignature", column: "sealed", row: id })
const labelContext = (id: string): SealContext => ({ table: "PaperBatch", column: "sealed", row: id })
const uploadContext = (id: string): SealContext => ({ table: "PaperBatch", column: "upload", row: id })

export const openRow = (id: string, sealed: Uint8Array) => unseal<PaperDetails>(rowContext(id), sealed)
export const sealLabel = (id: string, label: string) => bytes(seal(labelContext(id), label))
export const openLabel = (id: string, sealed: Uint8Array) => unseal<string>(labelContext(id), sealed)
export const sealUpload = (id: string, rows: readonly PaperRow[]) => bytes(seal(uploadContext(id), rows))
export const openUpload = (id: string, sealed: Uint8Array) => unseal<PaperRow[]>(uploadContext(id), sealed)

const folded = (text: string) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ")

/**
 * The row of the database for a row on paper.
 *
 * @param number Its place in the batch, from 1.
 */
export function paperRecord(
  { campaignId, batchId, enteredBy }: { campaignId: string; batchId: string; enteredBy: string },
  number: number,
  { name, town, email, showName }: PaperRow,
) {
  const id = newId()
  return {
    ...{ id, batchId, number, showName, enteredBy },
    sealed: bytes(seal(rowContext(id), { name, town, email } satisfies PaperDetails)),
    emailIndex: email === null ? null : bytes(signatureIndex(campaignId, email)),
    nameIndex: bytes(fingerprint("paper name", campaignId, `${folded(name)}\u0000${folded(town)}`)),
  }
}
