import "server-only"
import { z } from "zod"
import { canChangeSettings, lockSettings, writeSettings } from "#lib/domain/admin/settings"
import { copyForDemo, deleteDemos, standAside, stepBack } from "#lib/domain/campaigns/demo"
import { recordAudit } from "#lib/domain/identity/audit"
import type { Actor } from "#lib/domain/identity/policy"
import { copyLettersForDemo } from "#lib/domain/letters/demo"
import { deleteMailAbout } from "#lib/domain/mail/commands"
import { addSampleSignatures } from "#lib/domain/signatures/samples"
import { db, transaction, type Transaction } from "#lib/platform/db"
import { env } from "#lib/platform/env"
import { refreshSettings } from "#lib/platform/settings"
import { fail, ok, type Result } from "#lib/shared/result"

/** What is kept of a demonstration while it is open. */
const stored = z.object({ mainId: z.string().nullable(), pausedIds: z.array(z.string()) })

const KEY = "demo"

/** Tells whether a demonstration is open. */
export async function isDemoOpen(): Promise<boolean> {
  return (await db().setting.findUnique({ where: { key: KEY } })) !== null
}

async function open(tx: Transaction, now: Date): Promise<"no_campaign" | null> {
  const made = await copyForDemo(tx, now)
  if (!made) return "no_campaign"
  await copyLettersForDemo(tx, made.fromId, made.campaignId)
  await addSampleSignatures(tx, made.campaignId, now)
  await writeSettings(tx, { [KEY]: await standAside(tx, made.campaignId) })
  return null
}

async function close(tx: Transaction): Promise<boolean> {
  const row = await tx.setting.findUnique({ where: { key: KEY } })
  if (!row) return false
  await forgetMail(tx)
  await deleteDemos(tx)
  await stepBack(tx, stored.parse(row.value))
  await writeSettings(tx, { [KEY]: null })
  return true
}

/** Kept messages about a demonstration go with it. */
async function forgetMail(tx: Transaction): Promise<void> {
  const where = { campaign: { isDemo: true } }
  const signatures = await tx.signature.findMany({ where, select: { id: true } })
  const letters = await tx.letter.findMany({ where, select: { id: true } })
  const comments = await tx.comment.findMany({ where, select: { id: true } })
  await deleteMailAbout(
    tx,
    [...signatures, ...letters, ...comments].map(({ id }) => id),
  )
}

/**
 * Opens a demonstration: a copy of the campaign with made-up signers. Real campaigns are paused meanwhile, and mail stays on this machine.
 *
 * @returns `forbidden`; `demo_mail` where mail goes out: a site cannot run demo and real campaigns with one mail server;
 * `no_campaign` when there is nothing to copy. Opening one that is open changes nothing.
 */
export async function openDemo(
  actor: Actor,
  now: Date,
): Promise<Result<null, "forbidden" | "demo_mail" | "no_campaign">> {
  if (!canChangeSettings(actor)) return fail("forbidden")
  if (!env().isLocalMail) return fail("demo_mail")
  const code = await transaction(async (tx) => {
    await lockSettings(tx)
    if (await tx.setting.findUnique({ where: { key: KEY } })) return null
    const fault = await open(tx, now)
    if (!fault) await recordAudit(tx, actor.organiserId, "demo_opened")
    return fault
  })
  if (code) return fail(code)
  await refreshSettings()
  return ok(null)
}

/** Closes the demonstration and deletes all of it; the real campaigns are as they were. */
export async function closeDemo(actor: Actor): Promise<Result<null, "forbidden">> {
  if (!canChangeSettings(actor)) return fail("forbidden")
  await transaction(async (tx) => {
    await lockSettings(tx)
    if (await close(tx)) await recordAudit(tx, actor.organiserId, "demo_closed")
  })
  await refreshSettings()
  return ok(null)
}

/** Deletes what was entered in the demonstration during the day, by making it anew. Safe to run twice. */
export async function renewDemo(now: Date): Promise<void> {
  await transaction(async (tx) => {
    await lockSettings(tx)
    if (await close(tx)) await open(tx, now)
  })
  await refreshSettings()
}

/**
 * Makes sure that demo and real never meet, at the start of the site.
 *
 * With DEMO_MODE a demonstration is opened, unless people's data is there. Without it, one that is open keeps mail from going out.
 *
 * @throws with what to do.
 */
export async function assertDemoApart(now: Date): Promise<void> {
  const { DEMO_MODE, SMTP_URL } = env()
  if (!DEMO_MODE) {
    if (SMTP_URL && (await isDemoOpen())) {
      throw new Error(
        "A demonstration is open, and SMTP_URL is set: a site cannot run demo and real campaigns with one mail server. " +
          "Close the demonstration without SMTP_URL first, or set DEMO_MODE=1.",
      )
    }
    return
  }
  if (await isDemoOpen()) return
  const real = { campaign: { isDemo: false } }
  if ((await db().signature.count({ where: real })) + (await db().letter.count({ where: real })) > 0) {
    throw new Error(
      "DEMO_MODE is on, but this site has data of real campaigns. Use another DATA_DIR or database for it.",
    )
  }
  await transaction(async (tx) => {
    await lockSettings(tx)
    if (!(await tx.setting.findUnique({ where: { key: KEY } }))) await open(tx, now)
  })
}
