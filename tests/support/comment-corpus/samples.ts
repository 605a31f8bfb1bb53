import { en } from "#tests/support/comment-corpus/en"
import { es } from "#tests/support/comment-corpus/es"
import { fr } from "#tests/support/comment-corpus/fr"
import { type SampleComment, generate } from "#tests/support/comment-corpus/grammar"
import { ru } from "#tests/support/comment-corpus/ru"
import { zh } from "#tests/support/comment-corpus/zh"

const PER_TEMPLATE = 6

/** All sample comments: five languages, repeatable. */
export function sampleComments(): SampleComment[] {
  return Object.entries({ en, es, fr, ru, zh }).flatMap(([language, corpus], index) =>
    generate(language, corpus, PER_TEMPLATE, 20_151_124 + index),
  )
}

function templateIndex({ template }: SampleComment): number {
  return Number(template.slice(template.lastIndexOf("-") + 1))
}

/** Two parts without a template in common: a third of the templates is for testing only. */
export function splitByTemplate(comments: SampleComment[]): { train: SampleComment[]; test: SampleComment[] } {
  const isTest = (comment: SampleComment) => templateIndex(comment) % 3 === 2
  return { train: comments.filter((comment) => !isTest(comment)), test: comments.filter(isTest) }
}

/** The same several times, so that each template is once among the unseen. */
export function foldsByTemplate(
  comments: SampleComment[],
  folds: number,
): { train: SampleComment[]; test: SampleComment[] }[] {
  return Array.from({ length: folds }, (_, fold) => ({
    train: comments.filter((comment) => templateIndex(comment) % folds !== fold),
    test: comments.filter((comment) => templateIndex(comment) % folds === fold),
  }))
}
