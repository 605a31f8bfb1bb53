import "server-only"
import { recordAudit } from "#lib/domain/identity/audit"
import { getOwnAccount } from "#lib/domain/identity/own-account"
import type { Actor } from "#lib/domain/identity/policy"
import { enqueue } from "#lib/domain/mail/commands"
import { findDelivery } from "#lib/domain/mail/queries"
import { canChangeSettings } from "#lib/domain/admin/settings"
import { transaction } from "#lib/platform/db"
import { fail, ok, type Result } from "#lib/shared/result"

const TEMPLATE = "organiser.test"
const PAUSE_SECONDS = 20
/** A test of yesterday says nothing about today. */
const VALID_HOURS = 24

/** What became of a test: on its way, taken by the mail server (or kept on this machine), refused, or never begun. */
export type MailTest = { state: "none" | "waiting" | "done" | "failed"; detail: string | null }

/**
 * Sends a test message to the owner's own address, through the outbox like any other.
 *
 * @returns `forbidden`; `mail_test_soon` within 20 seconds of the one before.
 */
export async function sendTestMail(actor: Actor, now: Date): Promise<Result<null, "forbidden" | "mail_test_soon">> {
  if (!canChangeSettings(actor)) return fail("forbidden")
  const { email, language } = await getOwnAccount(actor)
  return transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`mail test ${actor.organiserId}`}, 0))`
    const last = await findDelivery(TEMPLATE, actor.organiserId)
    if (last && now.getTime() - last.createdAt.getTime() < PAUSE_SECONDS * 1_000) return fail("mail_test_soon")
    await enqueue(tx, {
      template: TEMPLATE,
      locale: language,
      isDiscreet: false,
      to: email,
      data: {},
      subjectId: actor.organiserId,
      priority: 0,
      isTriggerable: false,
    })
    await recordAudit(tx, actor.organiserId, "mail_tested")
    return ok(null)
  })
}

/** How the organiser's last test went. `detail` is an SMTP code and kind of fault, never an address. */
export async function findMailTest({ organiserId }: Actor, now: Date): Promise<MailTest> {
  const found = await findDelivery(TEMPLATE, organiserId)
  if (!found || now.getTime() - found.createdAt.getTime() > VALID_HOURS * 3_600_000)
    return { state: "none", detail: null }
  const { state, detail } = found
  if (state === "SENT") return { state: "done", detail: null }
  if (state === "FAILED" || state === "SUPPRESSED") return { state: "failed", detail }
  return { state: "waiting", detail }
}
