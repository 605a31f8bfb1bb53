import "server-only"
import { canSend } from "#lib/domain/mailings/control"
import type { MailDraft } from "#lib/domain/mailings/preview"
import { startMailing, type StartFault } from "#lib/domain/mailings/start"
import type { Actor } from "#lib/domain/identity/policy"
import { db, transaction } from "#lib/platform/db"
import { fail, ok, type Result } from "#lib/shared/result"

/** What the outcome's mail says: the sentence that was recorded with the outcome, in each language that has one. */
export async function outcomeDraft(campaignId: string): Promise<MailDraft> {
  const { outcome, texts } = await db().campaign.findUniqueOrThrow({
    where: { id: campaignId },
    select: {
      outcome: true,
      texts: { select: { locale: true, title: true, outcomeNote: true, version: true }, orderBy: { version: "desc" } },
    },
  })
  const newest = texts.filter((text, place) => texts.findIndex(({ locale }) => locale === text.locale) === place)
  return {
    ...{ campaignId, kind: "OUTCOME", number: null },
    texts:
      outcome === null
        ? []
        : newest.flatMap(({ locale, title, outcomeNote }) =>
            outcomeNote ? [{ locale, title, parts: [outcomeNote] }] : [],
          ),
  }
}

/**
 * Tells those who asked for news how it ended. The caller has asked for a fresh sign-in.
 *
 * @returns `mailing_empty` while no outcome with a sentence is recorded.
 */
export async function startOutcome(
  actor: Actor,
  campaignId: string,
  perMinute: number,
  now: Date,
): Promise<Result<{ id: string }, "forbidden" | StartFault>> {
  if (!canSend(actor, campaignId, "OUTCOME")) return fail("forbidden")
  const { texts } = await outcomeDraft(campaignId)
  return transaction(async (tx) => {
    const started = await startMailing(
      tx,
      {
        ...{ campaignId, kind: "OUTCOME", updateId: null, perMinute, startedBy: actor.organiserId },
        texts: texts.map(({ parts, ...text }) => ({ ...text, parts: [...parts] })),
      },
      now,
    )
    return started.ok ? ok({ id: started.value.id }) : started
  })
}
