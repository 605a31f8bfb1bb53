import { type BayesModel, emptyModel, learn } from "#lib/domain/moderation/bayes"
import { judgeSubmission } from "#lib/domain/moderation/local-filter"
import type { SampleComment } from "#tests/support/comment-corpus/grammar"
import { siteSentences } from "#tests/support/comment-corpus/site-texts"

/** A model that has seen the given comments and the site's own texts. */
export function trainedOn(comments: readonly SampleComment[]): BayesModel {
  const model = emptyModel()
  for (const sentence of siteSentences()) learn(model, sentence, "ham")
  for (const { text, kind } of comments) learn(model, text, kind)
  return model
}

export type Judged = SampleComment & { verdict: "visible" | "hold" | "spam"; reasons: string[] }

/**
 * Judges comments by what they say and nothing else: no trap, a good stamp, nothing repeated, as if a patient person had typed each.
 *
 * @param model `null` measures the fixed signals alone.
 */
export function judgeSamples(comments: readonly SampleComment[], model: BayesModel | null): Judged[] {
  return comments.map((comment) => {
    const submission = {
      text: comment.text,
      name: comment.name,
      website: comment.website,
      emailDomain: null,
      form: { trap: "", stamp: "fine", secondsOpen: null },
      print: { exact: comment.text, near: null },
      recent: [],
    } as const
    const { verdict, reasons } = judgeSubmission(submission, { model })
    return { ...comment, verdict, reasons }
  })
}

export type Rates = {
  ham: number
  spam: number
  /** Honest comments that wait for a moderator, and those called spam. */
  hamHeld: number
  hamSpam: number
  /** Advertisements that do not appear, and of these the ones called spam. */
  caught: number
  calledSpam: number
}

/** Shares from 0 to 1. */
export function rates(judged: readonly Judged[]): Rates {
  const ham = judged.filter(({ kind }) => kind === "ham")
  const spam = judged.filter(({ kind }) => kind === "spam")
  const share = (list: readonly Judged[], isMeant: (verdict: Judged["verdict"]) => boolean) =>
    list.length === 0 ? 0 : list.filter(({ verdict }) => isMeant(verdict)).length / list.length
  return {
    ham: ham.length,
    spam: spam.length,
    hamHeld: share(ham, (verdict) => verdict !== "visible"),
    hamSpam: share(ham, (verdict) => verdict === "spam"),
    caught: share(spam, (verdict) => verdict !== "visible"),
    calledSpam: share(spam, (verdict) => verdict === "spam"),
  }
}
