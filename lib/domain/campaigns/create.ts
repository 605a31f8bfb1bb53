import "server-only"
import type { NewCampaign } from "#lib/domain/campaigns/edit-schema"
import { lockCampaign } from "#lib/domain/campaigns/edits"
import { currentTexts, hashBody } from "#lib/domain/campaigns/edit-text"
import { recordAudit } from "#lib/domain/identity/audit"
import { type Actor, isAtLeast, WHOLE_SITE } from "#lib/domain/identity/policy"
import { db, transaction, type Transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { notify } from "#lib/platform/notify"
import { fail, ok, type Result } from "#lib/shared/result"

/** Starts campaigns and chooses which one stands on the front page: editors of the whole site. */
export function canStartCampaigns(actor: Actor): boolean {
  return isAtLeast(actor, WHOLE_SITE, "EDITOR")
}

// Two organisers who choose the same address at the same moment: the second is told.
async function isTaken(tx: Transaction, slug: string): Promise<boolean> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('campaign slugs', 0))`
  return (await tx.campaign.findUnique({ where: { slug }, select: { id: true } })) !== null
}

/**
 * Starts a campaign as a draft, in one language. Only organisers can see it.
 *
 * @returns `slug_taken` when another campaign, in any state, has the address.
 */
export async function createCampaign(
  actor: Actor,
  { slug, lang, shortTitle, title, ask }: NewCampaign,
): Promise<Result<{ campaignId: string }, "forbidden" | "slug_taken">> {
  if (!canStartCampaigns(actor)) return fail("forbidden")
  return transaction(async (tx) => {
    if (await isTaken(tx, slug)) return fail("slug_taken")
    const campaignId = newId()
    const text = { locale: lang, version: 1, shortTitle, title, ask, addressedTo: "", startedBy: "", body: "" }
    await tx.campaign.create({
      data: {
        id: campaignId,
        slug,
        texts: { create: { ...text, bodyHash: hashBody("") } },
        count: { create: {} },
      },
    })
    await recordAudit(tx, actor.organiserId, "campaign_created", { campaignId })
    return ok({ campaignId })
  })
}

/** An address that tells nothing and is free: the month, and a number where the month is taken. @param today `YYYY-MM-DD`. */
export async function proposeSlug(today: string): Promise<string> {
  const base = `appeal-${today.slice(0, 7)}`
  const found = await db().campaign.findMany({ where: { slug: { startsWith: base } }, select: { slug: true } })
  const taken = new Set(found.map(({ slug }) => slug))
  if (!taken.has(base)) return base
  for (let number = 2; ; number++) if (!taken.has(`${base}-${number}`)) return `${base}-${number}`
}

async function freeSlug(tx: Transaction, slug: string): Promise<string> {
  const base = slug.replace(/-\d{1,3}$/, "").slice(0, 50)
  for (let number = 2; ; number++) if (!(await isTaken(tx, `${base}-${number}`))) return `${base}-${number}`
}

/**
 * Copies a campaign as a new draft: texts, appeal, who decides, and what it asks and shows. Signatures, letters, comments, days and
 * outcome stay with the old one.
 */
export async function copyCampaign(
  actor: Actor,
  campaignId: string,
): Promise<Result<{ campaignId: string }, "forbidden" | "unknown">> {
  if (!canStartCampaigns(actor)) return fail("forbidden")
  return transaction(async (tx) => {
    const source = await lockCampaign(tx, campaignId)
    if (!source) return fail("unknown")
    const [texts, appeals, targets] = await Promise.all([
      currentTexts(tx, campaignId),
      tx.appealText.findMany({ where: { campaignId } }),
      tx.target.findMany({ where: { campaignId } }),
    ])
    const id = newId()
    const { allowsNoEmail, isAtRisk, asksCountry, asksTown, asksReason, asksUpdates } = source
    const { showsLogo, showsExit, accent, accentDark, linkDark } = source
    await tx.campaign.create({
      data: {
        ...{ allowsNoEmail, isAtRisk, asksCountry, asksTown, asksReason, asksUpdates },
        ...{ showsLogo, showsExit, accent, accentDark, linkDark },
        id,
        slug: await freeSlug(tx, source.slug),
        texts: {
          create: texts.map(({ campaignId: _, createdAt: __, ...text }) => {
            return { ...text, version: 1, outcomeNote: null, decisionNote: null }
          }),
        },
        appeals: { create: appeals.map(({ campaignId: _, ...appeal }) => appeal) },
        targets: { create: targets.map(({ campaignId: _, ...target }) => ({ ...target, id: newId() })) },
        count: { create: {} },
      },
    })
    await recordAudit(tx, actor.organiserId, "campaign_created", { campaignId: id, subjectId: campaignId })
    return ok({ campaignId: id })
  })
}

/**
 * Puts a campaign on the front page, in place of the one that stands there.
 *
 * @returns `draft` when visitors cannot see it yet.
 */
export async function setMainCampaign(
  actor: Actor,
  campaignId: string,
): Promise<Result<null, "forbidden" | "unknown" | "main_draft">> {
  if (!canStartCampaigns(actor)) return fail("forbidden")
  return transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('main campaign', 0))`
    const campaign = await lockCampaign(tx, campaignId)
    if (!campaign) return fail("unknown")
    if (campaign.status === "DRAFT") return fail("main_draft")
    await tx.campaign.updateMany({ where: { isMain: true }, data: { isMain: false } })
    await tx.campaign.update({ where: { id: campaignId }, data: { isMain: true } })
    await recordAudit(tx, actor.organiserId, "campaign_main", { campaignId })
    // The header of every page leads to it.
    await notify(tx, "page_changed", JSON.stringify({ slug: "*", drop: true }))
    return ok(null)
  })
}
