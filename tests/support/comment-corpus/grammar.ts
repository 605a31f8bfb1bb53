/** A made-up comment for measuring the local filter. Nobody wrote it; it quotes nobody. */
export type SampleComment = {
  language: string
  kind: "ham" | "spam"
  /** Comments of one template share everything but their alternatives. */
  template: string
  name: string
  website: string | null
  text: string
}

/** Sentences with alternatives in braces: `I {signed|shared} it.` Alternatives do not nest. */
export type LanguageCorpus = {
  ham: readonly string[]
  spam: readonly string[]
  names: readonly string[]
  sellers: readonly string[]
}

/** Repeatable random numbers from 0 to below 1 (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function pick<Value>(values: readonly Value[], random: () => number): Value {
  return values[Math.floor(random() * values.length)]!
}

/** Chooses an alternative for each pair of braces. */
export function expand(template: string, random: () => number): string {
  return template.replace(/\{([^{}]*)\}/g, (_, alternatives: string) => pick(alternatives.split("|"), random))
}

const HOSTS = "deals-now example-shop bestlist prime24 mega-win quick-help topgroup linkhub goldmarket fastline".split(
  " ",
)
const ENDINGS = "com net top xyz online site info ru cn shop".split(" ")

/** An address such as sellers use. Hosts are made up for each comment, so that a filter cannot learn them by heart. */
export function sellerAddress(random: () => number): string {
  const host = `${pick(HOSTS, random)}${Math.floor(random() * 900) + 100}.${pick(ENDINGS, random)}`
  return `https://${host}${random() < 0.5 ? "/" : `/${pick(["offer", "go", "a1", "promo", "start", "vip"], random)}`}`
}

/**
 * Comments from every template of a language.
 *
 * @param perTemplate How many different comments of one template are tried; equal ones are left out.
 */
export function generate(language: string, corpus: LanguageCorpus, perTemplate: number, seed: number): SampleComment[] {
  const random = seededRandom(seed)
  const made: SampleComment[] = []
  for (const kind of ["ham", "spam"] as const) {
    corpus[kind].forEach((template, index) => {
      const texts = new Set<string>()
      for (let attempt = 0; attempt < perTemplate; attempt++) {
        texts.add(expand(template, random).replace(/<url>/g, () => sellerAddress(random)))
      }
      for (const text of texts) {
        const isSeller = kind === "spam" && random() < 0.5
        const hasWebsite = random() < (kind === "spam" ? 0.5 : 0.08)
        const website = kind === "spam" ? sellerAddress(random) : "https://notebook.example/"
        made.push({
          language,
          kind,
          template: `${language}-${kind}-${index}`,
          name: pick(isSeller ? corpus.sellers : corpus.names, random),
          website: hasWebsite ? website : null,
          text,
        })
      }
    })
  }
  return made
}
