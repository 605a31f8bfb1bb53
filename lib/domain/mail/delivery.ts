import "server-only"
import { mayGo, withMailingWords } from "#lib/domain/mail/bulk"
import { messageSeal } from "#lib/domain/mail/commands"
import { composeMail, type OpenMessage } from "#lib/domain/mail/compose"
import {
  type LeasedMessage,
  markHandedOver,
  markBounced,
  markDeferred,
  markFailed,
  markSent,
  markSuppressed,
  releaseMessage,
  takeBack,
} from "#lib/domain/mail/leases"
import { withOwnName } from "#lib/domain/mail/late-names"
import { retryDelayMs } from "#lib/domain/mail/rules"
import { isMessageTemplate, type SealedMessage } from "#lib/domain/mail/schema"
import { log } from "#lib/platform/log"
import { unseal } from "#lib/platform/seal"
import { siteNames } from "#lib/platform/settings"
import type { Mailer, Outcome, SendResult } from "#lib/platform/smtp"
import { isDatabaseDown } from "#lib/platform/sql"
import { toLocale } from "#lib/shared/locales"

/** The parts of a row that make a mail. */
export type StoredMessage = Pick<LeasedMessage, "id" | "template" | "locale" | "isDiscreet" | "sealed">

/**
 * Opens a row of the outbox.
 *
 * @returns `null` when its contents are gone or it is of a kind that this version does not know.
 * @throws when it was sealed for another row.
 */
export function openMessage({ id, template, locale, isDiscreet, sealed }: StoredMessage): OpenMessage | null {
  if (!sealed || !isMessageTemplate(template)) return null
  const { to, data } = unseal<SealedMessage>(messageSeal(id), sealed)
  return { id, template, locale: toLocale(locale), isDiscreet, to, data }
}

async function send(message: LeasedMessage, mailer: Mailer): Promise<SendResult> {
  if (message.sealed === null) return { outcome: "refused", detail: "ERASED" }
  const names = await siteNames()
  try {
    const open = openMessage(message)
    // A newer version of the program wrote it; wait until such a worker takes it.
    if (!open) return { outcome: "deferred", detail: "UNKNOWN_TEMPLATE" }
    const named = await withMailingWords(await withOwnName(open, message.subjectId), message.mailingId)
    const isBulk = message.mailingId !== null
    return await mailer.send(
      composeMail(named, names, { comesBack: isBulk }),
      // A second copy to thousands of people is worse than a rare one that is lost.
      isBulk ? { beforeEnd: () => markHandedOver(message) } : {},
    )
  } catch (error) {
    log().error({ err: error, messageId: message.id, template: message.template }, "a message could not be composed")
    return { outcome: "refused", detail: "UNREADABLE" }
  }
}

async function record(message: LeasedMessage, { outcome, detail }: SendResult, isStopping: boolean): Promise<void> {
  if (outcome === "accepted") return markSent(message)
  if (outcome === "bounced") return markBounced(message, detail)
  if (outcome === "refused") return markFailed(message, detail)
  if (isStopping) return releaseMessage(message)
  const delayMs = retryDelayMs(message.attempts, Date.now() - message.createdAt.getTime())
  if (delayMs === null) return markFailed(message, detail)
  return markDeferred(message, delayMs, detail)
}

const RECORD_PATIENCE_MS = 30_000
const RECORD_PAUSE_MS = 500

/**
 * Sends one leased message and writes down what became of it.
 *
 * When the database is away just then, it waits a little for it: an accepted mail that is not recorded would be sent twice.
 *
 * @param isStopping Asked when a try has failed: during a stop the message goes back untried.
 */
export async function deliver(message: LeasedMessage, mailer: Mailer, isStopping: () => boolean): Promise<Outcome> {
  if (message.isSuppressed) {
    await markSuppressed(message)
    return "refused"
  }
  if (!(await mayGo(message))) {
    await takeBack(message)
    return "refused"
  }
  const result = await send(message, mailer)
  if (result.outcome !== "accepted" && !isStopping()) {
    log().warn({ messageId: message.id, outcome: result.outcome, detail: result.detail }, "mail not accepted")
  }
  const patience = Date.now() + RECORD_PATIENCE_MS
  for (;;) {
    try {
      await record(message, result, isStopping())
      return result.outcome
    } catch (error) {
      if (!isDatabaseDown(error) || Date.now() > patience || isStopping()) throw error
      await new Promise((resolve) => setTimeout(resolve, RECORD_PAUSE_MS))
    }
  }
}
