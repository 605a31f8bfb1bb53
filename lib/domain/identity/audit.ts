import "server-only"
import type { Transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"

/** What the log of organisers' doings knows. Ids only: no address, name or text. */
export type AuditAction =
  | "set_up"
  | "signed_in"
  | "signed_out"
  | "invited"
  | "role_changed"
  | "access_ended"
  | "sessions_ended"
  | "settings_changed"
  | "rule_added"
  | "rule_removed"

/** Adds an entry to the log, in the transaction of what it is about. */
export async function recordAudit(
  tx: Transaction,
  organiserId: string | null,
  action: AuditAction,
  subjectId: string | null = null,
): Promise<void> {
  await tx.auditEntry.create({ data: { id: newId(), organiserId, action, subjectId } })
}
