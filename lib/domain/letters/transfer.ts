import "server-only"
import { z } from "zod"
import { templateFaults } from "#lib/domain/letters/merge"
import type { Prisma } from "#lib/generated/prisma/client"
import { db, transaction } from "#lib/platform/db"
import { newId } from "#lib/platform/ids"
import { LOCALES } from "#lib/shared/locales"

const words = (max: number) => z.string().max(max)
const template = (max: number) => words(max).refine((text) => templateFaults(text).length === 0, "unknown_field")
const once = <Row>(nameOf: (row: Row) => string) => {
  return (rows: readonly Row[]) => new Set(rows.map(nameOf)).size === rows.length
}
const inLanguage = { locale: z.enum(LOCALES), review: words(200).nullable().default(null) }

/** The sample letters and talking points of a campaign, as a file holds them. Retired samples and earlier versions stay behind. */
export const letterTexts = z.object({
  samples: z
    .array(
      z.object({
        ...inLanguage,
        key: z.string().regex(/^[a-z0-9-]{1,64}$/),
        position: z.int().min(0).max(1_000),
        card: words(200),
        audience: words(200),
        words: z.int().min(0).max(10_000),
        reasonPrompt: words(500),
        subject: template(200),
        needs: z.array(words(40)).max(10),
        safetyNote: words(500).nullable().default(null),
        body: template(10_000),
      }),
    )
    .max(200)
    .refine(
      once(({ locale, key }: { locale: string; key: string }) => `${locale} ${key}`),
      "sample_twice",
    )
    .default([]),
  points: z
    .array(
      z.object({
        ...inLanguage,
        title: words(200),
        intro: words(2_000),
        points: z
          .array(
            z.object({
              ...{ key: words(64), label: words(200), say: words(2_000) },
              ...{ evidence: words(2_000).nullable(), source: words(500).nullable() },
            }),
          )
          .max(100),
      }),
    )
    .refine(
      once(({ locale }: { locale: string }) => locale),
      "language_twice",
    )
    .default([]),
})

export type LetterTexts = z.output<typeof letterTexts>

/** What a campaign offers to people who write letters. */
export async function exportLetterTexts(campaignId: string): Promise<LetterTexts> {
  const [samples, points] = await Promise.all([
    db().letterTemplate.findMany({
      where: { campaignId, retiredAt: null },
      orderBy: [{ locale: "asc" }, { position: "asc" }, { version: "desc" }],
      distinct: ["locale", "key"],
    }),
    db().talkingPointSet.findMany({ where: { campaignId }, orderBy: { locale: "asc" } }),
  ])
  return letterTexts.parse({ samples, points })
}

/** Gives a campaign that has none the samples and talking points of a file, or of another campaign. */
export async function addLetterTexts(campaignId: string, { samples, points }: LetterTexts): Promise<void> {
  await transaction(async (tx) => {
    await tx.letterTemplate.createMany({
      data: samples.map((sample) => ({ ...sample, id: newId(), campaignId, version: 1 })),
    })
    await tx.talkingPointSet.createMany({
      data: points.map((set) => ({ ...set, points: set.points satisfies Prisma.InputJsonValue, campaignId })),
    })
  })
}
