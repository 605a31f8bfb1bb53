/** What the first pass remembers of a comment. */
export type WxrNode = { parent: number; item: number; isKept: boolean }

/** Why a reply became a comment of its own. */
export type UprootReason = "missing_parent" | "other_page" | "cycle"

export type WxrPlaces = {
  /** Kept replies only: number → number of the comment it hangs on. */
  parents: Map<number, number>
  uprooted: Record<UprootReason, number>
}

/** For each comment that is left out, the next one above that is kept; 0 at the top, -1 where the way is lost. */
function keptAbove(nodes: ReadonlyMap<number, WxrNode>): (id: number) => number {
  const known = new Map<number, number>()
  return (start) => {
    const way: number[] = []
    const seen = new Set<number>()
    let id = start
    let found: number | undefined
    while (found === undefined) {
      const node = nodes.get(id)
      if (id === 0) found = 0
      else if (!node || seen.has(id)) found = -1
      else if (node.isKept) found = id
      else if (known.has(id)) found = known.get(id)!
      else {
        seen.add(id)
        way.push(id)
        id = node.parent
      }
    }
    for (const passed of way) known.set(passed, found)
    return found
  }
}

/** Cuts each circle of replies at its lowest number, so that every import of the file does the same. Changes `parents`. */
function breakCycles(parents: Map<number, number>): number {
  const done = new Set<number>()
  let cut = 0
  for (const start of [...parents.keys()]) {
    const way: number[] = []
    const onWay = new Map<number, number>()
    let id: number | undefined = start
    while (id !== undefined && !done.has(id) && !onWay.has(id)) {
      onWay.set(id, way.push(id) - 1)
      id = parents.get(id)
    }
    const from = id === undefined || done.has(id) ? undefined : onWay.get(id)
    if (from !== undefined) {
      const lowest = way.slice(from).reduce((a, b) => Math.min(a, b))
      parents.delete(lowest)
      cut += 1
    }
    for (const passed of way) done.add(passed)
  }
  return cut
}

/**
 * Finds where each kept comment hangs: on its parent, or on the next kept one above when the parent is left out. A parent that is
 * missing or on another page makes it a comment of its own; circles are broken.
 */
export function placeComments(nodes: ReadonlyMap<number, WxrNode>): WxrPlaces {
  const above = keptAbove(nodes)
  const parents = new Map<number, number>()
  const uprooted = { missing_parent: 0, other_page: 0, cycle: 0 }
  for (const [id, node] of nodes) {
    if (!node.isKept || node.parent === 0) continue
    const parent = above(node.parent)
    if (parent === -1) uprooted.missing_parent += 1
    else if (parent > 0 && nodes.get(parent)?.item !== node.item) uprooted.other_page += 1
    else if (parent > 0) parents.set(id, parent)
  }
  uprooted.cycle = breakCycles(parents)
  return { parents, uprooted }
}
