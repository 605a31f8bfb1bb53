import "server-only"
import { z } from "zod"
import { STEPS, type Step } from "#lib/domain/admin/set-up-steps"
import { canChangeSettings, lockSettings, writeSettings } from "#lib/domain/admin/settings"
import { recordAudit } from "#lib/domain/identity/audit"
import type { Actor } from "#lib/domain/identity/policy"
import { isSetUpLink } from "#lib/domain/identity/set-up"
import { db, transaction } from "#lib/platform/db"
import { refreshSettings } from "#lib/platform/settings"
import { fail, ok, type Result } from "#lib/shared/result"

const stored = z.object({ next: z.enum(STEPS).nullable(), skipped: z.array(z.enum(STEPS)).default([]) })

/** How far the set-up is: the step to take up, and those that were passed over. `next` is `null` once it is finished. */
export type SetUpState = z.output<typeof stored>

const KEY = "setUp"
const FINISHED: SetUpState = { next: null, skipped: [] }

/** How far the set-up is. A site that knows nothing of it was made before there was one: nobody is led there. */
export async function findSetUp(): Promise<SetUpState> {
  const row = await db().setting.findUnique({ where: { key: KEY } })
  return stored.safeParse(row?.value).data ?? FINISHED
}

/** Where somebody goes on who comes by the printed link: after the names, or with them. */
export async function beginSetUp(next: Step, skipped: Step[] = []): Promise<void> {
  await transaction(async (tx) => {
    await lockSettings(tx)
    const row = await tx.setting.findUnique({ where: { key: KEY } })
    const before = stored.safeParse(row?.value).data ?? FINISHED
    const value = { next, skipped: [...new Set([...before.skipped, ...skipped])].filter((step) => step !== next) }
    await tx.setting.upsert({ where: { key: KEY }, create: { key: KEY, value }, update: { value } })
  })
}

/**
 * Saves the names by the printed link, before there is anybody who could sign in.
 *
 * @returns `unknown` when the link does not work any more.
 */
export async function saveFirstNames(
  token: string,
  names: { siteName: string; orgName: string; orgShort: string | null },
  now: Date,
): Promise<Result<null, "unknown">> {
  if (!(await isSetUpLink(token, now))) return fail("unknown")
  await transaction(async (tx) => {
    await lockSettings(tx)
    await writeSettings(tx, names)
  })
  await refreshSettings()
  return ok(null)
}

/**
 * Leaves a step and goes on with the next one, or finishes.
 *
 * @param isSkipped Nothing was done: the first page goes on saying so until somebody does it.
 */
export async function leaveStep(
  actor: Actor,
  step: Step,
  isSkipped: boolean,
): Promise<Result<SetUpState, "forbidden">> {
  if (!canChangeSettings(actor)) return fail("forbidden")
  return transaction(async (tx) => {
    await lockSettings(tx)
    const row = await tx.setting.findUnique({ where: { key: KEY } })
    const before = stored.safeParse(row?.value).data ?? FINISHED
    const skipped = before.skipped.filter((one) => one !== step)
    if (isSkipped) skipped.push(step)
    const isAhead = before.next !== null && STEPS.indexOf(before.next) > STEPS.indexOf(step)
    const following = STEPS[STEPS.indexOf(step) + 1] ?? null
    const value: SetUpState = { next: before.next === null || isAhead ? before.next : following, skipped }
    await tx.setting.upsert({ where: { key: KEY }, create: { key: KEY, value }, update: { value } })
    if (before.next !== null && value.next === null) await recordAudit(tx, actor.organiserId, "set_up_finished")
    return ok(value)
  })
}

/** Forgets that a step was skipped, because what it asks for has been done elsewhere. */
export async function forgetSkipped(step: Step): Promise<void> {
  const state = await findSetUp()
  if (!state.skipped.includes(step)) return
  const value = { ...state, skipped: state.skipped.filter((one) => one !== step) }
  await db().setting.update({ where: { key: KEY }, data: { value } })
}
