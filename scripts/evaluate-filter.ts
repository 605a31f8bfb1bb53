import { parseArgs } from "node:util"
import { type Judged, type Rates, judgeSamples, rates, trainedOn } from "#tests/support/comment-corpus/measure"
import { foldsByTemplate, sampleComments, splitByTemplate } from "#tests/support/comment-corpus/samples"

const HELP = `Usage: node --import ./scripts/register.mjs scripts/evaluate-filter.ts [--mistakes]

Measures the local spam filter on made-up comments in five languages whose templates it has not seen.
--mistakes  also prints each comment that was judged wrongly
`

const FOLDS = 5
const percent = (share: number) => `${(share * 100).toFixed(1)} %`.padStart(8)

function line(label: string, { ham, spam, hamHeld, hamSpam, caught, calledSpam }: Rates): string {
  const counts = `${ham} ham, ${spam} spam`.padEnd(20)
  return `${label.padEnd(26)} ${counts} ham held ${percent(hamHeld)}  ham called spam ${percent(hamSpam)}  spam caught ${percent(caught)}  called spam ${percent(calledSpam)}`
}

function report(title: string, judged: Judged[]): void {
  console.log(title)
  console.log(line("  all", rates(judged)))
  for (const language of new Set(judged.map((comment) => comment.language))) {
    console.log(line(`  ${language}`, rates(judged.filter((comment) => comment.language === language))))
  }
}

const { values } = parseArgs({ options: { help: { type: "boolean" }, mistakes: { type: "boolean" } } })
if (values.help) {
  console.log(HELP)
} else {
  const comments = sampleComments()
  const { train, test } = splitByTemplate(comments)
  const templates = (list: { template: string }[]) => new Set(list.map(({ template }) => template)).size
  console.log(
    `${comments.length} comments of ${templates(comments)} templates; ${templates(test)} templates only for testing\n`,
  )

  const unseen = judgeSamples(test, trainedOn(train))
  report("Unseen templates", unseen)
  console.log(line("  fixed signals alone", rates(judgeSamples(test, null))))

  const folds = foldsByTemplate(comments, FOLDS).flatMap(({ train: seen, test: rest }) =>
    judgeSamples(rest, trainedOn(seen)),
  )
  report(`\nEach template once unseen (${FOLDS} folds; the weights were chosen with two thirds of them)`, folds)

  if (values.mistakes) {
    console.log("\nMistakes on unseen templates")
    for (const { kind, verdict, language, reasons, text } of unseen) {
      if ((kind === "ham") === (verdict === "visible")) continue
      console.log(`  ${language} ${kind} → ${verdict} (${reasons.join(", ")}): ${text}`)
    }
  }
}
