import { readFileSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { parseContent } from "#lib/platform/content-files"

const KINDS = /^(?:appeal|petition|talking-points|letters|safety|privacy)\.\w+\.md$/
const SENTENCE_MIN_CHARS = 15
/** More of them would drown the tone in which comments are written. */
const EVERY = 6

/** Sentences of the site's own texts: what is written about the subject, in five languages, by nobody who sells anything. */
export function siteSentences(folder = join(process.cwd(), "content")): string[] {
  return readdirSync(folder)
    .filter((name) => KINDS.test(name))
    .sort()
    .flatMap((name) => parseContent(readFileSync(join(folder, name), "utf8")).body.split(/\n{2,}/))
    .map((paragraph) =>
      paragraph
        .replace(/\{\{[^}]*\}\}/g, "")
        .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
        .replace(/[#*>`_]/g, ""),
    )
    .flatMap((paragraph) => paragraph.split(/(?<=[.!?。！？])\s*/))
    .map((sentence) => sentence.replace(/\s+/g, " ").trim())
    .filter((sentence) => sentence.length >= SENTENCE_MIN_CHARS)
    .filter((_, index) => index % EVERY === 0)
}
