/**
 * The default export of a CommonJS package: Node.js gives the whole module for it, bundlers and Vitest give the export itself.
 */
export function defaultExport<Value extends object>(imported: Value): Value {
  return "default" in imported ? (imported.default as Value) : imported
}
