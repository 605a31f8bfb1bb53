import "server-only"
import { createHash } from "node:crypto"
import type { AppealFields, TextFields } from "#lib/domain/campaigns/edit-schema"
import { changedFields, type EditOf, editPart, type EditRefusal, type Part } from "#lib/domain/campaigns/edits"
import { SIGNED_FIELDS } from "#lib/domain/campaigns/rules"
import type { Campaign, CampaignText } from "#lib/generated/prisma/client"
import type { Transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { dayOf } from "#lib/shared/dates"
import type { Locale } from "#lib/shared/locales"
import { fail, ok, type Result } from "#lib/shared/result"

/** How a change of a text is meant: as it is; as a typing error in what people have signed; as a new version. */
export type TextMode = "save" | "correct" | "version"

type TextRefusal = EditRefusal | "text_locked" | "text_incomplete"

/** SHA-256 of a petition text: what a signature of its version refers to. */
export function hashBody(body: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(body).digest())
}

/** The texts of the version that people sign now, and its number. */
export async function currentTexts(tx: Transaction, campaignId: string): Promise<CampaignText[]> {
  const texts = await tx.campaignText.findMany({ where: { campaignId }, orderBy: { version: "desc" } })
  return texts.filter(({ version }) => version === texts[0]?.version)
}

/**
 * Tells whether anybody has signed a version of the petition: a signature of it was confirmed once, or needed no confirmation, or
 * sheets of paper were counted since it was there.
 */
export async function isSigned(tx: Transaction, campaignId: string, version: number): Promise<boolean> {
  const [found] = await tx.$queryRaw<{ isSigned: boolean }[]>`
    select exists (
      select from "Signature" where "campaignId" = ${campaignId}::uuid and "petitionVersion" = ${version}
        and state not in ('PENDING', 'EXPIRED')
    ) or exists (
      select from "PaperBatch" where "campaignId" = ${campaignId}::uuid and "removedAt" is null
        and "countedAt" >= (
          select min("createdAt") from "CampaignText" where "campaignId" = ${campaignId}::uuid and version = ${version}
        )
    ) as "isSigned"`
  return found?.isSigned ?? false
}

const NEW_TRANSLATION = "pending: new"

/** A text that visitors can see has no gaps. */
function isWhole({ status }: Campaign, fields: TextFields): boolean {
  return status === "DRAFT" || [fields.ask, fields.body, fields.addressedTo, fields.startedBy].every((words) => words)
}

/**
 * Saves the petition in one language.
 *
 * Once somebody has signed the version, its title, ask, addressee, starter and text change in two ways only: as a correction, which stands
 * in the public history, or as a new version, in which the other languages are carried over and wait for a reader.
 *
 * @param isRead A native speaker has read it: the note that asks for one goes.
 * @param now Day of a correction.
 * @returns `text_locked` when people have signed and `mode` is `save`; `text_incomplete` when visitors would see a gap; as `editPart`.
 */
export async function saveText(
  edit: Omit<EditOf, "part"> & { lang: Locale },
  { mode, isRead, fields }: { mode: TextMode; isRead: boolean; fields: TextFields },
  now: Date,
): Promise<Result<null, TextRefusal>> {
  const { campaignId, lang } = edit
  return editPart<TextRefusal>({ ...edit, part: `text:${lang}` }, async (tx, campaign) => {
    const texts = await currentTexts(tx, campaignId)
    if (!isWhole(campaign, fields)) return fail("text_incomplete")
    const data = { ...fields, decisionNote: fields.decisionNote || null, bodyHash: hashBody(fields.body) }
    const text = texts.find(({ locale }) => locale === lang)
    if (!text) {
      // A translation of what people have signed already may come later: it changes nobody's words.
      const review = isRead ? null : NEW_TRANSLATION
      await tx.campaignText.create({
        data: { ...data, campaignId, locale: lang, version: texts[0]?.version ?? 1, review },
      })
      return ok({ fields: ["language"] })
    }
    const changed = changedFields(fields, { ...text, decisionNote: text.decisionNote ?? "" })
    const signed = SIGNED_FIELDS.filter((name) => changed.includes(name))
    const review = isRead ? null : text.review
    const isLocked = signed.length > 0 && (await isSigned(tx, campaignId, text.version))
    if (isLocked && mode === "save") return fail("text_locked")
    if (isLocked && mode === "version") {
      await publishVersion(tx, texts, { ...text, ...data, review })
      return ok({
        fields: changed,
        action: "version_published",
        parts: texts.map(({ locale }): Part => `text:${locale as Locale}`),
      })
    }
    if (isLocked) {
      const { version } = text
      const corrections = signed.map((field) => ({ field, before: text[field], after: fields[field] }))
      const common = { campaignId, locale: lang, version, organiserId: edit.actor.organiserId }
      const correctedOn = new Date(`${dayOf(now)}T00:00:00Z`)
      await tx.textCorrection.createMany({
        data: corrections.map((correction) => ({ id: newId(), ...common, ...correction, correctedOn })),
      })
    }
    const key = { campaignId, locale: lang, version: text.version }
    await tx.campaignText.update({ where: { campaignId_locale_version: key }, data: { ...data, review } })
    const all = review === text.review ? changed : [...changed, "review"]
    return ok({ fields: all, ...(isLocked && { action: "text_corrected" as const }) })
  })
}

/** Adds the next version in every language. Other languages keep their words and are marked as waiting for a reader. */
async function publishVersion(tx: Transaction, texts: readonly CampaignText[], edited: CampaignText): Promise<void> {
  const version = edited.version + 1
  await tx.campaignText.createMany({
    data: texts.map(({ createdAt: _, ...text }) => {
      const { createdAt: __, ...words } = edited
      return text.locale === edited.locale
        ? { ...words, version }
        : { ...text, version, review: `pending: carried over from version ${text.version}` }
    }),
  })
}

/**
 * Takes a language away. The pages show another one in its place.
 *
 * @returns `text_locked` when people have signed; `last_language` when no text would be left; as `editPart`.
 */
export async function removeLanguage(
  edit: Omit<EditOf, "part"> & { lang: Locale },
): Promise<Result<null, TextRefusal | "last_language">> {
  const { campaignId, lang } = edit
  return editPart<TextRefusal | "last_language">({ ...edit, part: `text:${lang}` }, async (tx) => {
    const texts = await currentTexts(tx, campaignId)
    const text = texts.find(({ locale }) => locale === lang)
    if (!text) return fail("unknown")
    if (texts.length === 1) return fail("last_language")
    if (await isSigned(tx, campaignId, text.version)) return fail("text_locked")
    const key = { campaignId, locale: lang, version: text.version }
    await tx.campaignText.delete({ where: { campaignId_locale_version: key } })
    await tx.appealText.deleteMany({ where: { campaignId, locale: lang } })
    return ok({ fields: ["language"] })
  })
}

const WORDS_A_MINUTE = 200

/** Minutes that reading takes: words of languages with spaces, characters of Chinese at twice the number. */
export function readingMinutes(body: string): number {
  const han = body.match(/\p{sc=Han}/gu)?.length ?? 0
  const words = body.match(/[\p{L}\p{N}]+/gu)?.length ?? 0
  return Math.max(1, Math.round(words / WORDS_A_MINUTE + han / (2 * WORDS_A_MINUTE)))
}

/** Saves the appeal for the front page in one language; `null` takes it away. Nobody signs it, so it is never locked. */
export async function saveAppeal(
  edit: Omit<EditOf, "part"> & { lang: Locale },
  fields: AppealFields | null,
  isRead: boolean,
): Promise<Result<null, EditRefusal>> {
  const { campaignId, lang } = edit
  return editPart<EditRefusal>({ ...edit, part: `appeal:${lang}` }, async (tx) => {
    const where = { campaignId_locale: { campaignId, locale: lang } }
    const known = await tx.appealText.findUnique({ where })
    if (!fields) {
      await tx.appealText.deleteMany({ where: { campaignId, locale: lang } })
      return ok({ fields: known ? ["language"] : [] })
    }
    const review = isRead ? null : known ? known.review : NEW_TRANSLATION
    const data = { ...fields, readingMinutes: readingMinutes(fields.body), review }
    await tx.appealText.upsert({ where, create: { campaignId, locale: lang, ...data }, update: data })
    return ok({ fields: changedFields(data, known ?? {}) })
  })
}
