import { inflateSync } from "node:zlib"

/**
 * Turns a WOFF 1.0 font into the plain font it holds (W3C WOFF 1.0, §4).
 *
 * The PDF library can read WOFF itself, but it unpacks in JavaScript and again for each glyph: the Chinese font takes seconds there
 * and 30 ms here.
 *
 * @throws when the file is not WOFF or is cut short.
 */
export function sfntFromWoff(woff: Buffer): Buffer {
  if (woff.toString("latin1", 0, 4) !== "wOFF") throw new Error("Not a WOFF 1.0 font.")
  const count = woff.readUInt16BE(12)
  const directory = Buffer.alloc(12 + 16 * count)
  directory.writeUInt32BE(woff.readUInt32BE(4), 0)
  directory.writeUInt16BE(count, 4)

  const tables: Buffer[] = []
  let offset = directory.length
  for (let index = 0; index < count; index++) {
    const entry = 44 + 20 * index
    const start = woff.readUInt32BE(entry + 4)
    const packed = woff.subarray(start, start + woff.readUInt32BE(entry + 8))
    const length = woff.readUInt32BE(entry + 12)
    const table = packed.length < length ? inflateSync(packed) : packed
    if (table.length !== length) throw new Error("The font file is damaged.")

    const at = 12 + 16 * index
    woff.copy(directory, at, entry, entry + 4) // tag
    woff.copy(directory, at + 4, entry + 16, entry + 20) // checksum
    directory.writeUInt32BE(offset, at + 8)
    directory.writeUInt32BE(length, at + 12)
    const padding = Buffer.alloc(-length & 3)
    tables.push(table, padding)
    offset += length + padding.length
  }
  return Buffer.concat([directory, ...tables])
}

function findTable(font: Buffer, tag: string): Buffer {
  const count = font.readUInt16BE(4)
  for (let index = 0; index < count; index++) {
    const at = 12 + 16 * index
    if (font.toString("latin1", at, at + 4) !== tag) continue
    return font.subarray(font.readUInt32BE(at + 8), font.readUInt32BE(at + 8) + font.readUInt32BE(at + 12))
  }
  throw new Error(`The font has no table ${tag}.`)
}

/** Format 12: groups of code points. */
function readGroups(table: Buffer, found: Set<number>): void {
  const count = table.readUInt32BE(12)
  for (let index = 0; index < count; index++) {
    const at = 16 + 12 * index
    for (let code = table.readUInt32BE(at); code <= table.readUInt32BE(at + 4); code++) found.add(code)
  }
}

/** Format 4: segments of the basic plane. */
function readSegments(table: Buffer, found: Set<number>): void {
  const count = table.readUInt16BE(6) / 2
  for (let index = 0; index < count; index++) {
    const end = table.readUInt16BE(14 + 2 * index)
    const start = table.readUInt16BE(16 + 2 * count + 2 * index)
    const delta = table.readUInt16BE(16 + 4 * count + 2 * index)
    const rangeAt = 16 + 6 * count + 2 * index
    const range = table.readUInt16BE(rangeAt)
    for (let code = start; code <= end && code < 0xffff; code++) {
      const glyph = range === 0 ? code + delta : table.readUInt16BE(rangeAt + range + 2 * (code - start))
      if ((glyph & 0xffff) !== 0) found.add(code)
    }
  }
}

/** The code points that a font has glyphs for (OpenType `cmap`, Unicode subtables of format 4 and 12). */
export function codePointsOf(font: Buffer): Set<number> {
  const cmap = findTable(font, "cmap")
  const found = new Set<number>()
  const count = cmap.readUInt16BE(2)
  for (let index = 0; index < count; index++) {
    const table = cmap.subarray(cmap.readUInt32BE(8 + 8 * index))
    const format = table.readUInt16BE(0)
    if (format === 12) readGroups(table, found)
    if (format === 4) readSegments(table, found)
  }
  return found
}
