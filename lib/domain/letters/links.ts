import "server-only"
import { letterIndex } from "#lib/domain/letters/details"
import { isHeldByWriter } from "#lib/domain/letters/rules"
import { addToken } from "#lib/domain/letters/tokens"
import { enqueue } from "#lib/domain/mail/commands"
import { transaction } from "#lib/platform/db"
import { newToken } from "#lib/platform/tokens"
import { toLocale } from "#lib/shared/locales"

/**
 * Sends a fresh link to each letter that an address has written. The caller's answer is the same whether there are any.
 *
 * Under the daily cap of messages that anyone can trigger.
 *
 * @param otherwise Campaigns in which another link to the same address shows the letter already.
 */
export async function sendLetterLinks(address: string, otherwise: readonly string[], now: Date): Promise<void> {
  await transaction(async (tx) => {
    const campaigns = await tx.campaign.findMany({ where: { id: { notIn: [...otherwise] } }, select: { id: true } })
    const indexes = campaigns.map(({ id }) => new Uint8Array(letterIndex(id, address)))
    const found = await tx.letter.findMany({ where: { emailIndex: { in: indexes } }, orderBy: { createdAt: "desc" } })
    for (const letter of found.filter(({ state }) => isHeldByWriter(state) && state !== "PENDING")) {
      const token = newToken()
      const isQueued = await enqueue(tx, {
        template: "receipt.link",
        locale: toLocale(letter.locale),
        isDiscreet: letter.isDiscreet,
        to: address,
        data: { token },
        subjectId: letter.id,
        priority: 0,
        isTriggerable: true,
      })
      if (isQueued) await addToken(tx, letter, "FRESH_STATUS", now, token)
    }
  })
}
