import { z } from "zod"

const review = z
  .string()
  .startsWith("pending")
  .optional()
  .transform((value) => value ?? null)

/** Front matter of `petition.{locale}.md` (product.md §12). */
export const petitionFields = z.object({
  kind: z.literal("petition"),
  slug: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/),
  title: z.string().min(1).max(200),
  ask: z.string().min(1).max(400),
  addressedTo: z.string().min(1).max(200),
  startedBy: z.string().min(1).max(200),
  decisionDate: z.iso.date().optional(),
  outcomeDate: z.iso.date().optional(),
  decisionNote: z.string().max(200).optional(),
  /** What is known of the outcome. It waits until an organiser has checked it. */
  outcome: z.enum(["won", "part-won", "lost"]).optional(),
  outcomeNote: z.string().max(400).optional(),
  version: z.int().min(1),
  review,
})

/** Front matter of `appeal.{locale}.md`. */
export const appealFields = z.object({
  kind: z.literal("appeal"),
  slug: z.string(),
  shortTitle: z.string().min(1).max(60),
  title: z.string().min(1).max(200),
  author: z.string().min(1).max(200),
  readingMinutes: z.int().min(1),
  review,
})

/** Front matter of `letters.{locale}.md` as far as it names who is addressed. */
export const recipientFields = z.object({
  recipient: z.object({
    name: z.string(),
    title: z.string(),
    organisation: z.string(),
    postalAddress: z.string().default(""),
  }),
})
