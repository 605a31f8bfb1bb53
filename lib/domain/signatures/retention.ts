import "server-only"
import { newId } from "#lib/platform/ids"
import { db, transaction, type Transaction } from "#lib/platform/db"
import { notify } from "#lib/platform/notify"
import { siteSettings } from "#lib/platform/settings"
import { forgetScreening } from "#lib/domain/moderation/screenings"

/** product.md §10: whatever the site keeps after the end of a campaign, after a hand-over it is never more. */
const AFTER_DELIVERY_MAX_DAYS = 90

/** Rows in one transaction. */
const CHUNK = 1_000

type Due = { id: string; slug: string }

/**
 * Campaigns that have ended and whose time is over: so many days after the end as the site says, at most 90 after the last hand-over.
 *
 * The end is the last of the day of closing, the day of the outcome and the last signature, so that recording an old outcome today
 * deletes nothing tomorrow.
 */
async function listDue(now: Date): Promise<Due[]> {
  const { retentionDays } = await siteSettings()
  const afterDelivery = Math.min(retentionDays, AFTER_DELIVERY_MAX_DAYS)
  return db().$queryRaw<Due[]>`
    select id, slug from (
      select c.id, c.slug,
        greatest(c."closedOn", c."outcomeOn", (select max(s."createdAt")::date from "Signature" s where s."campaignId" = c.id)) as ended,
        (select max(d."deliveredOn") from "Delivery" d where d."campaignId" = c.id and d."recordedAt" is not null) as delivered
      from "Campaign" c where c.status in ('CLOSED', 'DECIDED', 'ARCHIVED') and not c."isDemo"
    ) ended
    where ended + ${retentionDays}::int <= ${now}::date
      or (delivered is not null and greatest(delivered, ended) + ${afterDelivery}::int <= ${now}::date)`
}

/**
 * Takes everything that says who somebody is from the signatures of campaigns whose time is over. Country, language and the week stay,
 * and so do the figures. Rows on paper are deleted. Safe to run twice.
 *
 * @returns how many signatures were anonymised.
 */
export async function anonymiseEnded(now: Date): Promise<number> {
  let all = 0
  for (const campaign of await listDue(now)) {
    let signatures = 0
    for (let some = 1; some > 0;) {
      some = await transaction((tx) => anonymiseSome(tx, campaign.id))
      signatures += some
    }
    await transaction(async (tx) => {
      const paper = await forgetPaper(tx, campaign.id)
      await record(tx, campaign, { signatures, paper }, now)
    })
    all += signatures
  }
  return all
}

async function anonymiseSome(tx: Transaction, campaignId: string): Promise<number> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select id from "Signature" where "campaignId" = ${campaignId}::uuid
      and (state in ('CONFIRMED', 'DELIVERED', 'DISPUTED', 'UNVERIFIED') or state = 'REJECTED' and sealed is not null)
    order by id limit ${CHUNK} for update`
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return 0
  await tx.signatureToken.deleteMany({ where: { signatureId: { in: ids } } })
  await forgetScreening(tx, "reason", ids)
  await tx.signatureReason.deleteMany({ where: { signatureId: { in: ids } } })
  // With its number a row could be matched with the name in a list that was handed over.
  await tx.deliveryEntry.updateMany({ where: { signatureId: { in: ids } }, data: { number: null } })
  // The moment of a signature could be matched with somebody's phone; the week cannot.
  await tx.$executeRaw`
    update "Signature" set sealed = null, "emailIndex" = null, "receiptIndex" = null, "publicName" = null, "showName" = false,
      "wantsUpdates" = false, "isDiscreet" = false, "listedAt" = null, "listedOrder" = null, "mailedAt" = null,
      "createdAt" = date_trunc('week', "createdAt", 'UTC'), "confirmedAt" = date_trunc('week', "confirmedAt", 'UTC'),
      "consentAt" = date_trunc('week', "consentAt", 'UTC'), "stateBefore" = null,
      "caseId" = case state when 'REJECTED' then "caseId" end,
      state = case state when 'REJECTED' then state else 'ANONYMISED' end
    where id = any(${ids}::uuid[])`
  return ids.length
}

async function forgetPaper(tx: Transaction, campaignId: string): Promise<number> {
  const { count } = await tx.paperSignature.deleteMany({ where: { batch: { campaignId } } })
  await tx.paperBatch.updateMany({ where: { campaignId, upload: { not: null } }, data: { upload: null, taskId: null } })
  return count
}

async function record(
  tx: Transaction,
  { id: campaignId, slug }: Due,
  rows: { signatures: number; paper: number },
  ranAt: Date,
): Promise<void> {
  const done = Object.entries(rows).filter(([, count]) => count > 0)
  if (done.length === 0) return
  await tx.retentionRun.createMany({
    data: done.map(([kind, count]) => ({ id: newId(), campaignId, kind, rows: count, ranAt })),
  })
  await notify(tx, "page_changed", JSON.stringify({ slug, drop: true }))
}
