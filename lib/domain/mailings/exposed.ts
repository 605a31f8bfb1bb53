import "server-only"
import { recordAudit } from "#lib/domain/identity/audit"
import type { Actor } from "#lib/domain/identity/policy"
import { canSend } from "#lib/domain/mailings/control"
import type { MailDraft } from "#lib/domain/mailings/preview"
import { type ExposedText, QUESTIONS } from "#lib/domain/mailings/schema"
import { announceStart, checkStart, newPublicId, type StartFault } from "#lib/domain/mailings/start"
import { db, transaction, type Transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { siteNames } from "#lib/platform/settings"
import { dayOf } from "#lib/shared/dates"
import { type Locale, toLocale } from "#lib/shared/locales"
import { fail, ok, type Result } from "#lib/shared/result"

/** A notice that is being written, in one language. */
export type ExposedDraftText = {
  locale: Locale
  answers: Record<(typeof QUESTIONS)[number], string>
  revision: number
  changedBy: string | null
  changedOn: string | null
}

async function findDraft(tx: Transaction, campaignId: string) {
  return tx.mailing.findFirst({ where: { campaignId, kind: "EXPOSED", state: "DRAFT" }, include: { texts: true } })
}

/** The notice that is being written for a campaign. The caller has asked who may see it. */
export async function listExposedTexts(campaignId: string): Promise<ExposedDraftText[]> {
  const draft = await findDraft(db(), campaignId)
  return (draft?.texts ?? []).map(({ locale, parts, revision, changedBy, changedAt }) => ({
    locale: toLocale(locale),
    answers: { what: parts[0] ?? "", when: parts[1] ?? "", did: parts[2] ?? "", can: parts[3] ?? "" },
    ...{ revision, changedBy, changedOn: changedAt && dayOf(changedAt) },
  }))
}

/** The same as mail. */
export async function exposedDraft(campaignId: string): Promise<MailDraft> {
  const draft = await findDraft(db(), campaignId)
  return { campaignId, kind: "EXPOSED", number: null, texts: draft?.texts ?? [] }
}

/**
 * Finds names that the notice may not hold: it goes to shared mailboxes, too, and its discreet variant says the same.
 *
 * @returns The names as they stand in the settings and the campaign.
 */
async function namesIn(tx: Transaction, campaignId: string, text: string): Promise<string[]> {
  const { siteName, orgName } = await siteNames()
  const texts = await tx.campaignText.findMany({ where: { campaignId }, select: { title: true, shortTitle: true } })
  const names = [siteName, orgName, ...texts.flatMap(({ title, shortTitle }) => [title, shortTitle])]
  const folded = text.toLowerCase()
  return [...new Set(names.filter((name) => name.length >= 3 && folded.includes(name.toLowerCase())))]
}

/**
 * Keeps the notice in one language.
 *
 * @returns `changed_meanwhile` when somebody was faster; `named` with the names that have to leave.
 */
export async function saveExposedText(
  actor: Actor,
  campaignId: string,
  { language: locale, revision, ...answers }: ExposedText,
  now: Date,
): Promise<Result<null, "forbidden" | "changed_meanwhile"> | { ok: false; code: "named"; names: string[] }> {
  if (!canSend(actor, campaignId, "EXPOSED")) return fail("forbidden")
  const parts = QUESTIONS.map((question) => answers[question])
  return transaction(async (tx) => {
    const names = await namesIn(tx, campaignId, parts.join("\n"))
    if (names.length > 0) return { ...fail("named"), names }
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`mailing ${campaignId}`}, 0))`
    const draft = await findDraft(tx, campaignId)
    const known = draft?.texts.find((text) => text.locale === locale)
    if ((known?.revision ?? 0) !== revision) return fail("changed_meanwhile")
    const changes = { parts, changedBy: actor.organiserId, changedAt: now }
    const mailingId = draft?.id ?? newId()
    if (!draft) {
      const fields = { id: mailingId, campaignId, kind: "EXPOSED", state: "DRAFT" } as const
      await tx.mailing.create({ data: { ...fields, publicId: newPublicId(), perMinute: 1 } })
    }
    await tx.mailingText.upsert({
      where: { mailingId_locale: { mailingId, locale } },
      create: { mailingId, locale, title: "", ...changes },
      update: { ...changes, revision: revision + 1 },
    })
    await recordAudit(tx, actor.organiserId, "exposure_written", { subjectId: mailingId, campaignId })
    return ok(null)
  })
}

/**
 * Sends the notice to everybody whose address is held in a campaign, whether or not they asked for news. For owners; the caller has
 * asked for a fresh sign-in.
 *
 * @param typed What the owner typed to show that this is meant: the campaign's short title.
 * @returns `title_wrong` when it is not that.
 */
export async function sendExposed(
  actor: Actor,
  campaignId: string,
  { typed, perMinute }: { typed: string; perMinute: number },
  now: Date,
): Promise<Result<{ id: string }, "forbidden" | "title_wrong" | StartFault>> {
  if (!canSend(actor, campaignId, "EXPOSED")) return fail("forbidden")
  return transaction(async (tx) => {
    const titles = await tx.campaignText.findMany({ where: { campaignId }, select: { shortTitle: true } })
    const plain = (text: string) => text.trim().toLowerCase()
    if (!titles.some(({ shortTitle }) => plain(shortTitle) === plain(typed))) return fail("title_wrong")
    const checked = await checkStart(tx, { campaignId, kind: "EXPOSED", updateId: null })
    if (!checked.ok) return checked
    const draft = await findDraft(tx, campaignId)
    if (!draft || draft.texts.length === 0) return fail("mailing_empty")
    const { people } = checked.value
    const { organiserId: startedBy } = actor
    await tx.mailing.update({
      where: { id: draft.id },
      data: { state: "SENDING", perMinute, people, startedBy, startedAt: now },
    })
    await announceStart(tx, { id: draft.id, campaignId, startedBy, people })
    return ok({ id: draft.id })
  })
}
