import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { expect, it } from "vitest"
import { listCsv } from "#lib/domain/deliveries/csv"
import type { ListLine } from "#lib/domain/deliveries/list"
import { type ListCover, listPdf } from "#lib/domain/deliveries/pdf"

setFlagsFromString("--expose-gc")
const collect = runInNewContext("gc") as () => void

const NAMES = ["Ana María López", "Бела Смирнова", "王小明", "Élodie Dupont", "Zoë", "Γιάννης"]
const COUNT = 10_000
const GROWTH_MAX_BYTES = 12_000_000

const COVER: ListCover = {
  locale: "en",
  on: "2026-01-05",
  title: "Please act",
  facts: [["To", "The council"]],
  texts: [],
  ...{ countriesHeading: "Countries", countries: [], retractionsHeading: "Delete", retractions: [] },
  namesHeading: "Names",
  columns: { name: "Name", country: "Country" },
  footer: (page) => `Page ${page}`,
}

/** Lines that are made when they are asked for. What memory holds after the first thousand, and at the end, is told. */
async function* lines(heap: number[]): AsyncGenerator<ListLine> {
  for (let number = 1; number <= COUNT; number++) {
    yield { number, name: `${NAMES[number % NAMES.length]} ${number}`, country: "Spain" }
    if (number !== 1_000 && number !== COUNT) continue
    collect()
    heap.push(process.memoryUsage().heapUsed)
  }
}

const write = {
  pdf: (all: AsyncIterable<ListLine>) => listPdf(COVER, all),
  csv: (all: AsyncIterable<ListLine>) => listCsv("2026-01-05", [], all),
}

it.each(["pdf", "csv"] as const)(
  "writes 10,000 names as %s without keeping them",
  { timeout: 60_000 },
  async (kind) => {
    const heap: number[] = []
    let bytes = 0
    for await (const piece of write[kind](lines(heap))) bytes += piece.length
    expect(bytes).toBeGreaterThan(300_000)
    expect(heap[1]! - heap[0]!).toBeLessThan(GROWTH_MAX_BYTES)
  },
)
