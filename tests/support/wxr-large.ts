import { parseArgs } from "node:util"
import { importWxr } from "#lib/domain/comments/wxr/import"
import { wxrComment, wxrFile, wxrItem } from "#tests/support/wxr"

/**
 * Imports an export that is made while it is read, and prints what it took. A process of its own, so that its peak memory can be read.
 *
 * node --import ./scripts/register.mjs tests/support/wxr-large.ts --mib 100
 */
const { values } = parseArgs({ options: { mib: { type: "string", default: "100" } } })
const size = Number(values.mib) * 1024 * 1024
const [head = "", tail = ""] = wxrFile(wxrItem("HERE")).split("HERE")
const words = "The law makes me work alone, and whoever works alone at night cannot ask a colleague. ".repeat(6)

async function* large(): AsyncGenerator<Uint8Array> {
  yield Buffer.from(head)
  let written = 0
  for (let id = 1; written < size;) {
    let text = ""
    for (; text.length < 60_000; id++) {
      const comment_parent = id % 3 === 0 ? id - 1 : id % 3 === 1 && id > 3 ? id - 3 : 0
      text += wxrComment(id, { comment_parent, comment_content: `<![CDATA[${id}: ${words}]]>` })
    }
    const bytes = Buffer.from(text)
    written += bytes.length
    yield bytes
  }
  yield Buffer.from(tail)
}

const start = performance.now()
let peakHeapBytes = 0
let puts = 0
const report = await importWxr(
  large,
  {
    put: async () => {
      puts += 1
      if (puts % 1_000 === 0) {
        peakHeapBytes = Math.max(peakHeapBytes, process.memoryUsage().heapUsed)
        await new Promise((done) => setImmediate(done)) // As a database would, it lets others run.
      }
      return "created"
    },
  },
  { now: new Date("2026-11-24T12:00:00Z") },
)
const { maxRSS } = process.resourceUsage() // KiB on Linux
console.log(
  JSON.stringify({
    comments: report.comments,
    created: report.put.created,
    peakRssMiB: Math.round(maxRSS / 1024),
    peakHeapMiB: Math.round(peakHeapBytes / 1024 / 1024),
    seconds: Number(((performance.now() - start) / 1000).toFixed(1)),
  }),
)
