import "server-only"
import { type TemplateFault, templateFaults } from "#lib/domain/letters/merge"
import type { TemplateFields } from "#lib/domain/letters/schema"
import { countWords } from "#lib/domain/letters/words"
import { recordAudit } from "#lib/domain/identity/audit"
import { type Actor, canEditCampaign } from "#lib/domain/identity/policy"
import { transaction, type Transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { notify } from "#lib/platform/notify"
import type { Locale } from "#lib/shared/locales"
import { fail, ok, type Result } from "#lib/shared/result"

/** Which sample, in which language. */
export type TemplateKey = { campaignId: string; key: string; locale: Locale }

export type SaveTemplateRefusal =
  { ok: false; code: "forbidden" } | { ok: false; code: "faulty"; faults: TemplateFault[] }

const bare = (text: string) => text.replace(/\{\{[^{}]*\}\}/g, " ")

async function announce(tx: Transaction, campaignId: string): Promise<void> {
  const { slug } = await tx.campaign.findUniqueOrThrow({ where: { id: campaignId }, select: { slug: true } })
  await notify(tx, "page_changed", JSON.stringify({ slug, drop: false }))
}

/**
 * Saves a sample as a new version. Letters that came from an earlier one keep it.
 *
 * @param isRead A native speaker has read it.
 * @returns `forbidden` to those who may not edit the campaign; `faulty` with the places when it names a field nobody can fill.
 */
export async function saveTemplate(
  actor: Actor,
  { campaignId, key, locale }: TemplateKey,
  fields: TemplateFields,
  isRead = true,
): Promise<{ ok: true; value: { version: number } } | SaveTemplateRefusal> {
  if (!canEditCampaign(actor, campaignId)) return { ok: false, code: "forbidden" }
  const faults = [...templateFaults(fields.subject), ...templateFaults(fields.body)]
  if (faults.length > 0) return { ok: false, code: "faulty", faults }
  return transaction(async (tx) => {
    const lock = `template ${campaignId} ${key} ${locale}`
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`
    const last = await tx.letterTemplate.findFirst({
      where: { campaignId, key, locale },
      orderBy: { version: "desc" },
    })
    const sibling = last ?? (await tx.letterTemplate.findFirst({ where: { campaignId, key } }))
    const position = sibling?.position ?? (await tx.letterTemplate.count({ where: { campaignId } }))
    const version = (last?.version ?? 0) + 1
    const { card, audience, reasonPrompt, subject, body, safetyNote } = fields
    const needs = [...(fields.needsOrganisation ? ["organisation"] : []), ...(fields.needsRole ? ["role"] : [])]
    const words = countWords(bare(body))
    await tx.letterTemplate.create({
      data: {
        ...{ id: newId(), campaignId, key, locale, version, position },
        ...{ card, audience, words, reasonPrompt, subject, needs, body, safetyNote: safetyNote || null },
        review: isRead ? null : "pending",
      },
    })
    const subjectId = `${key}.${locale}.${version}`
    await recordAudit(tx, actor.organiserId, "letter_template_saved", { subjectId, campaignId })
    await announce(tx, campaignId)
    return ok({ version })
  })
}

/** Notes that a native speaker has read the newest version of a sample. */
export async function markTemplateRead(
  actor: Actor,
  { campaignId, key, locale }: TemplateKey,
): Promise<Result<null, "forbidden" | "gone">> {
  if (!canEditCampaign(actor, campaignId)) return fail("forbidden")
  return transaction(async (tx) => {
    const where = { campaignId, key, locale }
    const newest = await tx.letterTemplate.findFirst({ where, orderBy: { version: "desc" }, select: { id: true } })
    if (!newest) return fail("gone")
    await tx.letterTemplate.update({ where: { id: newest.id }, data: { review: null } })
    await recordAudit(tx, actor.organiserId, "letter_template_read", { subjectId: `${key}.${locale}`, campaignId })
    await announce(tx, campaignId)
    return ok(null)
  })
}

/** Takes a sample out of the picker, in all languages. Its texts stay for the letters that came from it. */
export async function retireTemplate(
  actor: Actor,
  { campaignId, key }: Pick<TemplateKey, "campaignId" | "key">,
  now: Date,
): Promise<Result<null, "forbidden">> {
  if (!canEditCampaign(actor, campaignId)) return fail("forbidden")
  return transaction(async (tx) => {
    await tx.letterTemplate.updateMany({ where: { campaignId, key, retiredAt: null }, data: { retiredAt: now } })
    await recordAudit(tx, actor.organiserId, "letter_template_retired", { subjectId: key, campaignId })
    await announce(tx, campaignId)
    return ok(null)
  })
}
