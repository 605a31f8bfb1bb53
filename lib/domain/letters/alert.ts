import "server-only"
import { listOrganisersToAlert } from "#lib/domain/identity/alerts"
import { enqueue } from "#lib/domain/mail/commands"
import type { Transaction } from "#lib/platform/db"
import { log } from "#lib/platform/log"

/** Why a line needs an organiser: a letter came back and the line stopped, or the mail server has been away for long. */
export type LineAlert = "bounced" | "down"

/** Tells the organisers of a campaign that its letters stand still. Once for each time it happens: the caller sees to that. */
export async function alertOrganisers(tx: Transaction, targetId: string, reason: LineAlert): Promise<void> {
  log().error({ targetId, reason }, "letters stand still")
  const target = await tx.target.findUniqueOrThrow({ where: { id: targetId } })
  for (const { email, locale } of await listOrganisersToAlert(tx, target.campaignId)) {
    await enqueue(tx, {
      template: "organiser.letters-stopped",
      locale,
      isDiscreet: false,
      to: email,
      data: { recipientName: target.name, reason },
      subjectId: null,
      priority: 1,
      isTriggerable: false,
    })
  }
}
