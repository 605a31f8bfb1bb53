import "server-only"
import { akismetAccount, checkComment, submitHam, submitSpam } from "#lib/domain/moderation/akismet"
import type { AkismetAccount, AkismetAlert, AkismetCheck } from "#lib/domain/moderation/akismet-schema"
import { FEEDBACK_DAYS, FEEDBACK_TRIES_MAX } from "#lib/domain/moderation/limits"
import { openCheck, openFeedback } from "#lib/domain/moderation/outside"
import type { HoldReason, Kind } from "#lib/domain/moderation/schema"
import { lockScreening } from "#lib/domain/moderation/screenings"
import type { Screening } from "#lib/generated/prisma/client"
import { Prisma } from "#lib/generated/prisma/client"
import { db, transaction, type Transaction } from "#lib/platform/db"
import { env } from "#lib/platform/env"
import { log } from "#lib/platform/log"
import { isDatabaseDown } from "#lib/platform/sql"

/** A check takes ten seconds at worst; then another worker may take it up. */
const LEASE_SECONDS = 60
const AT_ONCE = 4
const SERVICE = "akismet"

/** What the owner of a text does when the outside service has spoken. Called with the screening's lock, in its transaction. */
export type OutsideVerdict = (
  tx: Transaction,
  screening: Screening,
  verdict: "ham" | "spam",
  now: Date,
) => Promise<void>

/** Takes due rows, so that no two workers ask about the same one. */
async function claim(column: "outsideDueAt" | "feedbackDueAt", now: Date): Promise<Screening[]> {
  const until = new Date(now.getTime() + LEASE_SECONDS * 1_000)
  const ids =
    column === "outsideDueAt"
      ? await db().$queryRaw<{ id: string }[]>`
          update "Screening" set "outsideDueAt" = ${until}, "outsideTries" = "outsideTries" + 1 where id in (
            select id from "Screening" where "outsideDueAt" <= ${now} order by "outsideDueAt" limit ${AT_ONCE}
            for update skip locked) returning id`
      : await db().$queryRaw<{ id: string }[]>`
          update "Screening" set "feedbackDueAt" = ${until}, "feedbackTries" = "feedbackTries" + 1 where id in (
            select id from "Screening" where "feedbackDueAt" <= ${now} order by "feedbackDueAt" limit ${AT_ONCE}
            for update skip locked) returning id`
  return db().screening.findMany({ where: { id: { in: ids.map(({ id }) => id) } } })
}

/** Keeps what the service says about our account, for the organisers; clears it when it says nothing any more. */
async function noteService({ alert, error }: Pick<AkismetCheck, "alert" | "error">): Promise<void> {
  const keyState = error?.code === "rejected" || error?.code === "account" ? "invalid" : error ? null : "valid"
  const kept: { alert: AkismetAlert | typeof Prisma.DbNull; keyState?: string } = {
    alert: alert ?? Prisma.DbNull,
    ...(keyState && { keyState }),
  }
  await db().outsideService.upsert({
    where: { name: SERVICE },
    create: { name: SERVICE, keyState: "unknown", ...kept },
    update: kept,
  })
}

const withoutWait = (reasons: string[]): string[] => reasons.filter((reason) => reason !== "outside_wait")

async function record(
  screening: Screening,
  check: AkismetCheck,
  owners: Partial<Record<Kind, OutsideVerdict>>,
  now: Date,
): Promise<void> {
  await transaction(async (tx) => {
    const current = await lockScreening(tx, screening.kind as Kind, screening.subjectId)
    if (!current) return
    // A person decided meanwhile and wins; the answer still tells whether a correction is due.
    const isOpen = current.sealedCheck !== null
    if (check.verdict === "unsure") {
      const again =
        check.recheckAfterSeconds === null ? null : new Date(now.getTime() + check.recheckAfterSeconds * 1_000)
      const mayAsk = isOpen && again !== null && current.checkUntil !== null && again < current.checkUntil
      const reason: HoldReason = "outside_unsure"
      await tx.screening.update({
        where: { id: current.id },
        data: {
          outside: "unsure",
          outsideDueAt: mayAsk ? again : null,
          ...(isOpen && { reasons: [...new Set([...current.reasons, reason])] }),
          ...(!mayAsk && { sealedCheck: null, checkUntil: null }),
        },
      })
      return
    }
    const spamReason: HoldReason = "outside_spam"
    const reasons = withoutWait(current.reasons).filter((reason) => reason !== "outside_unsure")
    const updated = await tx.screening.update({
      where: { id: current.id },
      data: {
        outside: check.verdict,
        ...{ outsideDueAt: null, sealedCheck: null, checkUntil: null },
        ...(isOpen && { reasons: check.verdict === "spam" ? [spamReason, ...reasons] : reasons }),
      },
    })
    if (isOpen) await owners[current.kind as Kind]?.(tx, updated, check.verdict, now)
  })
}

async function ask(
  account: AkismetAccount | null,
  screening: Screening,
  owners: Partial<Record<Kind, OutsideVerdict>>,
  now: Date,
): Promise<void> {
  if (!screening.sealedCheck || (screening.checkUntil && screening.checkUntil <= now)) {
    await forgetChecks(now)
    return
  }
  // The key was taken away meanwhile: a person decides.
  const check: AkismetCheck = account
    ? await checkComment(account, openCheck({ ...screening, sealedCheck: screening.sealedCheck }), {
        ...(screening.outsideTries > 1 && { recheckReason: "retry" as const }),
      })
    : {
        ...{ verdict: "unsure", discard: false, recheckAfterSeconds: null, guid: null, alert: null, debugHelp: null },
        error: null,
      }
  if (account) await noteService(check)
  if (check.verdict === "unsure")
    log().warn({ screeningId: screening.id, code: check.error?.code }, "outside check undecided")
  await record(screening, check, owners, now)
}

/** A check that cannot even be made must not come up again and again: a person decides. */
async function giveUp({ id }: Screening, error: unknown): Promise<void> {
  if (isDatabaseDown(error)) throw error
  log().error({ err: error, screeningId: id }, "outside check not made")
  await db().screening.update({
    where: { id },
    data: { outside: "unsure", outsideDueAt: null, sealedCheck: null, checkUntil: null },
  })
}

/**
 * Asks the outside service about every text whose time has come. What it cannot say leaves the text held; it is asked again after
 * 20 minutes as long as the facts of the connection are there, and then a person decides.
 */
export async function runOutsideChecks(owners: Partial<Record<Kind, OutsideVerdict>>, now: Date): Promise<number> {
  const account = akismetAccount(env())
  const due = await claim("outsideDueAt", now)
  await Promise.all(
    due.map((screening) => ask(account, screening, owners, now).catch((error) => giveUp(screening, error))),
  )
  return due.length
}

async function correct(account: AkismetAccount, screening: Screening, now: Date): Promise<void> {
  const { sealedFeedback, feedback, outside, feedbackTries } = screening
  if (!sealedFeedback || (feedback !== "spam" && feedback !== "ham")) return
  const submit = feedback === "spam" ? submitSpam : submitHam
  const said = outside === "spam" || outside === "ham" ? outside : null
  const { accepted, error } = await submit(account, openFeedback({ ...screening, sealedFeedback }), said)
  const isOver = accepted || feedbackTries >= FEEDBACK_TRIES_MAX
  const waitMs = Math.min(6 * 3_600_000, 60_000 * 4 ** feedbackTries)
  if (!accepted) log().warn({ screeningId: screening.id, code: error?.code }, "outside correction not accepted")
  await db().screening.updateMany({
    // A decision that was changed meanwhile brings a correction of its own.
    where: { id: screening.id, feedback, feedbackTries },
    data: isOver
      ? { feedback: null, feedbackDueAt: null, sealedFeedback: null }
      : { feedbackDueAt: new Date(now.getTime() + waitMs) },
  })
}

/** Sends moderators' corrections to the outside service. One that fails is tried again and blocks nothing. */
export async function runFeedback(now: Date): Promise<number> {
  const account = akismetAccount(env())
  if (!account) return 0
  const due = await claim("feedbackDueAt", now)
  await Promise.all(due.map((screening) => correct(account, screening, now)))
  return due.length
}

/** Deletes facts of connections that are older than 30 minutes; what they were for is decided by a person. Safe to run twice. */
export async function forgetChecks(now: Date): Promise<number> {
  return db().$executeRaw`
    update "Screening" set "sealedCheck" = null, "checkUntil" = null, "outsideDueAt" = null,
      outside = coalesce(nullif(outside, 'due'), 'unsure'),
      reasons = case when 'outside_unsure' = any(reasons) then reasons else reasons || 'outside_unsure'::text end
    where "checkUntil" <= ${now}`
}

/** How the outside service does: whether the key works, and what the service says about the account. */
export async function findServiceState(): Promise<{ keyState: string; alert: AkismetAlert | null } | null> {
  if (!env().AKISMET_KEY) return null
  const found = await db().outsideService.findUnique({ where: { name: SERVICE } })
  return { keyState: found?.keyState ?? "unknown", alert: (found?.alert ?? null) as AkismetAlert | null }
}

/** Deletes what was kept for corrections once nobody will make one any more. Safe to run twice. */
export async function forgetOldFeedback(now: Date): Promise<void> {
  await db().screening.updateMany({
    where: {
      sealedFeedback: { not: null },
      feedback: null,
      createdAt: { lte: new Date(now.getTime() - FEEDBACK_DAYS * 86_400_000) },
    },
    data: { sealedFeedback: null },
  })
}
