import "server-only"
import type { Transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"

/** What is done about letters and reasons. */
type LetterAuditAction =
  | "letter_viewed"
  | "reason_viewed"
  | "letter_line_changed"
  | "letter_line_paused"
  | "letter_line_resumed"
  | "letter_alert_seen"
  | "letter_rule_changed"
  | "letter_test_sent"
  | "letter_template_saved"
  | "letter_template_retired"
  | "letter_template_read"
  | "letter_points_saved"
  | "letters_batched"
  | "letters_exported"
  | "letters_handed_over"
  | "letter_answered"
  | "letter_retried"
  | "letter_given_back"
  | "letters_viewed"

/** What the log of organisers' doings knows. Ids only: no address, name or text. */
export type AuditAction =
  | "set_up"
  | "set_up_finished"
  | "signed_in"
  | "signed_out"
  | "invited"
  | "role_changed"
  | "role_removed"
  | "access_ended"
  | "sessions_ended"
  | "passkey_added"
  | "passkey_removed"
  | "tag_added"
  | "tag_removed"
  | "delivery_previewed"
  | "delivery_built"
  | "delivery_discarded"
  | "delivery_recorded"
  | "delivery_undone"
  | "delivery_reply"
  | "settings_changed"
  | "mail_tested"
  | "demo_opened"
  | "demo_closed"
  | "rule_added"
  | "rule_removed"
  | "campaign_created"
  | "campaign_changed"
  | "campaign_main"
  | "text_corrected"
  | "version_published"
  | "status_changed"
  | "file_downloaded"
  | "signatures_viewed"
  | "signatures_searched"
  | "signature_viewed"
  | "email_viewed"
  | "signatures_exported"
  | "signature_disputed"
  | "signature_confirmed_again"
  | "signature_rejected"
  | "rule_counted"
  | "rule_disputed"
  | "rule_rejected"
  | "rule_undone"
  | "paper_entered"
  | "paper_viewed"
  | "paper_counted"
  | "paper_removed"
  | LetterAuditAction
  | "update_written"
  | "update_scheduled"
  | "update_unscheduled"
  | "update_removed"
  | "update_published"
  | "update_corrected"
  | "update_withdrawn"
  | "mailing_started"
  | "mailing_paused"
  | "mailing_resumed"
  | "mailing_stopped"
  | "test_sent"
  | "exposure_written"

/** What an entry is about. */
export type AuditDetails = {
  subjectId?: string | null
  campaignId?: string | null
  /** Why personal data was exported, in the organiser's own line. */
  purpose?: string | null
  /** How many people's data it was. */
  rows?: number | null
}

/** Adds an entry to the log, in the transaction of what it is about. */
export async function recordAudit(
  tx: Transaction,
  organiserId: string | null,
  action: AuditAction,
  details: AuditDetails = {},
): Promise<void> {
  await tx.auditEntry.create({ data: { id: newId(), organiserId, action, ...details } })
}
