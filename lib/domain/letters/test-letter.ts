import "server-only"
import { openOrganiser } from "#lib/domain/identity/details"
import { recordAudit } from "#lib/domain/identity/audit"
import { type Actor, canEditCampaign } from "#lib/domain/identity/policy"
import { enqueue } from "#lib/domain/mail/commands"
import { addressOf } from "#lib/domain/letters/queries"
import { transaction } from "#lib/platform/db"
import { fail, ok, type Result } from "#lib/shared/result"
import { toLocale } from "#lib/shared/locales"

/** Mails the organiser, and nobody else, where letters of a target would go; and shows by that whether mail works at all. */
export async function sendTestLetter(actor: Actor, targetId: string): Promise<Result<null, "forbidden">> {
  return transaction(async (tx) => {
    const target = await tx.target.findUnique({
      where: { id: targetId },
      include: { line: true, campaign: { select: { isMain: true } } },
    })
    const organiser = await tx.organiser.findUnique({ where: { id: actor.organiserId } })
    if (!target || !organiser || !canEditCampaign(actor, target.campaignId)) return fail("forbidden")
    const { campaignId, name, organisation, line, campaign } = target
    await enqueue(tx, {
      template: "organiser.test-letter",
      locale: toLocale(organiser.locale),
      isDiscreet: false,
      to: openOrganiser(organiser).email,
      data: { recipientName: name, organisation, address: addressOf(line, campaign.isMain) ?? "" },
      subjectId: null,
      priority: 1,
      isTriggerable: false,
    })
    await recordAudit(tx, actor.organiserId, "letter_test_sent", { subjectId: targetId, campaignId })
    return ok(null)
  })
}
