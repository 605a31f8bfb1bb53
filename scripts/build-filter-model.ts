import { writeFile } from "node:fs/promises"
import { parseArgs } from "node:util"
import { toBayesJson } from "#lib/domain/moderation/bayes"
import { trainedOn } from "#tests/support/comment-corpus/measure"
import { sampleComments } from "#tests/support/comment-corpus/samples"

const HELP = `Usage: node --import ./scripts/register.mjs scripts/build-filter-model.ts

Writes lib/domain/moderation/starter-model.json: what the local spam filter knows before moderators have taught it anything.
It learns from the made-up comments in tests/support/comment-corpus and from the site's own texts in content/.
Run it after the corpus, the tokens or the hash changed.
`

const FILE = new URL("../lib/domain/moderation/starter-model.json", import.meta.url)

const { values } = parseArgs({ options: { help: { type: "boolean" } } })
if (values.help) {
  console.log(HELP)
} else {
  const model = trainedOn(sampleComments())
  const text = `${JSON.stringify(toBayesJson(model))}\n`
  await writeFile(FILE, text)
  console.log(
    `${model.ham} ham, ${model.spam} spam, ${model.counts.size} buckets, ${Math.round(text.length / 1024)} KiB`,
  )
}
