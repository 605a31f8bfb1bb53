import type { FormError } from "#components/signatures/form-errors"

/** One saved change as the notice of an overlap tells it. */
export type SavedBy = { name: string | null; on: string; fields: readonly string[] }

/** What a form of the editor shows: the stored words, or those that somebody typed. */
export type EditState = {
  part: string
  /** The revision that the form counts as made from. */
  revision: number
  values: Record<string, string>
  /** What visitors see now. */
  stored: Record<string, string>
  errors: readonly FormError[]
  /** Day on which the words were kept as a draft, when they come from one. */
  keptOn: string | null
  /** Saved by others since the form was made. Then nothing was saved, and both words are shown. */
  overlap: readonly SavedBy[] | null
}

const plain = (words = "") => words.replace(/\r\n?/g, "\n").trim()

/** Tells whether two fields hold the same words. Forms write the ends of lines in another way than they are kept. */
export function sameWords(one: string | undefined, other: string | undefined): boolean {
  return plain(one) === plain(other)
}
