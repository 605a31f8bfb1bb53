import "server-only"
import { z } from "zod"
import { recordAudit } from "#lib/domain/identity/audit"
import { openOrganiser, sealOrganiser } from "#lib/domain/identity/details"
import { type Actor, canManagePeople } from "#lib/domain/identity/policy"
import { SESSION_IDLE_HOURS, SESSION_MAX_DAYS } from "#lib/domain/identity/rules"
import { db, transaction } from "#lib/platform/db"
import { nameField } from "#lib/shared/form-fields"
import { LOCALES, type Locale, toLocale } from "#lib/shared/locales"
import { fail, ok, type Result } from "#lib/shared/result"

/** What an organiser can change of themselves. */
export const accountFields = z.object({
  name: z.string("name_empty").pipe(nameField),
  language: z.enum(LOCALES, "choice_unknown"),
})

/** An organiser's own details. */
export type OwnAccount = { name: string; email: string; language: Locale }

/** A sign-in of one's own. Days, never moments; where and with what is not known to us. */
export type OwnSession = { id: string; startedOn: string; usedOn: string; isThis: boolean }

const dayOf = (moment: Date) => moment.toISOString().slice(0, 10)

/** The organiser's own name, address and language of mail. */
export async function getOwnAccount({ organiserId }: Actor): Promise<OwnAccount> {
  const found = await db().organiser.findUniqueOrThrow({ where: { id: organiserId } })
  return { ...openOrganiser(found), language: toLocale(found.locale) }
}

/** Changes one's own name and language. The address stays: it is the way in, and owners give another by a new invitation. */
export async function saveOwnAccount({ organiserId }: Actor, { name, language }: z.output<typeof accountFields>) {
  await transaction(async (tx) => {
    const found = await tx.organiser.findUniqueOrThrow({ where: { id: organiserId } })
    const { email } = openOrganiser(found)
    await tx.organiser.update({
      where: { id: organiserId },
      data: { locale: language, sealed: sealOrganiser(organiserId, { name, email }) },
    })
  })
}

/** One's own sign-ins that still hold, the newest first. */
export async function listOwnSessions({ organiserId }: Actor, thisId: string, now: Date): Promise<OwnSession[]> {
  const organiser = await db().organiser.findUniqueOrThrow({ where: { id: organiserId } })
  const found = await db().organiserSession.findMany({
    where: {
      organiserId,
      endedAt: null,
      version: organiser.sessionVersion,
      createdAt: { gt: new Date(now.getTime() - SESSION_MAX_DAYS * 86_400_000) },
      seenAt: { gt: new Date(now.getTime() - SESSION_IDLE_HOURS * 3_600_000) },
    },
    orderBy: { createdAt: "desc" },
    take: 50,
  })
  return found.map(({ id, createdAt, seenAt }) => ({
    id,
    startedOn: dayOf(createdAt),
    usedOn: dayOf(seenAt),
    isThis: id === thisId,
  }))
}

/** Ends one of one's own sign-ins. */
export async function endOwnSession({ organiserId }: Actor, id: string, now: Date): Promise<Result<null, "unknown">> {
  return transaction(async (tx) => {
    const { count } = await tx.organiserSession.updateMany({
      where: { id, organiserId, endedAt: null },
      data: { endedAt: now },
    })
    if (count === 0) return fail("unknown")
    await recordAudit(tx, organiserId, "signed_out")
    return ok(null)
  })
}

/** Ends all of one's own sign-ins but this one. */
export async function endOtherSessions({ organiserId }: Actor, thisId: string, now: Date): Promise<void> {
  await transaction(async (tx) => {
    await tx.organiserSession.updateMany({
      where: { organiserId, endedAt: null, id: { not: thisId } },
      data: { endedAt: now },
    })
    await recordAudit(tx, organiserId, "sessions_ended", { subjectId: organiserId })
  })
}

/** Ends every sign-in of an organiser, at once on all devices; the access stays. For owners. */
export async function endSessionsOf(actor: Actor, organiserId: string): Promise<Result<null, "forbidden" | "unknown">> {
  if (!canManagePeople(actor)) return fail("forbidden")
  return transaction(async (tx) => {
    const { count } = await tx.organiser.updateMany({
      where: { id: organiserId },
      data: { sessionVersion: { increment: 1 } },
    })
    if (count === 0) return fail("unknown")
    await recordAudit(tx, actor.organiserId, "sessions_ended", { subjectId: organiserId })
    return ok(null)
  })
}
