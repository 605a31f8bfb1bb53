import "server-only"
import { createHash } from "node:crypto"
import type { z } from "zod"
import { PART_KEYS, type SettingsPart, type settingsParts } from "#lib/domain/admin/schema"
import { recordAudit } from "#lib/domain/identity/audit"
import { findOrganiserName } from "#lib/domain/identity/people"
import { type Actor, isAtLeast, WHOLE_SITE } from "#lib/domain/identity/policy"
import type { Prisma } from "#lib/generated/prisma/client"
import { db, transaction, type Transaction } from "#lib/platform/db"
import { notify } from "#lib/platform/notify"
import { refreshSettings, type SiteSettings, siteSettingsSchema } from "#lib/platform/settings"
import { fail, ok, type Result } from "#lib/shared/result"

/** The settings as they are saved, with what a form needs to say which state it was made from. */
export type SettingsView = { values: SiteSettings; revisions: Record<SettingsPart, string> }

/** May change settings of the whole site. */
export function canChangeSettings(actor: Actor): boolean {
  return isAtLeast(actor, WHOLE_SITE, "OWNER")
}

async function readStored(tx: Transaction): Promise<SiteSettings> {
  const rows = await tx.setting.findMany()
  return siteSettingsSchema.parse(Object.fromEntries(rows.map(({ key, value }) => [key, value])))
}

/** A fingerprint of what a part says: two forms made from the same state have the same one. */
function revisionOf(values: SiteSettings, part: SettingsPart): string {
  const said = JSON.stringify(PART_KEYS[part].map((key) => values[key]))
  return createHash("sha256").update(said).digest("base64url").slice(0, 16)
}

/** Everything that owners can set. */
export async function readSettings(actor: Actor): Promise<Result<SettingsView, "forbidden">> {
  if (!canChangeSettings(actor)) return fail("forbidden")
  const values = await readStored(db())
  const revisions = {
    names: revisionOf(values, "names"),
    safety: revisionOf(values, "safety"),
    languages: revisionOf(values, "languages"),
  }
  return ok({ values, revisions })
}

/** Takes turns with others who change settings. */
export async function lockSettings(tx: Transaction): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('settings', 0))`
}

/** Writes settings as they are. Call inside a transaction that holds the lock; `refreshAfter` tells the processes. */
export async function writeSettings(tx: Transaction, values: Record<string, Prisma.InputJsonValue | null>) {
  for (const [key, value] of Object.entries(values)) {
    // A setting that says nothing has no row: the default holds.
    if (value === null) await tx.setting.deleteMany({ where: { key } })
    else await tx.setting.upsert({ where: { key }, create: { key, value }, update: { value } })
  }
  await notify(tx, "page_changed", JSON.stringify({ slug: "*", drop: false }))
}

/** Who changed a part last; empty when that is not known, or they have left. */
async function lastEditor(part: SettingsPart): Promise<string> {
  const entry = await db().auditEntry.findFirst({
    where: { action: "settings_changed", subjectId: part },
    orderBy: { createdAt: "desc" },
  })
  return (entry?.organiserId && (await findOrganiserName(entry.organiserId))) || ""
}

/**
 * Saves one part of the settings.
 *
 * @param revision Of the state that the form was made from.
 * @returns `forbidden`; `settings_changed`, with who did it, when somebody has saved the part meanwhile: nothing is written then.
 */
export async function saveSettings<Part extends SettingsPart>(
  actor: Actor,
  part: Part,
  values: z.output<(typeof settingsParts)[Part]>,
  revision: string,
): Promise<Result<null, "forbidden"> | { ok: false; code: "settings_changed"; by: string }> {
  if (!canChangeSettings(actor)) return fail("forbidden")
  const isSaved = await transaction(async (tx) => {
    await lockSettings(tx)
    if (revisionOf(await readStored(tx), part) !== revision) return false
    await writeSettings(tx, values)
    await recordAudit(tx, actor.organiserId, "settings_changed", { subjectId: part })
    return true
  })
  if (!isSaved) return { ok: false, code: "settings_changed", by: await lastEditor(part) }
  await refreshSettings()
  return ok(null)
}
